import type { CallEventFacts } from '../../call-event/builder';
import type { EventType } from '../../call-event/eventTypes';
import { wholeSeconds } from '../../call-event/units';
import { instantText } from '../instantText';
import { listOf, type Payload, recordOf, textOf } from '../payload';
import { agentAndQueue, answeredAtOf, endFacts, field, group, identity, isCall, timeOf } from './contact';

/** `eventType` → event type (telephony events, section 2.2). `COMPLETED` follows the end at once and is no second one. */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['INITIATED', 'initiated'],
	['QUEUED', 'queued'],
	['CONNECTED_TO_SYSTEM', 'answered'],
	['CONNECTED_TO_AGENT', 'answered'],
	['DISCONNECTED', 'ended'],
]);

/** What EventBridge puts around a contact event. */
export interface Envelope {
	readonly id: string | undefined;
	readonly time: string | undefined;
}

/** The recording, where the event already tells where it lies; it opens with credentials of AWS. */
function recordingOf(contact: Payload): CallEventFacts['recording'] {
	const recordings = listOf(field(contact, 'recordings')).map(recordOf);
	const audio = recordings.find((one) => textOf(field(one, 'location')) !== undefined);
	return audio && { url: textOf(field(audio, 'location')), needsAuth: true };
}

/** When it happened: by the contact's own clock of that step, else by EventBridge's, which is that of the sending. */
function happenedAt(eventType: string, contact: Payload, envelope: Envelope): string | undefined {
	const own: Readonly<Record<string, string | undefined>> = {
		INITIATED: timeOf(contact, 'initiationTimestamp'),
		CONNECTED_TO_SYSTEM: timeOf(contact, 'connectedToSystemTimestamp'),
		QUEUED: timeOf(group(contact, 'queueInfo'), 'enqueueTimestamp'),
		CONNECTED_TO_AGENT: timeOf(group(contact, 'agentInfo'), 'connectedToAgentTimestamp'),
		DISCONNECTED: timeOf(contact, 'disconnectTimestamp'),
	};
	const step = Object.hasOwn(own, eventType) ? own[eventType] : undefined;
	return step ?? instantText(envelope.time, 'utc');
}

/** What a contact event says. Fields: Amazon Connect administrator guide, 'Contact events data model'. */
export function contactEventFacts(
	contact: Payload,
	envelope: Envelope,
): Omit<CallEventFacts, 'source' | 'receivedAt'> {
	const kind = (textOf(field(contact, 'eventType')) ?? '').toUpperCase();
	const agent = group(contact, 'agentInfo');
	const queue = group(contact, 'queueInfo');
	const eventType = (isCall(contact) ? EVENT_TYPES.get(kind) : undefined) ?? 'other';
	const occurredAt = happenedAt(kind, contact, envelope);
	const queuedAt = timeOf(queue, 'enqueueTimestamp');
	const answeredAt = answeredAtOf(contact, agent);
	const known = {
		...identity(contact),
		...agentAndQueue(agent, queue),
		vendorEventId: envelope.id,
		occurredAt,
		startedAt: timeOf(contact, 'initiationTimestamp'),
		queuedAt,
		answeredAt,
	};
	if (eventType === 'answered')
		return { ...known, eventType: answeredAt === undefined ? 'other' : 'answered' };
	if (eventType !== 'ended') return { ...known, eventType };
	const handedOn = textOf(field(contact, 'nextContactId')) !== undefined;
	return {
		...known,
		...endFacts(contact, { answeredAt, handedOn, queued: queuedAt !== undefined }),
		endedAt: occurredAt,
		holdSeconds: wholeSeconds(field(agent, 'customerHoldDuration') ?? field(agent, 'holdDuration')),
		recording: recordingOf(contact),
	};
}
