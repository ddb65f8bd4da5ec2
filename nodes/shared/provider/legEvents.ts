import { callEvent, type CallEventFacts } from '../call-event/builder';
import type { CallEvent } from '../call-event/CallEvent';

/** What a provider told, and whom it concerns. */
export interface ToldEvent {
	readonly facts: CallEventFacts;
	/**
	 * It is the course of one phone or party and not of the call: one of several that rings, gives up or hangs up. That
	 * a person answered is never only the leg's.
	 */
	readonly ofLegOnly: boolean;
}

/** The call events of what was told; those of single legs only when they are wanted. */
export function callEvents(told: readonly ToldEvent[], legEvents: boolean): CallEvent[] {
	return told.filter(({ ofLegOnly }) => legEvents || !ofLegOnly).map(({ facts }) => callEvent(facts));
}

/**
 * Makes an event one of the whole call that happens once, however many phones report it: `mark` and the call's id are
 * all that tells it apart. Without the call's id it is left as it was.
 */
export function onceACall(facts: CallEventFacts, mark: string): CallEventFacts {
	if (facts.callId === undefined) return facts;
	return { ...facts, legId: undefined, vendorEventId: undefined, distinguisher: mark };
}

/**
 * The end of the whole call, as one party's leaving tells it. Nobody took it: once a call. Else once for each party that
 * leaves, since of a call that went from one agent to another the last end is the true one, and must not be taken for a
 * repetition of the first. Of an internal call both sides tell the same end.
 */
export function endOfCall(facts: CallEventFacts): CallEventFacts {
	const { eventType, direction, legId, endedAt } = facts;
	const isOfParty = eventType === 'ended' && direction !== 'internal' && legId !== undefined;
	return onceACall(facts, isOfParty ? `end ${legId} ${endedAt ?? ''}` : 'end');
}
