import type { RememberedEvent } from './CallMemory';
import type { EventType } from './eventTypes';
import { instantOf } from './instants';

/** An event with its place among the call's events. */
export interface PlacedEvent {
	readonly place: number;
	readonly event: RememberedEvent;
}

/** What is known of one party's part in a call; `events` in call order. */
export interface Leg {
	/** The call as a whole: events without a leg, and those whose leg bears the call's id. */
	readonly whole: boolean;
	readonly events: readonly RememberedEvent[];
	/** The event that shows last that the party is there, or its phone rings. */
	readonly lastSign: PlacedEvent | undefined;
	/** The event that ended the leg, or undefined while it lives. */
	readonly end: RememberedEvent | undefined;
	/** It did nothing but ring. */
	readonly onlyRang: boolean;
	/** A machine took it. */
	readonly isVoicemail: boolean;
	/** The answers of a person. */
	readonly answers: readonly PlacedEvent[];
}

const SIGNS: ReadonlySet<EventType> = new Set([
	'initiated',
	'ringing',
	'queued',
	'answered',
	'held',
	'resumed',
]);

const RINGS: ReadonlySet<EventType> = new Set(['initiated', 'ringing']);

export function isOfWholeCall({ legId, callId }: RememberedEvent): boolean {
	return legId === undefined || legId === callId;
}

/** Whether the event says that the leg is over: by its type, or because it already knows when it ended. */
export function isEnd({ eventType, endedAt }: RememberedEvent): boolean {
	return eventType === 'ended' || eventType === 'missed' || endedAt !== undefined;
}

/** When the leg ended by an event that says so, in milliseconds. */
export function endInstant({ endedAt, occurredAt }: RememberedEvent): number {
	return instantOf(endedAt) ?? Date.parse(occurredAt);
}

/** An end of the whole call is final, but for a miss that an answer follows on any leg: the call rang on elsewhere. */
function endOfCall(
	events: readonly RememberedEvent[],
	all: readonly RememberedEvent[],
): RememberedEvent | undefined {
	const final = events.findLast((event) => isEnd(event) && event.eventType !== 'missed');
	const end = final ?? events.findLast(isEnd);
	const goesOn =
		!final && end && all.slice(all.indexOf(end)).some(({ eventType }) => eventType === 'answered');
	return goesOn ? undefined : end;
}

/**
 * The last end of a leg, unless the leg begins anew after it (the same phone rings a second time), which only the
 * vendor's own clock or counter can tell from an event that came late.
 */
function endOfParty(events: readonly RememberedEvent[]): RememberedEvent | undefined {
	const place = events.findLastIndex(isEnd);
	const end = events[place];
	const goesOn = events
		.slice(place + 1)
		.some(
			({ eventType, occurredAtSource }) =>
				(occurredAtSource === 'vendor' && SIGNS.has(eventType)) ||
				(end?.eventType === 'missed' && eventType === 'answered'),
		);
	return goesOn ? undefined : end;
}

function leg(placed: readonly PlacedEvent[], whole: boolean, all: readonly RememberedEvent[]): Leg {
	const events = placed.map(({ event }) => event);
	const signs = placed.filter(({ event }) => SIGNS.has(event.eventType));
	const isVoicemail = events.some(({ outcome }) => outcome === 'voicemail');
	const answers = placed.filter(
		({ event }) => event.eventType === 'answered' || event.answeredAt !== undefined,
	);
	return {
		whole,
		events,
		lastSign: signs.at(-1),
		end: whole ? endOfCall(events, all) : endOfParty(events),
		onlyRang: signs.length > 0 && signs.every(({ event }) => RINGS.has(event.eventType)),
		isVoicemail,
		answers: isVoicemail ? [] : answers,
	};
}

/** The legs of a call in the order they appear, from its events in call order. */
export function legsOf(events: readonly RememberedEvent[]): Leg[] {
	const byId = new Map<string | null, PlacedEvent[]>();
	events.forEach((event, place) => {
		const id = isOfWholeCall(event) ? null : (event.legId ?? null);
		const placed = byId.get(id) ?? [];
		placed.push({ place, event });
		byId.set(id, placed);
	});
	return [...byId].map(([id, placed]) => leg(placed, id === null, events));
}
