import type { RememberedEvent } from './CallMemory';
import type { EventType } from './eventTypes';
import { isOfWholeCall } from './legs';
import { eventKey } from './rememberedEvent';

/** How many events are kept of a call: about 150 kB, and more than any call has but a stuck or a made up one. */
export const MOST_EVENTS = 400;

/** The smaller, the more important: without these the call would stand elsewhere, or its times would be others. */
const OF_THE_WHOLE_CALL: Readonly<Record<EventType, number>> = {
	ended: 0,
	missed: 1,
	answered: 2,
	initiated: 3,
	ringing: 3,
	queued: 3,
	transferred: 4,
	recordingReady: 5,
	held: 7,
	resumed: 7,
	other: 10,
	transcript: 11,
};

/**
 * That a phone rang is dropped before that it stopped: a leg of which only its ringing is known would seem to ring for
 * ever.
 */
const OF_A_LEG: Readonly<Record<EventType, number>> = {
	...OF_THE_WHOLE_CALL,
	ended: 6,
	missed: 8,
	initiated: 9,
	ringing: 9,
	queued: 9,
};

interface Weighed {
	readonly event: RememberedEvent;
	readonly weight: number;
	readonly time: number;
	readonly key: string;
}

function weighed(event: RememberedEvent): Weighed {
	const { eventType, occurredAt, occurredAtSource } = event;
	return {
		event,
		weight: (isOfWholeCall(event) ? OF_THE_WHOLE_CALL : OF_A_LEG)[eventType],
		// A repetition may be received at another time.
		time: occurredAtSource === 'vendor' ? Date.parse(occurredAt) : Infinity,
		key: eventKey(event),
	};
}

function byWeight(one: Weighed, other: Weighed): number {
	if (one.weight !== other.weight) return one.weight - other.weight;
	if (one.time !== other.time) return one.time < other.time ? -1 : 1;
	return one.key < other.key ? -1 : 1;
}

/**
 * The events that are kept, at most MOST_EVENTS: the most important, among equals the earliest.
 *
 * The weight of an event rests on its key alone, which every telling of it shares. So an event that is dropped here has
 * at least MOST_EVENTS others before it that no later event can take away, and would be dropped from all of them
 * together as well: in how many steps a call is remembered makes no difference.
 */
export function mostImportant(events: readonly RememberedEvent[]): readonly RememberedEvent[] {
	if (events.length <= MOST_EVENTS) return events;
	return events
		.map(weighed)
		.sort(byWeight)
		.slice(0, MOST_EVENTS)
		.map(({ event }) => event);
}
