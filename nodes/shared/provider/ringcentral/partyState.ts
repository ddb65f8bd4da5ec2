import type { CallEventFacts } from '../../call-event/builder';
import { endOfCall, onceACall, type ToldEvent } from '../legEvents';
import { recordOf, textOf } from '../payload';
import { isOfQueue, isQueue, type Party, partyFacts } from './facts';
import { callerLeft, callGoesOn, transferKind, whyUnanswered } from './reasons';

type Facts = Omit<CallEventFacts, 'eventType'>;

function ofCall(facts: CallEventFacts): ToldEvent {
	return { facts, ofLegOnly: false };
}

/** However many phones ring: the call rings once, and whose phone is told by who answers it, unless each is wanted. */
function ringing(party: Party, facts: Facts): ToldEvent {
	const { legEvents } = party.notification.settings;
	const rings: CallEventFacts = { ...facts, eventType: 'ringing' };
	if (legEvents) return ofCall(rings);
	return ofCall(onceACall(isOfQueue(party) ? { ...rings, agent: undefined } : rings, 'ring'));
}

function answered(party: Party, facts: Facts): ToldEvent {
	if (isQueue(party)) return queued(facts);
	// Between two extensions the caller's party is answered when call handling begins, the other one when a person answers.
	if (party.record.direction === 'Outbound' && facts.direction === 'internal') {
		return ofCall({ ...facts, eventType: 'other' });
	}
	return ofCall({ ...facts, eventType: 'answered', answeredAt: facts.occurredAt });
}

function queued(facts: Facts): ToldEvent {
	const arrives: CallEventFacts = { ...facts, eventType: 'queued', queuedAt: facts.occurredAt };
	return ofCall(onceACall(arrives, `queue ${facts.legId ?? ''}`));
}

function transferred(party: Party, facts: Facts): ToldEvent {
	const newCallId = textOf(recordOf(recordOf(party.record.status).peerId).telephonySessionId);
	const transfer = { kind: transferKind(party.reason), newCallId };
	// A party hands on once; that it is gone and that it is disconnected may both tell so.
	return ofCall({
		...facts,
		eventType: 'transferred',
		transfer,
		vendorEventId: undefined,
		distinguisher: 'transfer',
	});
}

/**
 * A party is gone. Whether the call is over with it follows from the reason. A queue's agent may have talked or only
 * have rung, which does not show, so that it ends for itself alone: the call is over when no one is left. A queue itself
 * leaves a call that goes on, unless its caller hung up.
 */
function disconnected(party: Party, facts: Facts): ToldEvent {
	const { reason, record } = party;
	if (transferKind(reason) !== undefined) return transferred(party, facts);
	const outcome =
		whyUnanswered(reason, facts.direction) ?? (record.missedCall === true ? 'missed' : undefined);
	const ended: CallEventFacts = { ...facts, eventType: outcome ? 'missed' : 'ended', outcome };
	const goesOn = isQueue(party) ? !callerLeft(reason) : callGoesOn(reason);
	if (goesOn) return { facts: ended, ofLegOnly: true };
	if (isOfQueue(party)) return { facts: ended, ofLegOnly: outcome !== undefined };
	return ofCall(endOfCall({ ...ended, endedAt: facts.occurredAt }));
}

/** What the state of one party says of the call (telephony events, section 2.2; RingCentral's call status codes). */
export function partyEvent(party: Party): ToldEvent {
	const facts = partyFacts(party);
	switch (party.code) {
		case 'Setup':
			if (isQueue(party)) return queued(facts);
			// The agents of a queue are set up one by one for a call that began before.
			if (isOfQueue(party)) return { facts: { ...facts, eventType: 'initiated' }, ofLegOnly: true };
			return ofCall(onceACall({ ...facts, eventType: 'initiated', startedAt: facts.occurredAt }, 'setup'));
		case 'Proceeding':
			return isQueue(party) ? queued(facts) : ringing(party, facts);
		case 'Answered':
			return answered(party, facts);
		case 'Hold':
			return ofCall({ ...facts, eventType: 'held' });
		case 'Gone':
			return transferKind(party.reason) === undefined
				? ofCall({ ...facts, eventType: 'other' })
				: transferred(party, facts);
		case 'Disconnected':
			return disconnected(party, facts);
		case 'VoiceMail':
		case 'Voicemail':
		case 'VMScreening':
			return ofCall({ ...facts, eventType: 'other', outcome: 'voicemail' });
		default:
			return ofCall({ ...facts, eventType: 'other' });
	}
}
