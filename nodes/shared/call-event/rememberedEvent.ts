import type { EventFacts, RememberedEvent } from './CallMemory';
import { isEventType } from './eventTypes';
import { type Fact, FACT_RULES, type Rule } from './factRules';
import { instantOf } from './instants';

const FACTS = Object.keys(FACT_RULES) as ReadonlyArray<keyof EventFacts>;

/** What makes an event worth keeping that does not move the call on. */
const TOLD_BY_TRANSCRIPTS = [
	'startedAt',
	'queuedAt',
	'answeredAt',
	'endedAt',
	'ringSeconds',
	'queueSeconds',
	'talkSeconds',
	'totalSeconds',
	'holdSeconds',
	'holdCount',
	'longestHoldSeconds',
	'outcome',
	'endedBy',
	'recording',
] as const satisfies ReadonlyArray<keyof EventFacts>;

/** A transcript tells who spoke with each of its lines, which would fill the memory. */
const TOLD_BY_OTHERS = [
	...TOLD_BY_TRANSCRIPTS,
	'parentCallId',
	'callerName',
	'agent',
	'queue',
] as const satisfies ReadonlyArray<keyof EventFacts>;

function isWorthKeeping({ eventType, ...facts }: RememberedEvent): boolean {
	if (eventType === 'transcript') return TOLD_BY_TRANSCRIPTS.some((name) => facts[name] !== undefined);
	return eventType !== 'other' || TOLD_BY_OTHERS.some((name) => facts[name] !== undefined);
}

function occurrence(
	told: Readonly<Record<string, unknown>>,
): Pick<RememberedEvent, 'occurredAt' | 'occurredAtSource'> | undefined {
	const occurred = instantOf(told.occurredAt);
	const instant = occurred ?? instantOf(told.receivedAt);
	if (instant === undefined) return undefined;
	const vendor = occurred !== undefined && told.occurredAtSource !== 'received';
	return {
		occurredAt: new Date(instant).toISOString(),
		occurredAtSource: vendor ? 'vendor' : 'received',
	};
}

/**
 * What is kept of a call event, or of one that was remembered before, which stays the same. Undefined for an event
 * that tells nothing of the call's course, such as a line spoken, and for what is no event: without an id, without one
 * of the known types or without any time. A fact that is none (a negative duration, a date that does not exist) is left out.
 */
export function rememberedEvent(told: Readonly<Record<string, unknown>>): RememberedEvent | undefined {
	const eventId = FACT_RULES.callId.read(told.eventId);
	const when = occurrence(told);
	if (eventId === undefined || when === undefined || !isEventType(told.eventType)) return undefined;
	const event: Record<string, unknown> = { eventId, eventType: told.eventType, ...when };
	for (const name of FACTS) {
		const fact = FACT_RULES[name].read(told[name]);
		if (fact !== undefined) event[name] = fact;
	}
	// Each fact was read by its own rule.
	const remembered = event as RememberedEvent;
	return isWorthKeeping(remembered) ? remembered : undefined;
}

/**
 * What makes two tellings one event. Beside the event's id it holds everything the place of an event and its weight
 * rest on, so that joining two tellings changes neither; the time of receipt differs with every repetition and is not in it.
 */
export function eventKey(event: RememberedEvent): string {
	const { eventId, eventType, occurredAt, occurredAtSource, callId = '', legId = '' } = event;
	const vendorTime = occurredAtSource === 'vendor' ? occurredAt : '';
	return JSON.stringify([eventId, eventType, vendorTime, callId, legId]);
}

function joinedFact<Name extends keyof EventFacts>(
	name: Name,
	one: Fact<Name> | undefined,
	other: Fact<Name> | undefined,
): Fact<Name> | undefined {
	const rule: Rule<Fact<Name>> = FACT_RULES[name];
	return one === undefined || other === undefined ? (one ?? other) : rule.join(one, other);
}

/** Two tellings of one event (with the same eventKey) as one; which comes first makes no difference. */
export function joinedEvents(one: RememberedEvent, other: RememberedEvent): RememberedEvent {
	const earlier = Date.parse(one.occurredAt) <= Date.parse(other.occurredAt) ? one : other;
	const { eventId, eventType, occurredAt, occurredAtSource } = earlier;
	const event: Record<string, unknown> = { eventId, eventType, occurredAt, occurredAtSource };
	for (const name of FACTS) {
		const fact = joinedFact(name, one[name], other[name]);
		if (fact !== undefined) event[name] = fact;
	}
	// Each fact was joined by its own rule.
	return event as RememberedEvent;
}
