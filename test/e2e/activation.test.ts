import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostRefusal } from '../rigs/host/HostApi.ts';
import { N8n } from '../rigs/host/N8n.ts';
import type { NodeJson, WorkflowJson } from '../rigs/host/shapes.ts';
import { exampleWorkflow, twilioCredential, webhookUrlOf } from '../rigs/stage.ts';

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
		expect(refusal.message).toContain(
			'Node "Phone Call from Twilio":\n  - Missing required credential: telephonyWebhookApi',
		);
		expect(await n8n.isActive(workflowId)).toBe(false);
		expect(await statusOf(workflow)).toBe(404);
		expect(await n8n.executions(workflowId)).toEqual([]);
	});

	it('fails with an empty secret, and the address stays unknown', async () => {
		await n8n.importCredentials({ ...twilioCredential(''), name: 'Empty' });
		const workflow = triggerAlone({ telephonyWebhookApi: { name: 'Empty' } });
		const workflowId = await n8n.importWorkflow(workflow);
		const refusal = await refusalOf(n8n.activate(workflowId));
		expect(refusal.message).toContain('The trigger has no secret to verify its callers with.');
		expect(await statusOf(workflow)).toBe(404);
		expect(await n8n.executions(workflowId)).toEqual([]);
	});
});

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
