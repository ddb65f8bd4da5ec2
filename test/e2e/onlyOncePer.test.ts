import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QueueMode } from '../rigs/host/QueueMode.ts';
import type { WorkflowJson } from '../rigs/host/shapes.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator } from '../simulator/startSimulator.ts';

const ACCOUNT = { accountKey: 'a1b2c3d4e5', apiToken: randomBytes(16).toString('base64') };

const KEYS = 200;

/** Enough agents that none of them is still on the phone when the next call is placed. */
const AGENTS = 1_000;

let simulator: Simulator;
let queueMode: QueueMode;

beforeAll(async () => {
	simulator = await startSimulator({
		contactCenters: [],
		vonage: {
			accounts: [ACCOUNT],
			agents: Array.from({ length: AGENTS }, (_, n) => ({
				agentId: String(1_000 + n),
				telephoneNumber: `0207000${String(1_000 + n)}`,
				groups: ['030'],
			})),
		},
	});
	queueMode = await QueueMode.start();
	await queueMode.n8n.importCredentials(
		{
			name: 'Vonage Contact Center',
			type: 'vonageContactCenterApi',
			data: { ...ACCOUNT, tokenService: 'v0', customHost: true, baseUrl: simulator.url },
		},
		queueMode.redisCredential,
	);
});

afterAll(async () => {
	await queueMode?.stop();
	await simulator?.close();
});

/** A webhook that takes a list of leads, and a call for each of them. */
const workflow: WorkflowJson = {
	name: 'Calls for leads',
	nodes: [
		{
			id: '5f0c2a55-0d0f-4c43-9d6b-53b9d1d5c001',
			name: 'Leads',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: '5f0c2a55-0d0f-4c43-9d6b-53b9d1d5c002',
			parameters: { httpMethod: 'POST', path: 'leads', responseMode: 'onReceived', options: {} },
		},
		{
			id: '5f0c2a55-0d0f-4c43-9d6b-53b9d1d5c003',
			name: 'Each Lead',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [220, 0],
			parameters: { fieldToSplitOut: 'body.leads', options: {} },
		},
		{
			id: '5f0c2a55-0d0f-4c43-9d6b-53b9d1d5c004',
			name: 'Call',
			type: 'n8n-nodes-salesforce-voice.placeOutboundCall',
			typeVersion: 1,
			position: [440, 0],
			parameters: {
				agentId: '={{ $json.agent }}',
				telephoneNumber: '={{ $json.phone }}',
				options: {
					concurrency: 10,
					onlyOncePer: { once: { key: '={{ $json.id }}', hours: 1, store: 'redis' } },
				},
			},
			credentials: {
				vonageContactCenterApi: { name: 'Vonage Contact Center' },
				redis: { name: 'Redis' },
			},
		},
	],
	connections: {
		Leads: { main: [[{ node: 'Each Lead', type: 'main', index: 0 }]] },
		'Each Lead': { main: [[{ node: 'Call', type: 'main', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
} as WorkflowJson;

/** All keys five times, dealt out to 20 requests so that the same key is in several of them at once. */
function batches(): Array<Array<{ id: string; agent: string; phone: string }>> {
	const asked = Array.from({ length: KEYS * 5 }, (_, n) => ({
		id: `lead ${n % KEYS}`,
		agent: String(1_000 + n),
		phone: `0207${String(1_000_000 + (n % KEYS))}`,
	}));
	return Array.from({ length: 20 }, (_, batch) =>
		asked.filter((_lead, n) => n % 20 === (batch + Math.floor(n / KEYS)) % 20),
	);
}

it('dials each of 200 keys once, although two workers are asked for each five times at once', async () => {
	const { n8n, webhookBaseUrl } = queueMode;
	const workflowId = await n8n.importWorkflow(workflow);
	await n8n.activate(workflowId);
	const sent = batches();
	expect(sent.flat()).toHaveLength(KEYS * 5);
	await Promise.all(
		sent.map(async (leads) => {
			const response = await fetch(`${webhookBaseUrl}/webhook/leads`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ leads }),
			});
			expect(response.status).toBe(200);
		}),
	);
	const executions = await n8n.finishedExecutions(workflowId, sent.length);
	const failed = executions.filter(({ status }) => status !== 'success');
	const reasons = await Promise.all(failed.map(async ({ id }) => JSON.stringify(await n8n.execution(id))));
	expect(reasons).toEqual([]);
	await until('every key is dialed', () => simulator.vonage.calls.length >= KEYS);
	const dialed = simulator.vonage.calls.map(({ to }) => to.telephoneNumber);
	expect(dialed).toHaveLength(KEYS);
	expect(new Set(dialed).size).toBe(KEYS);
	// Both took part, or the test would show nothing.
	for (const log of n8n.workerLogs()) expect(log).toMatch(/Worker started execution|finished execution/);
	expect(simulator.violations).toEqual([]);
});
