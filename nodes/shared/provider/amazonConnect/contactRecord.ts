import type { CallEventFacts } from '../../call-event/builder';
import { wholeNumber, wholeSeconds } from '../../call-event/units';
import { secondsBetween } from '../instantText';
import { type Payload, textOf } from '../payload';
import { agentAndQueue, answeredAtOf, endFacts, field, group, identity, isCall, timeOf } from './contact';

/** Whether a payload is a contact record (CTR), which only a finished contact has, and not a contact event. */
export function isContactRecord(payload: Payload): boolean {
	return payload.ContactId !== undefined && payload.InitiationMethod !== undefined;
}

/**
 * What a contact record says: the end with all its totals and, where there is a recording, that it is ready. Amazon
 * sends a record again when something in it changes; then it is new events. Fields: Amazon Connect administrator guide,
 * 'Contact records data model'; which of them Salesforce wants: reference, telephony events, section 3.
 */
export function contactRecordFacts(record: Payload): Array<Omit<CallEventFacts, 'source' | 'receivedAt'>> {
	const agent = group(record, 'agent');
	const queue = group(record, 'queue');
	const queuedAt = timeOf(queue, 'enqueueTimestamp');
	const answeredAt = answeredAtOf(record, agent);
	const startedAt = timeOf(record, 'initiationTimestamp');
	const endedAt = timeOf(record, 'disconnectTimestamp');
	const next = textOf(record.NextContactId);
	const url = textOf(group(record, 'recording').Location);
	const toNumber = textOf(group(record, 'transferredToEndpoint').Address);
	const handedOn = next !== undefined || toNumber !== undefined;
	const facts = {
		...identity(record),
		...agentAndQueue(agent, queue),
		...endFacts(record, { answeredAt, handedOn, queued: queuedAt !== undefined }),
		occurredAt: endedAt,
		distinguisher: `record ${textOf(record.LastUpdateTimestamp) ?? ''}`,
		startedAt,
		queuedAt,
		answeredAt,
		endedAt,
		queueSeconds: wholeSeconds(field(queue, 'duration')),
		talkSeconds: wholeSeconds(field(agent, 'agentInteractionDuration')),
		totalSeconds: secondsBetween(startedAt, endedAt),
		holdSeconds: wholeSeconds(field(agent, 'customerHoldDuration')),
		holdCount: wholeNumber(field(agent, 'numberOfHolds')),
		longestHoldSeconds: wholeSeconds(field(agent, 'longestHoldDuration')),
		transfer: { toNumber, newCallId: next },
		recording: url === undefined ? undefined : { url, needsAuth: true },
	};
	if (!isCall(record)) return [{ ...facts, eventType: 'other', endedAt: undefined }];
	return url === undefined ? [facts] : [facts, { ...facts, eventType: 'recordingReady' }];
}
