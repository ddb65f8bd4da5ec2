import type { Call } from './call';
import type { RememberedEvent } from './CallMemory';
import type { CallTimes } from './callTimes';
import type { EventType } from './eventTypes';
import { type Holds, lengthOf, longestOf, type Span, united } from './holds';
import { greatest, instantOf, least, secondsOf } from './instants';
import { endInstant, isEnd } from './legs';

/** Whole seconds; undefined: not known. */
export interface CallDurations {
	readonly ringSeconds: number | undefined;
	readonly queueSeconds: number | undefined;
	readonly talkSeconds: number | undefined;
	readonly totalSeconds: number | undefined;
	readonly holdSeconds: number | undefined;
	readonly holdCount: number | undefined;
	readonly longestHoldSeconds: number | undefined;
}

type Total = keyof CallDurations;

/** What is told before the end of a call may still grow. */
function isFinal(event: RememberedEvent): boolean {
	return isEnd(event) || event.eventType === 'recordingReady';
}

function greatestTold(events: readonly RememberedEvent[], name: Total): number | undefined {
	return greatest(events.map((event) => event[name]));
}

/** The total that the vendor told for the whole call at its end. */
function finalTotal({ whole }: Call, name: Total): number | undefined {
	return greatestTold((whole?.events ?? []).filter(isFinal), name);
}

function between(from: number | undefined, to: number | undefined): number | undefined {
	return from === undefined || to === undefined ? undefined : secondsOf(to - from);
}

/** When events of a type happened, in milliseconds. */
function instantsOf(events: readonly RememberedEvent[], type: EventType): number[] {
	return events.filter(({ eventType }) => eventType === type).map(({ occurredAt }) => Date.parse(occurredAt));
}

/**
 * From the first ringing of the phone that was answered until the answer; where that is not known, from the first
 * ringing of the call until it came into a queue, was taken (by a machine too) or was over.
 */
function ringing({ events, parties }: Call, { queued, answered, ended }: CallTimes): number | undefined {
	const taken = answered ?? least([...instantsOf(events, 'answered'), ended]);
	const phone = parties.find(({ answers }) => answers.length > 0);
	const ofPhone = phone && least(instantsOf(phone.events, 'ringing'));
	if (ofPhone !== undefined) return between(ofPhone, taken);
	const from = least(instantsOf(events, 'ringing'));
	const isQueuedAfter = from !== undefined && queued !== undefined && queued >= from;
	return between(from, isQueuedAfter ? least([queued, taken]) : taken);
}

/** From the first queue until the caller was taken out of it, or the call was over. */
function waiting({ events }: Call, { queued, answered, ended }: CallTimes): number | undefined {
	if (queued === undefined) return undefined;
	const taken = [answered, ...instantsOf(events, 'answered')].filter(
		(at) => at !== undefined && at >= queued,
	);
	return between(queued, least([...taken, ended]));
}

/** While at least one person who had taken the call was there, in milliseconds, holds included. */
function talking({ whole, parties, end }: Call): number | undefined {
	if (end === undefined) return undefined;
	const legs = (whole ? [whole, ...parties] : parties).filter(({ answers }) => answers.length > 0);
	if (legs.length === 0) return undefined;
	const spans = legs.map((leg): Span => {
		const answers = leg.answers.map(
			({ event }) => instantOf(event.answeredAt) ?? Date.parse(event.occurredAt),
		);
		const from = Math.min(end, ...answers);
		const left = leg.whole || !leg.end ? end : endInstant(leg.end);
		return { from, to: Math.max(from, Math.min(left, end)) };
	});
	return lengthOf(united(spans));
}

function holding(call: Call, holds: Holds) {
	const told = (name: Total, seen: number | undefined) =>
		finalTotal(call, name) ?? greatest([seen, greatestTold(call.events, name)]);
	const longest = longestOf(holds.over);
	const holdSeconds = told('holdSeconds', holds.count === 0 ? undefined : secondsOf(lengthOf(holds.over)));
	return {
		holdSeconds,
		holdCount: told('holdCount', holds.count === 0 ? undefined : holds.count),
		longestHoldSeconds: least([
			told('longestHoldSeconds', longest === undefined ? undefined : secondsOf(longest)),
			holdSeconds,
		]),
	};
}

/**
 * A call's durations. What the vendor told at the end of the whole call counts; else they follow from the times; else
 * the greatest that was told at all counts, since totals grow while the call goes on. Talk time is without holds.
 */
export function durationsOf(call: Call, times: CallTimes, holds: Holds): CallDurations {
	const held = holding(call, holds);
	const total = (name: Total, seen: number | undefined) =>
		finalTotal(call, name) ?? seen ?? greatestTold(call.events, name);
	const talked = times.answered === undefined ? undefined : talking(call);
	return {
		ringSeconds: total('ringSeconds', ringing(call, times)),
		queueSeconds: total('queueSeconds', waiting(call, times)),
		talkSeconds: total(
			'talkSeconds',
			talked === undefined ? undefined : secondsOf(talked - (held.holdSeconds ?? 0) * 1_000),
		),
		totalSeconds: total('totalSeconds', between(times.started, times.ended)),
		...held,
	};
}
