import type { ServerResponse } from 'node:http';
import { type IWebhookFunctions, type IWebhookResponseData, NodeOperationError } from 'n8n-workflow';
import type { CallEvent } from '../../shared/call-event/CallEvent';
import { ProblemError } from '../../shared/problem';
import { checkSize } from '../../shared/provider/body/readBody';
import type { Delivery } from '../../shared/provider/Delivery';
import { OutsideProblem, type Provider, type Reply } from '../../shared/provider/Provider';
import { readDelivery } from './readDelivery';
import { problemOfSecret, readSecrets } from './secrets';
import { outsideOf } from './outside';
import { claimNewEvents } from './seenEvents';
import { needsASecret, readSettings, type TriggerSettings } from './settings';

const EMPTY: Reply = { contentType: 'text/plain', body: '' };

/** Refuses with an empty body: why is for the log, not for the caller. Never by throwing, which n8n records as a failed run. */
function refuse(context: IWebhookFunctions, status: 400 | 401 | 503, reason: string): IWebhookResponseData {
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
	const { contentType, body, headers = {} } = reply ?? EMPTY;
	const response: ServerResponse = context.getResponseObject();
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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
async function takeNew(
	context: IWebhookFunctions,
	events: readonly CallEvent[],
	{ store }: TriggerSettings,
): Promise<CallEvent[]> {
	const claimed = await claimNewEvents(context, events, store);
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
	settings: TriggerSettings,
	scheme: string,
): Promise<CallEvent[]> {
	const { triggerOn, includeRaw } = settings;
	const chosen = events.filter(({ eventType }) => triggerOn.has(eventType));
	const wanted = context.getMode() === 'manual' ? chosen : await takeNew(context, chosen, settings);
	return wanted.map((event) => ({
		...event,
		verified: { scheme, ok: true },
		raw: includeRaw ? event.raw : null,
	}));
}

interface Read {
	readonly delivery: Delivery;
	readonly events: readonly CallEvent[];
	readonly scheme: string;
}

/** What came of a request: proven events, the answer to a handshake, or a refusal. */
type Outcome = Read | { readonly handshake: Reply } | { readonly refused: string };

async function readRequest(
	context: IWebhookFunctions,
	provider: Provider,
	{ providerSettings, publicUrl }: TriggerSettings,
	secrets: readonly string[],
): Promise<Outcome> {
	const outside = outsideOf(context);
	const delivery = readDelivery(context, publicUrl);
	checkSize(delivery.rawBody);
	const handshake = provider.handshake?.(delivery, secrets, providerSettings);
	if (handshake) return { handshake };
	const verdict = await provider.verify(delivery, secrets, providerSettings, outside);
	if (!verdict.ok) return { refused: verdict.reason };
	const events = provider.read(delivery, providerSettings);
	await provider.fulfill?.(delivery, providerSettings, outside);
	return { delivery, events, scheme: verdict.scheme };
}

/**
 * One webhook call: proven, read, filtered, and answered at once. Without a usable secret, or without proof, it is 401;
 * a proven body that cannot be read is 400; a delivery that needs something outside that is not to be had now is 503, so
 * that the sender tries again; everything else is 200, whether or not something starts.
 */
export async function handleWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	noteFaults(context, settings);
	const { provider, providerSettings } = settings;
	if (!provider) return refuse(context, 401, 'the provider is not known');
	const needsSecret = needsASecret(settings);
	const given = needsSecret ? await readSecrets(context) : [];
	// The credential may have been changed since the activation looked at it.
	const problems = given.map((secret, place) => problemOfSecret(secret, place, settings));
	const secrets = given.filter((_secret, place) => problems[place] === undefined);
	if (needsSecret && secrets.length === 0) {
		return refuse(context, 401, problems[0]?.what ?? 'there is no credential, or its secret is blank');
	}

	let outcome: Outcome;
	try {
		outcome = await readRequest(context, provider, settings, secrets);
	} catch (error) {
		if (error instanceof OutsideProblem) return refuse(context, 503, error.what);
		if (error instanceof ProblemError) return refuse(context, 400, error.what);
		throw new NodeOperationError(context.getNode(), error instanceof Error ? error : String(error));
	}
	if ('handshake' in outcome) return accept(context, outcome.handshake, []);
	if ('refused' in outcome) return refuse(context, 401, outcome.refused);
	const { delivery, events, scheme } = outcome;
	const reply = provider.reply?.(delivery, providerSettings);
	return accept(context, reply, await wantedEvents(context, events, settings, scheme));
}
