import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EVENT_TYPES } from '../../../../nodes/shared/call-event/eventTypes';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { hs256 } from '../../provider/verify/jwt.ts';
import { WebhookHost } from './WebhookHost.ts';

const SECRET = 'a-long-random-text-0123456789';
const JSON_TYPE = 'application/json';

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

async function open(
	parameters: INodeParameters,
	credential: IDataObject | undefined = { secret: SECRET },
): Promise<void> {
	workflows += 1;
	host = await new WebhookHost({ parameters, credential, workflowId: `providers-${workflows}` }).start();
}

async function post(headers: Record<string, string>, body: string | Buffer) {
	const response = await fetch(host.url, { method: 'POST', headers, body });
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		body: await response.text(),
		validationToken: response.headers.get('validation-token'),
	};
}

const EMPTY = { status: 200, type: 'text/plain', body: '', validationToken: null };
const REFUSED = { status: 401, type: null, body: '', validationToken: null };

/** The types of the events that started something, each execution by itself. */
function started(): unknown[] {
	return host.executions.flat().map(({ json }) => json.eventType);
}

function now(): number {
	return Math.floor(Date.now() / 1000);
}

describe('Zoom', () => {
	const postZoom = async (payload: unknown, secret = SECRET, timestamp = String(now())) => {
		const body = JSON.stringify(payload);
		const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
		const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${signature}` };
		return await post({ 'content-type': JSON_TYPE, ...headers }, body);
	};
	const validation = { event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } };
	const hmac = (secret: string) =>
		createHmac('sha256', secret).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex');

	it('validates the URL, which starts nothing whatever the trigger is set to', async () => {
		await open({ provider: 'zoom', triggerOn: EVENT_TYPES.map(({ value }) => value) });
		expect(await postZoom(validation)).toEqual({
			status: 200,
			type: JSON_TYPE,
			body: JSON.stringify({ plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken: hmac(SECRET) }),
			validationToken: null,
		});
		expect(host.executions).toEqual([]);
		expect(host.log).toEqual([]);
	});

	it('validates the URL with the previous secret while that is the one Zoom has', async () => {
		await open({ provider: 'zoom' }, { secret: 'the new secret', previousSecret: SECRET });
		expect((await postZoom(validation)).body).toContain(hmac(SECRET));
		expect((await postZoom(validation, 'the new secret')).body).toContain(hmac('the new secret'));
	});

	it.each([
		['signed with another secret', validation, 'another secret'],
		['old', validation, SECRET, String(now() - 400)],
		[
			'that would have us sign an event',
			{ ...validation, payload: { plainToken: 'v0:1:{"event":"x"}' } },
			'another',
		],
	])('refuses a validation that is %s', async (_name, payload, secret, timestamp?: string) => {
		await open({ provider: 'zoom' });
		expect(await postZoom(payload, secret, timestamp)).toEqual(REFUSED);
		expect(host.executions).toEqual([]);
	});

	it('rings once for a queue whose phones all ring, and ends once', async () => {
		await open({ provider: 'zoom' });
		for (const { payload } of jsonFixture('zoom', 'queueCall').deliveries) {
			expect(await postZoom(payload)).toEqual(EMPTY);
		}
		expect(started()).toEqual(['ringing', 'answered', 'ended']);
	});
});

describe('RingCentral', () => {
	it('has its subscription validated, which needs no proof and starts nothing', async () => {
		await open({ provider: 'ringcentral', triggerOn: EVENT_TYPES.map(({ value }) => value) });
		const token = '53300e7c-5e69-42bf-ab4d-179aabc6e869';
		expect(await post({ 'validation-token': token }, '')).toEqual({
			status: 200,
			type: JSON_TYPE,
			body: '{}',
			validationToken: token,
		});
		expect(host.executions).toEqual([]);
	});

	it('gets no token back that is too long', async () => {
		await open({ provider: 'ringcentral' });
		expect(await post({ 'validation-token': 'a'.repeat(257) }, '')).toEqual(REFUSED);
	});

	it('is let in with its verification token only, and an event that bears a validation token is still an event', async () => {
		await open({ provider: 'ringcentral' });
		const body = JSON.stringify(jsonFixture('ringcentral', 'inboundAnswered').deliveries[2]?.payload);
		const headers = { 'content-type': JSON_TYPE, 'validation-token': 'x' };
		expect(await post(headers, body)).toEqual(REFUSED);
		expect(await post({ ...headers, 'verification-token': `${SECRET}x` }, body)).toEqual(REFUSED);
		expect(await post({ ...headers, 'verification-token': SECRET }, body)).toEqual(EMPTY);
		expect(started()).toEqual(['answered']);
	});
});

describe('Vonage', () => {
	const NCCO = '[{"action":"talk","text":"One moment."}]';
	const postVonage = async (payload: unknown, claims: Record<string, unknown> = {}) => {
		const body = JSON.stringify(payload);
		const payload_hash = createHash('sha256').update(body).digest('hex');
		const token = hs256(
			{ iat: now(), iss: 'Vonage', payload_hash, application_id: 'app-1', ...claims },
			SECRET,
		);
		return await post({ 'content-type': JSON_TYPE, authorization: `Bearer ${token}` }, body);
	};
	const [answer, ringing] = jsonFixture('vonage', 'inboundAnswered').deliveries.map(({ payload }) => payload);

	it('gets the NCCO as an answer to its answer webhook, as often as it asks, and nothing for an event', async () => {
		await open({ provider: 'vonage', ncco: NCCO });
		const reply = { status: 200, type: JSON_TYPE, body: NCCO, validationToken: null };
		expect([await postVonage(answer), await postVonage(answer)]).toEqual([reply, reply]);
		expect([await postVonage(ringing), await postVonage(ringing)]).toEqual([EMPTY, EMPTY]);
		expect(started()).toEqual(['ringing']);
		expect(host.executions[0]?.[0]?.json).toMatchObject({
			sourceAccountId: 'app-1',
			verified: { scheme: 'vonageJwt', ok: true },
		});
	});

	it.each([
		['an old token', { iat: now() - 400 }],
		['a token of the future', { iat: now() + 400 }],
		['the hash of another body', { payload_hash: createHash('sha256').update('{}').digest('hex') }],
		['a token of another application', { application_id: 'app-2' }],
	])('is refused with %s', async (_name, claims) => {
		await open({ provider: 'vonage', applicationId: 'app-1', ncco: NCCO });
		expect(await postVonage(answer, claims)).toEqual(REFUSED);
		expect(host.executions).toEqual([]);
	});
});

describe('Dialpad', () => {
	const postDialpad = async (claims: unknown, secret = SECRET) =>
		await post({ 'content-type': 'application/jwt' }, hs256(claims, secret));
	const ringing = {
		...(jsonFixture('dialpad', 'inboundAnswered').deliveries[1]?.payload as object),
		event_timestamp: now() * 1000,
	};

	it('starts with what its token says', async () => {
		await open({ provider: 'dialpad', options: { includeRaw: true } });
		expect(await postDialpad(ringing)).toEqual(EMPTY);
		expect(host.executions[0]?.[0]?.json).toMatchObject({ eventType: 'ringing', raw: ringing });
	});

	it('is refused without a signature, or with another secret', async () => {
		await open({ provider: 'dialpad' });
		expect(await post({ 'content-type': JSON_TYPE }, JSON.stringify(ringing))).toEqual(REFUSED);
		expect(await postDialpad(ringing, 'another secret')).toEqual(REFUSED);
	});

	it('is answered 400 when what it signed cannot be read', async () => {
		await open({ provider: 'dialpad' });
		let deep: unknown = {};
		for (let level = 0; level < 70; level += 1) deep = { deep };
		expect((await postDialpad(deep)).status).toBe(400);
		expect(host.log.map(({ message }) => message)).toEqual([
			'Telephony Event Trigger: request refused (400): The JSON is nested more than 64 levels deep.',
		]);
	});
});

describe('Aircall', () => {
	const ended = jsonFixture('aircall', 'inboundRecorded').deliveries[2]?.payload as Record<string, unknown>;

	it('starts one execution with the end and the recording, its token nowhere in them', async () => {
		await open({ provider: 'aircall', options: { includeRaw: true } });
		const { token, ...rest } = ended;
		expect(await post({ 'content-type': JSON_TYPE }, JSON.stringify({ ...rest, token: SECRET }))).toEqual(
			EMPTY,
		);
		expect(host.executions.map((items) => items.map(({ json }) => [json.eventType, json.raw]))).toEqual([
			[
				['ended', rest],
				['recordingReady', rest],
			],
		]);
		expect(token).not.toBe(SECRET);
	});

	it.each([
		['another token', JSON.stringify(ended), 401],
		['no JSON', '{"token":', 401],
		['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 401],
	])('is refused with %s', async (_name, body, status) => {
		await open({ provider: 'aircall' });
		expect((await post({ 'content-type': JSON_TYPE }, body)).status).toBe(status);
		expect(host.executions).toEqual([]);
	});
});
