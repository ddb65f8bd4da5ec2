import type { Call } from './call';
import { greatest } from './instants';
import { endInstant, isEnd, type Leg } from './legs';

/** From when to when, in milliseconds since 1970. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** The time the customer spent on hold. */
export interface Holds {
	/** Those that are over, none overlapping another. */
	readonly over: readonly Span[];
	/** With the one that goes on. */
	readonly count: number;
	readonly isOnHold: boolean;
}

/**
 * The spans together: those that overlap become one. Spans that only meet stay two, since a call taken off hold and put
 * on hold again in the same second was held twice.
 */
export function united(spans: readonly Span[]): Span[] {
	const result: Span[] = [];
	for (const span of [...spans].sort((one, other) => one.from - other.from || one.to - other.to)) {
		const last = result.at(-1);
		if (last && (span.from < last.to || span.from === last.from)) {
			result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
		} else {
			result.push(span);
		}
	}
	return result;
}

/** How long the spans last together, in milliseconds; they must not overlap. */
export function lengthOf(spans: readonly Span[]): number {
	return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function longestOf(spans: readonly Span[]): number | undefined {
	return greatest(spans.map(({ from, to }) => to - from));
}

/**
 * A leg's holds. A hold that is told twice began the first time; what ends it is its resumption, an answer on the same
 * leg (which is how some vendors tell of a resumption), or the leg's end.
 */
function holdsOf({ events }: Leg): { readonly spans: Span[]; readonly since: number | undefined } {
	const spans: Span[] = [];
	let since: number | undefined;
	for (const event of events) {
		const { eventType, occurredAt } = event;
		if (eventType === 'held') {
			since ??= Date.parse(occurredAt);
		} else if (since !== undefined && (isEnd(event) || eventType === 'resumed' || eventType === 'answered')) {
			const to = isEnd(event) ? endInstant(event) : Date.parse(occurredAt);
			spans.push({ from: since, to: Math.max(since, to) });
			since = undefined;
		}
	}
	return { spans, since };
}

/**
 * The holds of a call between `start` and its end. The customer is on hold while any leg is: PBXs tell one hold on the
 * agent's leg, on the customer's or on both, so holds that overlap count once. What is on hold when the call ends was so
 * until then.
 */
export function holdsIn({ whole, parties, end = Infinity }: Call, start: number): Holds {
	const legs = (whole ? [whole, ...parties] : parties).map(holdsOf);
	const open = legs.flatMap(({ since }) => since ?? []).map((from) => ({ from, to: Infinity }));
	const within = (instant: number) => Math.max(start, Math.min(instant, end));
	const spans = [...legs.flatMap((leg) => leg.spans), ...open];
	const all = united(spans.map(({ from, to }) => ({ from: within(from), to: within(to) })));
	const over = all.filter(({ to }) => to !== Infinity);
	return { over, count: all.length, isOnHold: over.length < all.length };
}
