import type { Call } from './call';
import type { Outcome } from './CallEvent';
import type { RememberedEvent } from './CallMemory';
import { type EventType, LIVE_TYPES } from './eventTypes';
import { greatest, instantOf, least } from './instants';

/** Milliseconds since 1970. The start is never later than the others, the end never earlier. */
export interface CallTimes {
	readonly started: number | undefined;
	readonly queued: number | undefined;
	readonly answered: number | undefined;
	readonly ended: number | undefined;
}

type TimeName = 'startedAt' | 'queuedAt' | 'answeredAt';

function told(events: readonly RememberedEvent[], name: TimeName): Array<number | undefined> {
	return events.map((event) => instantOf(event[name]));
}

/** The first time something is told to have happened, by the vendor's clock, or else by ours. */
function first(events: readonly RememberedEvent[], type: EventType, name: TimeName): number | undefined {
	const ofType = events.filter(({ eventType }) => eventType === type);
	const occurred = (source: RememberedEvent['occurredAtSource']) =>
		ofType
			.filter(({ occurredAtSource }) => occurredAtSource === source)
			.map(({ occurredAt }) => Date.parse(occurredAt));
	return least([...told(events, name), ...occurred('vendor')]) ?? least(occurred('received'));
}

/**
 * The earliest of what is told and seen. What is told alone is not enough: some vendors tell the start as the end less
 * the duration, which is when the call was taken. Without any of it, the end less the told duration.
 */
function startOf({ events, whole, end }: Call): number | undefined {
	const seen = events
		.filter(({ eventType }) => LIVE_TYPES.has(eventType))
		.map(({ occurredAt }) => Date.parse(occurredAt));
	const lasted = greatest((whole?.events ?? []).map(({ totalSeconds }) => totalSeconds));
	const backwards = end === undefined || lasted === undefined ? undefined : end - lasted * 1_000;
	return least([...told(events, 'startedAt'), ...seen]) ?? backwards;
}

/**
 * A call's times. The answer is the first one of a person. Clocks of several legs may differ, so that a time told to be
 * after the end is taken for the end, and the start for the earliest of all.
 */
export function timesOf(call: Call, outcome: Outcome | undefined): CallTimes {
	const { whole, parties, events, end } = call;
	const legs = whole ? [whole, ...parties] : parties;
	const answers = legs.flatMap((leg) => leg.answers.map(({ event }) => event));
	const beforeEnd = (instant: number | undefined) =>
		least([instant, instant === undefined ? undefined : end]);
	const answered = outcome === 'answered' ? beforeEnd(first(answers, 'answered', 'answeredAt')) : undefined;
	const queued = beforeEnd(first(events, 'queued', 'queuedAt'));
	const started = least([startOf(call), queued, answered]);
	return { started: started === undefined ? undefined : least([started, end]), queued, answered, ended: end };
}
