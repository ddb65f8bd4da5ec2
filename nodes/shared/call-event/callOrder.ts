import type { RememberedEvent } from './CallMemory';
import type { EventType } from './eventTypes';
import { eventKey } from './rememberedEvent';

/** How far a call has come with each event (telephony events, section 12); a hold begins before it ends. */
const RANK: Readonly<Record<EventType, number>> = {
	initiated: 0,
	ringing: 1,
	queued: 2,
	answered: 3,
	held: 4,
	resumed: 5,
	transferred: 6,
	ended: 7,
	missed: 7,
	recordingReady: 8,
	transcript: 9,
	other: 9,
};

/** Where an event stands among the call's events: compared part by part. */
interface Place {
	readonly event: RememberedEvent;
	readonly time: number;
	readonly rank: number;
	readonly leg: string;
	readonly sequence: number;
	readonly key: string;
}

function compare<Value extends string | number>(one: Value, other: Value): number {
	return one < other ? -1 : one > other ? 1 : 0;
}

function byOccurrence(one: Place, other: Place): number {
	return compare(one.time, other.time) || compare(one.rank, other.rank);
}

function byPlace(one: Place, other: Place): number {
	return (
		byOccurrence(one, other) ||
		compare(one.leg, other.leg) ||
		compare(one.sequence, other.sequence) ||
		compare(one.key, other.key)
	);
}

function ownPlace(event: RememberedEvent): Place {
	return {
		event,
		time: Date.parse(event.occurredAt),
		rank: RANK[event.eventType],
		leg: event.legId ?? event.callId ?? '',
		sequence: event.sequence ?? -1,
		key: eventKey(event),
	};
}

/**
 * A counted event takes place no earlier than those that were counted before it on its leg: where the counter
 * contradicts the clock, the event moves up to the latest of them.
 */
function byTheCounter(places: readonly Place[]): Place[] {
	const counted = [...places].sort(
		(one, other) => compare(one.sequence, other.sequence) || byPlace(one, other),
	);
	let latest: Place | undefined;
	return counted.map((place) => {
		const moved: Place =
			latest && byOccurrence(place, latest) < 0 ? { ...place, time: latest.time, rank: latest.rank } : place;
		latest = moved;
		return moved;
	});
}

/**
 * The events in the order they happened: by the vendor's counter within a leg, else by time, else by how far the call
 * has come, else by id.
 *
 * Comparing two events by the counter here and by the clock there would not be transitive (a before b by the counter,
 * b before c and c before a by the clock). So the counter is first turned into the time and rank of each event, after
 * which every two events are compared by the same parts. That is a strict total order of the set, however it was given.
 */
export function inCallOrder(events: readonly RememberedEvent[]): RememberedEvent[] {
	const places: Place[] = [];
	const countedByLeg = new Map<string, Place[]>();
	for (const event of events) {
		const place = ownPlace(event);
		if (event.sequence === undefined) {
			places.push(place);
			continue;
		}
		const counted = countedByLeg.get(place.leg) ?? [];
		counted.push(place);
		countedByLeg.set(place.leg, counted);
	}
	for (const counted of countedByLeg.values()) places.push(...byTheCounter(counted));
	return places.sort(byPlace).map(({ event }) => event);
}
