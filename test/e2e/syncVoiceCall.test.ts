import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QueueMode } from '../rigs/host/QueueMode.ts';
import type { WorkflowJson } from '../rigs/host/shapes.ts';
import { salesforceCredentialFor } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator, type VoiceCall } from '../simulator/startSimulator.ts';
import { type SyncedCall, syncedCalls } from './syncedCalls.ts';

/** 500 unless told otherwise: five minutes on two cores. */
const CALLS = Number(process.env['SYNCED_CALLS'] || 500);

/** Zoom and RingCentral wait no longer for an answer. */
const PATIENCE_MS = 3_000;

/** As many requests at a time as keep n8n's webhook process busy all the time on two cores; it takes most of an event. */
const SENDERS = 4;

/** Events that are sent to two processes at once. */
const DOUBLED = 20;

const SECRET = randomBytes(24).toString('hex');

const WEBHOOK_ID = '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a01';

const WEBHOOK_PATH = `/webhook/${WEBHOOK_ID}/telephony`;

let simulator: Simulator;
let queueMode: QueueMode;
let workflowId: string;

beforeAll(async () => {
	const key = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	simulator = await startSimulator({
		contactCenters: [
			{
				organizationId: '00D000000000001',
				callCenterApiName: 'AcmeContactCenter',
				publicKeys: [key.publicKey],
			},
		],
		// The guide wants a recording beside hold totals but names no consequence; here they are to be seen.
		durationsWithoutRecording: 'keep',
	});
	queueMode = await QueueMode.start();
	await queueMode.n8n.importCredentials(
		salesforceCredentialFor(simulator.url, key.privateKey),
		{ name: 'PBX Webhook', type: 'telephonyWebhookApi', data: { secret: SECRET, previousSecret: '' } },
		queueMode.redisCredential,
	);
});

afterAll(async () => {
	await queueMode?.stop();
	await simulator?.close();
});

const workflow: WorkflowJson = {
	name: 'Every call in step',
	nodes: [
		{
			id: '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a02',
			name: 'Call Events',
			type: 'n8n-nodes-salesforce-voice.telephonyEventTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: WEBHOOK_ID,
			parameters: {
				provider: 'generic',
				verification: 'hmac',
				signatureHeader: 'X-Signature',
				signedText: '{body}',
				options: { store: 'redis' },
			},
			credentials: { telephonyWebhookApi: { name: 'PBX Webhook' }, redis: { name: 'Redis' } },
		},
		{
			id: '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a03',
			name: 'Keep in Step',
			type: 'n8n-nodes-salesforce-voice.syncVoiceCall',
			typeVersion: 1,
			position: [220, 0],
			parameters: {
				routing: 'route',
				routeTo: 'queue',
				routingTarget: '00G000000000001AAA',
				options: { store: 'redis' },
			},
			credentials: { salesforceVoiceJwtApi: { name: 'Salesforce Voice' }, redis: { name: 'Redis' } },
		},
	],
	connections: { 'Call Events': { main: [[{ node: 'Keep in Step', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
} as WorkflowJson;

/** Posts a signed event as a PBX would. Gives how long the answer took, in ms. */
async function post(url: string, body: string): Promise<number> {
	const signature = createHmac('sha256', SECRET).update(body).digest('hex');
	const began = performance.now();
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-signature': signature },
		body,
	});
	await response.text();
	expect(response.status).toBe(200);
	return performance.now() - began;
}

/** Posts all bodies, `width` at a time. Gives the times the answers took, in ms. */
async function postAll(url: string, texts: readonly string[], width: number): Promise<number[]> {
	const times: number[] = [];
	const waiting = [...texts].reverse();
	const next = async (): Promise<void> => {
		for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
			times.push(await post(url, body));
		}
	};
	await Promise.all(Array.from({ length: width }, next));
	return times;
}

function recordOf({ callId }: SyncedCall): VoiceCall | undefined {
	return simulator.call(callId);
}

/** What of a record is to be as the call went. */
function seen(record: VoiceCall | undefined): SyncedCall['record'] | undefined {
	if (record === undefined) return undefined;
	return {
		callDisposition: record.callDisposition,
		startTime: record.startTime,
		endTime: record.endTime,
		acceptTime: record.acceptTime,
		enqueueTime: record.enqueueTime,
		callDurationInSeconds: record.callDurationInSeconds,
		customerHoldDuration: record.customerHoldDuration,
		numberOfHolds: record.numberOfHolds,
		agentInteractionDuration: record.agentInteractionDuration,
		recordings: record.recordings.map(({ location, durationInSeconds }) => ({ location, durationInSeconds })),
		disconnectReason: record.disconnectReason?.value ?? null,
		pendingRouting: record.pendingRouting,
	};
}

it(`keeps ${CALLS} calls in step over two workers, from events that are shuffled and partly doubled`, async () => {
	const { n8n, webhookBaseUrl } = queueMode;
	workflowId = await n8n.importWorkflow(workflow);
	await n8n.activate(workflowId);
	const url = `${webhookBaseUrl}${WEBHOOK_PATH}`;
	const { calls, deliveries, triggering } = syncedCalls(CALLS);
	expect(deliveries.length).toBe((CALLS * 5 * 11) / 10);

	const begun = performance.now();
	const times = await postAll(url, deliveries, SENDERS);
	const allPosted = performance.now();
	let ended = { well: 0, badly: [] as string[] };
	await until(
		`${triggering} executions have ended`,
		async () => {
			ended = await n8n.endedExecutions(workflowId);
			return ended.well + ended.badly.length >= triggering;
		},
		{ limitMs: 600_000, everyMs: 1_000, explain: () => JSON.stringify(ended) },
	);
	const allEnded = performance.now();
	const [first] = ended.badly;
	expect(first === undefined ? undefined : JSON.stringify(await n8n.execution(first))).toBeUndefined();
	expect(ended).toEqual({ well: triggering, badly: [] });
	await until('the simulator has worked off every update', async () => {
		await simulator.settled();
		return true;
	});

	expect(simulator.calls).toHaveLength(CALLS);
	const wrong = calls.filter((call) => !isDeepStrictEqual(seen(recordOf(call)), call.record));
	expect(wrong.map((call) => ({ call, seen: seen(recordOf(call)) })).slice(0, 3)).toEqual([]);
	expect(wrong).toHaveLength(0);
	expect(
		simulator.calls.filter(({ createRequests, timesRouted }) => createRequests > 1 || timesRouted > 1),
	).toEqual([]);
	expect(simulator.violations).toEqual([]);
	// Both took part, or the test would show nothing.
	for (const log of n8n.workerLogs()) expect(log).toMatch(/Worker started execution|finished execution/);

	const slowest = Math.max(...times);
	const median = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
	const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
	process.stdout.write(
		`The trigger answered ${times.length} events in ${seconds(allPosted - begun)} s: median ${Math.round(median)} ms, ` +
			`slowest ${Math.round(slowest)} ms; the last execution ended ${seconds(allEnded - allPosted)} s later\n`,
	);
	// A busy machine answers some later. They are sent again then, which does no harm, so that a few may be.
	const late = times.filter((time) => time > PATIENCE_MS).length;
	expect(late / times.length).toBeLessThan(0.01);
}, 900_000);

it('starts one execution of an event that reaches the main process and the webhook process at once', async () => {
	const { n8n, webhookBaseUrl } = queueMode;
	const before = await n8n.endedExecutions(workflowId);
	const events = Array.from({ length: DOUBLED }, (_, number) =>
		JSON.stringify({
			eventType: 'ringing',
			eventId: `doubled-${number}`,
			callId: `doubled-${number}`,
			occurredAt: '2026-05-01T11:00:00.000Z',
			direction: 'inbound',
			from: '+14155550123',
			to: '+18005550100',
		}),
	);
	const addresses = [webhookBaseUrl, n8n.baseUrl].map((base) => `${base}${WEBHOOK_PATH}`);
	for (const event of events) await Promise.all(addresses.map(async (url) => await post(url, event)));
	const executions = await n8n.finishedExecutions(workflowId, DOUBLED);
	expect(executions.every(({ mode }) => mode === 'webhook')).toBe(true);
	const after = await n8n.endedExecutions(workflowId);
	expect(after).toEqual({ well: before.well + DOUBLED, badly: [] });
	expect(simulator.calls.filter(({ vendorCallKey }) => vendorCallKey.startsWith('doubled-'))).toHaveLength(
		DOUBLED,
	);
});
