import type { CallEventFacts } from '../../call-event/builder';
import type { Agent, Direction, Queue } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { bodyDigest, listOf, type Payload, recordOf, textOf } from '../payload';

/** One webhook, its token removed. */
export interface AircallWebhook {
	/** Such as `call.answered`. */
	readonly event: string;
	readonly payload: Payload;
	/** The call as it is after the event, or what else the event is about. */
	readonly data: Payload;
	readonly delivery: Delivery;
}

export function aircallWebhook(payload: Payload, delivery: Delivery): AircallWebhook {
	return { event: textOf(payload.event) ?? '', payload, data: recordOf(payload.data), delivery };
}

export function agentOf(user: unknown): Told<Agent> {
	const { id, name, email, extension } = recordOf(user);
	return { id: textOf(id), name: textOf(name), email: textOf(email), extension: textOf(extension) };
}

function queueOf(data: Payload): Told<Queue> | undefined {
	const [team] = listOf(data.teams).map(recordOf);
	return team && { id: textOf(team.id), name: textOf(team.name) };
}

function contactName(data: Payload): string | undefined {
	const contact = recordOf(data.contact);
	const names = [textOf(contact.first_name), textOf(contact.last_name)].filter((name) => name !== undefined);
	return names.length > 0 ? names.join(' ') : textOf(contact.company_name);
}

function directionOf({ direction }: Payload): Direction | undefined {
	return direction === 'inbound' || direction === 'outbound' ? direction : undefined;
}

/** Whether the event is about a call, and its `data` so the call. */
export function isOfCall({ event, payload }: AircallWebhook): boolean {
	return payload.resource === 'call' || event.startsWith('call.');
}

/**
 * What every Aircall event says. Times are epoch seconds; a call's `id` is the whole call's. There is no event id, so
 * name and time stand for one, with the body where several may happen within a second.
 */
export function commonFacts(webhook: AircallWebhook): Omit<CallEventFacts, 'eventType'> {
	const { event, payload, data, delivery } = webhook;
	const occurredAt = instantText(payload.timestamp, 'utc');
	const common = {
		source: 'aircall',
		receivedAt: delivery.receivedAt,
		occurredAt,
		distinguisher: `${event} ${occurredAt ?? ''} ${bodyDigest(delivery)}`,
		raw: { ...payload },
	} as const;
	if (!isOfCall(webhook)) return { ...common, callId: textOf(data.call_id) };

	const direction = directionOf(data);
	const [customer, business] = [textOf(data.raw_digits), textOf(recordOf(data.number).digits)];
	const callId = textOf(data.id);
	return {
		...common,
		callId,
		legId: callId,
		direction,
		from: direction === 'outbound' ? business : customer,
		to: direction === 'outbound' ? customer : business,
		callerName: direction === 'inbound' ? contactName(data) : undefined,
		agent: agentOf(data.user),
		queue: queueOf(data),
		startedAt: instantText(data.started_at, 'utc'),
	};
}
