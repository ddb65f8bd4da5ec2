import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8n } from '../../rigs/host/N8n.ts';
import { type Bench, credentialFor, SIGNER } from '../Bench.ts';
import { percentile } from '../figures.ts';
import { compare, progress } from '../report.ts';
import { SalesforceServer } from '../server/SalesforceServer.ts';
import { checkedUsualWorkflow, ourWorkflow, usualWorkflow } from '../sides/workflows.ts';

type Side = 'ours' | 'usual' | 'checked';

type Times = Record<Side, number[]>;

/** Calls of each side in a round: of fewer, the 99th of a hundred would be the worst of all. */
const CALLS = 100;

const WARM_UPS = 20;

/** Longer than an execution takes, so that the end of one is not in the way of the next. */
const PAUSE_MS = 60;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

function eventOf(callId: string): object {
	return {
		eventType: 'ringing',
		eventId: `${callId}-ringing`,
		callId,
		occurredAt: '2026-05-01T09:30:00.000Z',
		direction: 'inbound',
		from: '+14155550123',
		to: '+18005550100',
	};
}

/** (d): from the first byte of a webhook's request to the create request at Salesforce, in one n8n, in turn. */
export async function measureWebhook({ rounds, privateKey, publicKey }: Bench): Promise<void> {
	const server = await SalesforceServer.start();
	let n8n: N8n | undefined;
	try {
		n8n = await N8n.start({ environment: server.environment, progress });
		const secret = randomBytes(24).toString('hex');
		const sides = {
			ours: ourWorkflow('Ours', 'createVoiceCall'),
			usual: usualWorkflow(SIGNER, server.url),
			checked: checkedUsualWorkflow(SIGNER, server.url),
		};
		await n8n.importCredentials(
			{
				name: 'Salesforce Voice',
				type: 'salesforceVoiceJwtApi',
				data: credentialFor(server.url, privateKey),
			},
			{ name: 'PBX Webhook', type: 'telephonyWebhookApi', data: { secret, previousSecret: '' } },
			{
				name: 'JWT',
				type: 'jwtAuth',
				data: { keyType: 'pemKey', privateKey, publicKey, algorithm: 'RS256' },
			},
			{ name: 'Crypto', type: 'crypto', data: { hmacSecret: secret } },
		);
		for (const { workflow } of Object.values(sides)) await n8n.activate(await n8n.importWorkflow(workflow));
		const { baseUrl } = n8n;

		/** How long until the create request is there, in ms. */
		const call = async (url: string, callId: string): Promise<number> => {
			const body = JSON.stringify(eventOf(callId));
			const signature = createHmac('sha256', secret).update(body).digest('hex');
			const begun = now();
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-signature': signature },
				body,
			});
			if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`);
			await response.text();
			const took = (await server.arrival(callId)) - begun;
			await sleep(PAUSE_MS);
			return took;
		};
		const times: Times[] = [];
		for (let round = -1; round < rounds; round++) {
			const taken: Times = { ours: [], usual: [], checked: [] };
			for (let number = 0; number < (round < 0 ? WARM_UPS : CALLS); number++) {
				for (const side of ['ours', 'usual', 'checked'] as const) {
					taken[side].push(await call(`${baseUrl}${sides[side].path}`, `${side}-${round + 1}-${number}`));
				}
			}
			if (round >= 0) times.push(taken);
			progress(`webhook: round ${round < 0 ? 'to warm up' : `${round + 1} of ${rounds}`}`);
		}
		const figures = (side: Side, share: number): number[] =>
			times.map((round) => percentile(round[side], share));
		for (const [name, share] of [
			['p50', 0.5],
			['p99', 0.99],
		] as const) {
			const ours = {
				what: 'Telephony Event Trigger (signature checked) → Create Voice Call',
				values: figures('ours', share),
			};
			compare({
				measure: `d: webhook in → create request out, ${name}`,
				unit: 'ms',
				ours,
				other: {
					what: "n8n's Webhook (nothing checked) → JWT → HTTP Request",
					values: figures('usual', share),
				},
				target: 0.6,
				more: { calls: CALLS },
			});
			compare({
				measure: `d: webhook in → create request out, both check the signature, ${name}`,
				unit: 'ms',
				ours,
				other: {
					what: "n8n's Webhook → Crypto → If → JWT → HTTP Request",
					values: figures('checked', share),
				},
				more: { calls: CALLS },
			});
		}
	} finally {
		await n8n?.stop();
		await server.stop();
	}
}
