import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { N8n } from '../rigs/host/N8n.ts';
import { QueueMode } from '../rigs/host/QueueMode.ts';
import { until } from '../rigs/until.ts';
import { SyncStage, syncWorkflow } from './SyncStage.ts';
import { syncedCalls } from './syncedCalls.ts';

const CALLS = 40;

const SENDERS = 4;

/** How long a sender waits before it sends an event again that was not taken. */
const AGAIN_MS = 500;

/** n8n's own limit of executions that a worker runs side by side, all of which are lost with it. */
const SIDE_BY_SIDE = 10;

const limit = { timeout: 300_000 };

/** What happens to n8n while events come. */
type Fault = (workflowId: string) => Promise<void>;

interface Outcome {
	/** Attempts that were not taken, and were made again. */
	readonly again: number;
	/** Executions that n8n shows as failed. */
	readonly failed: number;
	/** Events that were taken, and of which n8n has no execution. */
	readonly lost: number;
	/** Calls whose records are not as the calls went. */
	readonly wrong: number;
	/** The same after "Retry" of each execution that failed. */
	readonly wrongAfterRetry: number;
}

/** As long as Salesforce takes to answer what it has already done, so that something is always half done. */
const ANSWER_AFTER_MS = 400;

let stage: SyncStage;

async function openStage(): Promise<SyncStage> {
	const opened = await SyncStage.open();
	const fault = { kind: 'delay', ms: ANSWER_AFTER_MS, when: 'after' } as const;
	opened.simulator.faults.add({ fault, times: 'always' });
	return opened;
}

/** Sends each event until it is taken, as telephony systems do. Gives how many attempts were in vain. */
async function sendAll(
	baseUrl: string,
	deliveries: readonly string[],
	fault: () => Promise<void>,
): Promise<number> {
	const waiting = [...deliveries].reverse();
	let [taken, again] = [0, 0];
	let happened: Promise<void> | undefined;
	const next = async (): Promise<void> => {
		for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
			while (!(await isTaken(baseUrl, body))) {
				again += 1;
				await sleep(AGAIN_MS);
			}
			taken += 1;
			if (taken * 3 >= deliveries.length) happened ??= fault();
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, next));
	expect(happened).toBeDefined();
	await happened;
	return again;
}

async function isTaken(baseUrl: string, body: string): Promise<boolean> {
	try {
		return (await stage.post(baseUrl, body)).status === 200;
	} catch (error) {
		// What fetch throws when nobody listens, or the connection breaks off.
		if (error instanceof TypeError) return false;
		throw error;
	}
}

/** Waits until no execution is under way any more, and everything has reached the records. */
async function settled(n8n: N8n, workflowId: string): Promise<{ well: number; badly: string[] }> {
	let state = '';
	let since = Date.now();
	await until(
		'no execution is under way, for some seconds',
		async () => {
			const ended = await n8n.endedExecutions(workflowId);
			const seen = JSON.stringify([ended, await n8n.openExecutions(workflowId)]);
			if (seen !== state) [state, since] = [seen, Date.now()];
			return seen.endsWith(',0]') && Date.now() - since > 3_000;
		},
		{ limitMs: 180_000, everyMs: 500, explain: () => state },
	);
	await stage.simulator.settled();
	return await n8n.endedExecutions(workflowId);
}

/** Plays the calls of a PBX of that name, with the fault in their midst. */
async function play(n8n: N8n, baseUrl: string, pbx: string, fault: Fault): Promise<Outcome> {
	const { calls, deliveries, triggering } = syncedCalls(CALLS, pbx);
	const workflowId = await n8n.importWorkflow(syncWorkflow(baseUrl !== n8n.baseUrl));
	await n8n.activate(workflowId);
	onTestFinished(async () => await n8n.deactivate(workflowId));
	const again = await sendAll(baseUrl, deliveries, async () => await fault(workflowId));
	const { well, badly } = await settled(n8n, workflowId);
	const wrong = stage.wrong(calls).length;
	for (const id of badly) await n8n.retry(id);
	await settled(n8n, workflowId);
	const wrongAfterRetry = stage.wrong(calls).length;
	const outcome = {
		again,
		failed: badly.length,
		lost: Math.max(0, triggering - well - badly.length),
		wrong,
		wrongAfterRetry,
	};
	process.stdout.write(`${CALLS} calls, ${deliveries.length} events: ${JSON.stringify(outcome)}\n`);
	const keys = stage.simulator.calls.map(({ vendorCallKey }) => vendorCallKey);
	expect(new Set(keys).size).toBe(keys.length);
	expect(stage.simulator.calls.filter(({ timesRouted }) => timesRouted > 1)).toEqual([]);
	expect(stage.simulator.violations).toEqual([]);
	return outcome;
}

const UNHARMED = { failed: 0, lost: 0, wrong: 0, wrongAfterRetry: 0 };

describe('in queue mode', () => {
	let queueMode: QueueMode;

	beforeAll(async () => {
		stage = await openStage();
		queueMode = await QueueMode.start({ redisIsLasting: true });
		await queueMode.n8n.importCredentials(...stage.credentials, queueMode.redisCredential);
	});

	afterAll(async () => {
		await queueMode?.stop();
		await stage?.close();
	});

	async function outcomeOf(pbx: string, fault: Fault): Promise<Outcome> {
		return await play(queueMode.n8n, queueMode.webhookBaseUrl, pbx, fault);
	}

	// n8n 2.40 keeps nothing of what such an execution was to work on, so that a retry of it fails as well.
	it('a worker that is killed costs the executions it had, and nothing else', limit, async () => {
		const outcome = await outcomeOf('worker', async () => await queueMode.n8n.crashWorker());
		expect(outcome).toMatchObject({ again: 0, lost: 0 });
		expect(outcome.failed).toBeLessThanOrEqual(SIDE_BY_SIDE);
		expect(outcome.wrong).toBeLessThanOrEqual(outcome.failed);
	});

	it('a main process that is killed costs nothing', limit, async () => {
		const outcome = await outcomeOf('main', async () => await queueMode.n8n.crash());
		expect(outcome).toMatchObject(UNHARMED);
	});

	it(
		'a Redis that is killed, and knows all again, costs what was under way, and nothing else',
		limit,
		async () => {
			const { redis } = queueMode;
			const outcome = await outcomeOf('redis', async () => {
				await redis.down();
				await sleep(2_000);
				await redis.up();
			});
			expect(outcome.lost).toBe(0);
			expect(outcome.wrong).toBeLessThanOrEqual(outcome.failed);
		},
	);
});

describe('in one process', () => {
	let n8n: N8n;

	beforeAll(async () => {
		stage = await openStage();
		n8n = await N8n.start();
		await n8n.importCredentials(...stage.credentials);
	});

	afterAll(async () => {
		await n8n?.stop();
		await stage?.close();
	});

	// n8n 2.40 takes webhooks until the last moment of its stop, and then breaks off what is under way.
	it.each<[what: string, fault: Fault]>([
		['killed', async () => await n8n.crash()],
		['restarted', async () => await n8n.restart()],
	])(
		'n8n that is %s costs nothing but a retry, and an answer that outran its execution',
		limit,
		async (what, fault) => {
			const outcome = await play(n8n, n8n.baseUrl, what, fault);
			expect(outcome.again).toBeGreaterThan(0);
			expect(outcome.lost).toBeLessThanOrEqual(SENDERS);
			expect(outcome.wrong).toBeLessThanOrEqual(outcome.failed + outcome.lost);
			expect(outcome.wrongAfterRetry).toBeLessThanOrEqual(outcome.lost);
		},
	);

	it('a workflow that is deactivated for a while costs nothing', limit, async () => {
		const outcome = await play(n8n, n8n.baseUrl, 'deactivated', async (workflowId) => {
			await n8n.deactivate(workflowId);
			await sleep(2_000);
			await n8n.activate(workflowId);
		});
		expect(outcome.again).toBeGreaterThan(0);
		expect(outcome).toMatchObject(UNHARMED);
	});
});
