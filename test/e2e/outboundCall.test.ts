import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TwilioCall } from '../../examples/demo/TwilioCall.ts';
import { Editor } from '../rigs/browser/Editor.ts';
import { projectRoot, rigs } from '../rigs/folders.ts';
import { N8n } from '../rigs/host/N8n.ts';
import type { WorkflowJson } from '../rigs/host/shapes.ts';
import { twilioCredential, webhookUrlOf } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator } from '../simulator/startSimulator.ts';

const ACCOUNT = { accountKey: 'a1b2c3d4e5', apiToken: randomBytes(16).toString('base64') };

let simulator: Simulator;
let n8n: N8n;

beforeAll(async () => {
	simulator = await startSimulator({
		contactCenters: [],
		vonage: {
			accounts: [ACCOUNT],
			agents: Array.from({ length: 5 }, (_, n) => ({
				agentId: String(1001 + n),
				telephoneNumber: `0207000100${n}`,
				groups: ['030'],
			})),
		},
	});
	n8n = await N8n.start({});
	await n8n.importCredentials({
		name: 'Vonage Contact Center',
		type: 'vonageContactCenterApi',
		data: { ...ACCOUNT, tokenService: 'v0', customHost: true, baseUrl: simulator.url },
	});
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.close();
});

function example(name: string): WorkflowJson {
	const file = join(projectRoot, 'examples', `${name}.workflow.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
}

it('calls a new lead once, and tells whoever sent it', async () => {
	const workflowId = await n8n.importWorkflow(example('speed-to-lead'));
	await n8n.activate(workflowId);
	const url = `${n8n.baseUrl}/webhook/speed-to-lead`;
	const send = async (leadId: string, phone: string): Promise<unknown> => {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ leadId, phone }),
		});
		return await response.json();
	};

	const first = await send('00Q000000000001AAA', '02072068888');
	const [call] = simulator.vonage.calls;
	expect(first).toEqual({ placed: true, callId: call?.guid, reason: null });
	expect(call).toMatchObject({
		to: { telephoneNumber: '02072068888' },
		regarding: { reference: '00Q000000000001AAA' },
		application: 'SpeedToLead',
	});

	const again = await Promise.all([1, 2, 3].map(async () => await send('00Q000000000001AAA', '02072068888')));
	expect(again).toEqual(Array(3).fill({ placed: false, callId: null, reason: 'alreadyPlaced' }));
	expect(simulator.vonage.calls).toHaveLength(1);

	expect(await send('00Q000000000002AAA', 'no number')).toEqual({
		placed: false,
		callId: null,
		reason: "'To Number' is 'no number', not a telephone number.",
	});
	expect(simulator.vonage.calls).toHaveLength(1);
	expect(simulator.violations).toEqual([]);
});

it('calls back who was missed, once an hour', async () => {
	const authToken = randomBytes(16).toString('hex');
	await n8n.importCredentials(twilioCredential(authToken));
	const workflow = example('callback-after-missed-call');
	const workflowId = await n8n.importWorkflow(workflow);
	await n8n.activate(workflowId);
	const webhookUrl = webhookUrlOf(n8n, workflow);
	const before = simulator.vonage.calls.length;
	const missed = async (customer: string) =>
		await new TwilioCall({
			webhookUrl,
			authToken,
			numbers: { customer, business: '+18005550100', rep: '+14155550177' },
		}).hangUp('no-answer');

	expect((await missed('+14155550142')).answer.status).toBe(200);
	expect((await missed('+14155550142')).answer.status).toBe(200);
	expect((await missed('+14155550199')).answer.status).toBe(200);
	await n8n.finishedExecutions(workflowId, 3);
	const calls = await until('both callers are called back', () => {
		const made = simulator.vonage.calls.slice(before);
		return made.length >= 2 && made;
	});
	expect(calls.map(({ to, application }) => [to.telephoneNumber, application]).sort()).toEqual([
		['+14155550142', 'MissedCall'],
		['+14155550199', 'MissedCall'],
	]);
	expect(simulator.violations).toEqual([]);
});

it('shows the panel of Place Outbound Call and the dialog of its credential without an error', async () => {
	const editor = await Editor.open(n8n);
	try {
		await editor.openWorkflow(await n8n.importWorkflow(example('speed-to-lead')));
		const panel = await editor.openNode('Call the Lead');
		await editor.screenshot(join(rigs().cache, 'screenshots', 'node Call the Lead.png'));
		expect(await panel.innerText()).toContain('Call From');
		expect(await panel.locator('[data-test-id="parameter-issues"]').count()).toBe(0);
		await editor.closeNode();
		const dialog = await editor.openCredential(await n8n.credentialId('Vonage Contact Center'));
		await editor.screenshot(join(rigs().cache, 'screenshots', 'credential Vonage.png'));
		expect(await dialog.innerText()).toContain('Account Key');
	} finally {
		await editor.close();
	}
});
