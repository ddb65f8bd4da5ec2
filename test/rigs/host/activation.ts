import { until } from '../until.ts';
import { type HostApi, HostRefusal } from './HostApi.ts';
import { demandText, listAt, textAt } from './shapes.ts';

/**
 * Activates a workflow and waits until its triggers are there: n8n 2 answers the activation first and registers webhooks
 * afterwards, which takes a moment, or 15 s when a trigger keeps refusing; n8n 1.123 answers when they are registered.
 * Throws a HostRefusal when n8n or a trigger refuses.
 */
export async function activateWorkflow(api: HostApi, workflowId: string): Promise<void> {
	const workflow = await api.request('GET', `/workflows/${workflowId}`);
	await api.request('POST', `/workflows/${workflowId}/activate`, {
		versionId: demandText(workflow, 'versionId'),
	});
	if (!(await reportsPublication(api, workflowId))) return;
	const outcome = await until('n8n has registered the triggers', async () => {
		const report = await api.request('GET', `/workflows/${workflowId}/publication-status`);
		return textAt(report, 'status') !== 'in_progress' && report;
	});
	if (textAt(outcome, 'status') === 'published') return;
	const messages = listAt(outcome, 'triggers').map((trigger) => textAt(trigger, 'errorMessage'));
	throw new HostRefusal(messages.filter(Boolean).join(' ') || JSON.stringify(outcome), 200, outcome);
}

/** Whether this n8n tells how far it is with registering triggers. */
async function reportsPublication(api: HostApi, workflowId: string): Promise<boolean> {
	try {
		await api.request('GET', `/workflows/${workflowId}/publication-status`);
		return true;
	} catch (error) {
		if (error instanceof HostRefusal && error.status === 404) return false;
		throw error;
	}
}

/**
 * Whether n8n knows a webhook at this address, asked by a method no webhook has: n8n then names the methods it does know there,
 * and starts nothing.
 */
export async function isRouted(webhookUrl: string): Promise<boolean> {
	const response = await fetch(webhookUrl, { method: 'PATCH' });
	return (await response.text()).includes('is not registered for PATCH requests');
}
