import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { hs256 } from '../../provider/verify/jwt.ts';
import { WebhookHost } from './WebhookHost.ts';

const SECRET = 'YSBsb25nIHJhbmRvbSBrZXksIGluIEJhc2U2NA==';

let folder: string;
let host: WebhookHost;
let workflows = 0;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'trigger-'));
	vi.stubEnv('N8N_USER_FOLDER', folder);
});

afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
	await host.stop();
});

/** Posts the deliveries of a fixture, each twice, and gives the answers' statuses and the types of what started. */
async function play(
	fixture: readonly [string, string],
	parameters: INodeParameters,
	headersFor: (body: string) => Record<string, string>,
	query = '',
) {
	const [provider, name] = fixture;
	workflows += 1;
	host = await new WebhookHost({
		parameters: { provider, ...parameters },
		credential: { secret: SECRET },
		workflowId: `contact-centers-${workflows}`,
	}).start();
	const statuses = new Set<number>();
	for (const { payload, headers } of jsonFixture(provider, name).deliveries) {
		for (let round = 0; round < 2; round += 1) {
			const body = JSON.stringify(payload);
			const typed = { 'content-type': 'application/json', ...headers, ...headersFor(body) };
			statuses.add((await fetch(host.url + query, { method: 'POST', headers: typed, body })).status);
		}
	}
	return { statuses: [...statuses], started: host.executions.flat().map(({ json }) => json.eventType) };
}

const PLAYED = [
	[
		['amazonConnect', 'inboundAnswered'],
		{},
		() => ({ 'x-api-key': SECRET }),
		'',
		['initiated', 'queued', 'answered', 'ended'],
	],
	[
		['vonageContactCenter', 'inboundAnswered'],
		{},
		(body: string) => {
			const iat = Math.floor(Date.now() / 1000);
			const payload_hash = createHash('sha256').update(body).digest('hex');
			const token = hs256({ iat, exp: iat + 300, payload_hash }, Buffer.from(SECRET, 'base64'));
			return { 'vonage-signature': `Bearer ${token}` };
		},
		'',
		['ringing', 'answered', 'held', 'resumed', 'ended'],
	],
	[
		['freeswitchCdr', 'inboundAnswered'],
		{},
		() => ({ authorization: `Basic ${Buffer.from(`freeswitch:${SECRET}`).toString('base64')}` }),
		'?uuid=3da8bf84-c133-4959-9e24-e72875cb33a1',
		['ended'],
	],
	[
		['cloudEvents', 'sinchInboundRecorded'],
		{ verification: 'fixedToken' },
		() => ({ authorization: `Bearer ${SECRET}` }),
		'',
		['ringing', 'recordingReady', 'ended'],
	],
] as const;

describe.each(PLAYED)('the deliveries of %s', (fixture, parameters, headersFor, query, started) => {
	it('start what moves the call on, each once', async () => {
		expect(await play(fixture, parameters, headersFor, query)).toEqual({ statuses: [200], started });
	});

	it('are refused without proof, and with the proof of another', async () => {
		for (const proof of [
			{},
			{ authorization: 'Bearer x', 'x-api-key': 'x', 'vonage-signature': 'Bearer x.y.z' },
		]) {
			expect(await play(fixture, parameters, () => proof, query)).toEqual({ statuses: [401], started: [] });
			await host.stop();
		}
		host = await new WebhookHost({ parameters: {} }).start();
	});
});
