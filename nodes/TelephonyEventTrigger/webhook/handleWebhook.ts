import type { ServerResponse } from 'node:http';
import { type IWebhookFunctions, type IWebhookResponseData, NodeOperationError } from 'n8n-workflow';
import type { CallEvent } from '../../shared/call-event/CallEvent';
import { ProblemError } from '../../shared/problem';
import { checkSize } from '../../shared/provider/body/readBody';
import type { Delivery } from '../../shared/provider/Delivery';
import type { Reply } from '../../shared/provider/Provider';
import { readDelivery } from './readDelivery';
import { readSecrets } from './secrets';
import { claimNewEvents } from './seenEvents';
import { readSettings, type TriggerSettings } from './settings';

const EMPTY: Reply = { contentType: 'text/plain', body: '' };

/** Refuses with an empty body: why is for the log, not for the caller. Never by throwing, which n8n records as a failed run. */
function refuse(context: IWebhookFunctions, status: 400 | 401, reason: string): IWebhookResponseData {
	context.logger.warn(`Telephony Event Trigger: request refused (${status}): ${reason}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
	const response: ServerResponse = context.getResponseObject();
	response.statusCode = status;
	response.end();
	return { noWebhookResponse: true };
}

/** A 200, sent by n8n after the execution is stored if there is one. n8n keeps a content type that is already set. */
function accept(
	context: IWebhookFunctions,
	reply: Reply | undefined,
	events: CallEvent[],
): IWebhookResponseData {
	const { contentType, body } = reply ?? EMPTY;
	const response: ServerResponse = context.getResponseObject();
	response.setHeader('Content-Type', contentType);
	if (events.length === 0) return { webhookResponse: body };
	return { webhookResponse: body, workflowData: [events.map((json) => ({ json }))] };
}

function noteFaults(context: IWebhookFunctions, { faults }: TriggerSettings): void {
	if (faults.length === 0) return;
	context.logger.warn('Telephony Event Trigger: some parameters cannot be used as they are', {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
		faults: faults.map(({ field, what }) => `${field} ${what}`),
	});
}

/**
 * Takes the events nobody has seen before. n8n answers 5xx when it could not store the execution; the events are then
 * given back, so that the provider's next attempt is no repetition.
 */
async function takeNew(context: IWebhookFunctions, events: readonly CallEvent[]): Promise<CallEvent[]> {
	const claimed = await claimNewEvents(context, events);
	const response: ServerResponse = context.getResponseObject();
	const giveBack = () => {
		claimed.release().catch((error: unknown) => {
			context.logger.error('Telephony Event Trigger: events that started nothing could not be given back', {
				reason: error instanceof Error ? error.message : 'unknown',
			});
		});
	};
	// Not by an event: when the provider has hung up there is none that comes after n8n knows the outcome.
	response.end = new Proxy(response.end, {
		apply: (end, self: unknown, parameters: unknown[]): unknown => {
			if (response.statusCode >= 500) giveBack();
			return Reflect.apply(end, self, parameters);
		},
	});
	return claimed.events;
}

/** The events to start with: of a chosen type, and not seen before unless someone is testing in the editor. */
async function wantedEvents(
	context: IWebhookFunctions,
	events: readonly CallEvent[],
	{ triggerOn, includeRaw }: TriggerSettings,
	scheme: string,
): Promise<CallEvent[]> {
	const chosen = events.filter(({ eventType }) => triggerOn.has(eventType));
	const wanted = context.getMode() === 'manual' ? chosen : await takeNew(context, chosen);
	return wanted.map((event) => ({
		...event,
		verified: { scheme, ok: true },
		raw: includeRaw ? event.raw : null,
	}));
}

/**
 * One webhook call: proven, read, filtered, and answered at once. Without a usable secret, or without proof, it is 401;
 * a proven body that cannot be read is 400; everything else is 200, whether or not something starts.
 */
export async function handleWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	noteFaults(context, settings);
	const { provider, providerSettings } = settings;
	const secrets = await readSecrets(context);
	if (!provider) return refuse(context, 401, 'the provider is not known');
	if (secrets.length === 0) return refuse(context, 401, 'there is no credential, or its secret is blank');

	let delivery: Delivery;
	let events: CallEvent[];
	let scheme: string;
	try {
		delivery = readDelivery(context, settings.publicUrl);
		checkSize(delivery.rawBody);
		const verdict = provider.verify(delivery, secrets, providerSettings);
		if (!verdict.ok) return refuse(context, 401, verdict.reason);
		scheme = verdict.scheme;
		events = provider.read(delivery, providerSettings);
	} catch (error) {
		if (error instanceof ProblemError) return refuse(context, 400, error.what);
		throw new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
	}
	const reply = provider.reply?.(delivery, providerSettings);
	return accept(context, reply, await wantedEvents(context, events, settings, scheme));
}
