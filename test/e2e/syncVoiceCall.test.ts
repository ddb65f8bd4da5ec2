import { afterAll, beforeAll, expect, it } from 'vitest';
import { QueueMode } from '../rigs/host/QueueMode.ts';
import { until } from '../rigs/until.ts';
import { SyncStage, syncWorkflow } from './SyncStage.ts';
import { syncedCalls } from './syncedCalls.ts';

/** 500 unless told otherwise: five minutes on two cores. */
const CALLS = Number(process.env['SYNCED_CALLS'] || 500);

/** Zoom and RingCentral wait no longer for an answer. */
const PATIENCE_MS = 3_000;

/** As many requests at a time as keep n8n's webhook process busy all the time on two cores; it takes most of an event. */
const SENDERS = 4;

/** Events that are sent to two processes at once. */
const DOUBLED = 20;

let stage: SyncStage;
let queueMode: QueueMode;
let workflowId: string;

beforeAll(async () => {
	stage = await SyncStage.open();
	queueMode = await QueueMode.start();
	await queueMode.n8n.importCredentials(...stage.credentials, queueMode.redisCredential);
});

afterAll(async () => {
	await queueMode?.stop();
	await stage?.close();
});

/** Posts all bodies, so many at a time as there are senders. Gives the times the answers took, in ms. */
async function postAll(baseUrl: string, texts: readonly string[]): Promise<number[]> {
	const times: number[] = [];
	const waiting = [...texts].reverse();
	const next = async (): Promise<void> => {
		for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
			const { status, ms } = await stage.post(baseUrl, body);
			expect(status).toBe(200);
			times.push(ms);
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, next));
	return times;
}

it(`keeps ${CALLS} calls in step over two workers, from events that are shuffled and partly doubled`, async () => {
	const { n8n, webhookBaseUrl } = queueMode;
	const { simulator } = stage;
	workflowId = await n8n.importWorkflow(syncWorkflow(true));
	await n8n.activate(workflowId);
	const { calls, deliveries, triggering } = syncedCalls(CALLS);
	expect(deliveries.length).toBe((CALLS * 5 * 11) / 10);

	const begun = performance.now();
	const times = await postAll(webhookBaseUrl, deliveries);
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
	const wrong = stage.wrong(calls);
	expect(wrong.slice(0, 3)).toEqual([]);
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
	// No more than told: a busy machine answers later. Such events are sent again then, which does no harm.
	const late = times.filter((time) => time > PATIENCE_MS).length;
	process.stdout.write(
		`The trigger answered ${times.length} events in ${seconds(allPosted - begun)} s: median ${Math.round(median)} ms, ` +
			`slowest ${Math.round(slowest)} ms, ${late} later than ${seconds(PATIENCE_MS)} s; ` +
			`the last execution ended ${seconds(allEnded - allPosted)} s later\n`,
	);
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
	for (const event of events) {
		const answers = await Promise.all(
			[webhookBaseUrl, n8n.baseUrl].map(async (baseUrl) => await stage.post(baseUrl, event)),
		);
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	}
	const executions = await n8n.finishedExecutions(workflowId, DOUBLED);
	expect(executions.every(({ mode }) => mode === 'webhook')).toBe(true);
	const after = await n8n.endedExecutions(workflowId);
	expect(after).toEqual({ well: before.well + DOUBLED, badly: [] });
	expect(
		stage.simulator.calls.filter(({ vendorCallKey }) => vendorCallKey.startsWith('doubled-')),
	).toHaveLength(DOUBLED);
});
