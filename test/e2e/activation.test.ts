import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostRefusal } from '../rigs/host/HostApi.ts';
import { N8n } from '../rigs/host/N8n.ts';
import type { NodeJson, WorkflowJson } from '../rigs/host/shapes.ts';
import { exampleWorkflow, twilioCredential, webhookUrlOf } from '../rigs/stage.ts';

const NO_SECRET = 'The trigger has no secret to verify its callers with.';

let n8n: N8n;

beforeAll(async () => {
	n8n = await N8n.start();
});

afterAll(async () => {
	await n8n?.stop();
});

/** The trigger of the example alone, without its credential or with another one. */
function triggerAlone(credentials: NodeJson['credentials'] = {}): WorkflowJson {
	const example = exampleWorkflow();
	const trigger = example.nodes.filter(({ type }) => type.endsWith('.telephonyEventTrigger'));
	const nodes = trigger.map((node): NodeJson => ({ ...node, credentials }));
	return { ...example, name: 'The trigger alone', nodes, connections: {} };
}

describe('activating a workflow with a Telephony Event Trigger', () => {
	it('is refused without a credential, and the address stays unknown', async () => {
		const workflow = triggerAlone();
		const workflowId = await n8n.importWorkflow(workflow);
		const refusal = await refusalOf(n8n.activate(workflowId));
		// n8n 1.123 does not look before it asks the trigger, which then refuses itself.
		const ofN8n = 'Node "Phone Call from Twilio":\n  - Missing required credential: telephonyWebhookApi';
		expect(
			[ofN8n, NO_SECRET].some((text) => refusal.message.includes(text)),
			refusal.message,
		).toBe(true);
		expect(await n8n.isActive(workflowId)).toBe(false);
		expect(await statusOf(workflow)).toBe(404);
		expect(await n8n.executions(workflowId)).toEqual([]);
	});

	it('fails with an empty secret, and the address stays unknown', async () => {
		const isSaved = await saveEmptyCredential();
		if (!isSaved) return;
		const workflow = triggerAlone({ telephonyWebhookApi: { name: 'Empty' } });
		const workflowId = await n8n.importWorkflow(workflow);
		const refusal = await refusalOf(n8n.activate(workflowId));
		expect(refusal.message).toContain(NO_SECRET);
		expect(await statusOf(workflow)).toBe(404);
		expect(await n8n.executions(workflowId)).toEqual([]);
	});
});

/** Saves a credential without a secret, unless this n8n refuses that already, as 1.123 does. Gives whether it is saved. */
async function saveEmptyCredential(): Promise<boolean> {
	try {
		await n8n.importCredentials({ ...twilioCredential(''), name: 'Empty' });
		return true;
	} catch (error) {
		if (!(error instanceof HostRefusal)) throw error;
		expect(error.message).toBe(
			'The field "secret" is mandatory for credentials of type "telephonyWebhookApi"',
		);
		return false;
	}
}

async function refusalOf(activation: Promise<void>): Promise<HostRefusal> {
	const error: unknown = await activation.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof HostRefusal) return error;
	throw new Error(`The activation was not refused: ${String(error)}`);
}

async function statusOf(workflow: WorkflowJson): Promise<number> {
	return (await fetch(webhookUrlOf(n8n, workflow), { method: 'POST' })).status;
}
