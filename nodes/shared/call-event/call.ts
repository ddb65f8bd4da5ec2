import type { Source } from './CallEvent';
import type { EventFacts, RememberedEvent } from './CallMemory';
import { greatest } from './instants';
import { endInstant, isEnd, isOfWholeCall, type Leg, legsOf } from './legs';

/** A call's events, taken apart. */
export interface Call {
	/** In call order. */
	readonly events: readonly RememberedEvent[];
	/** What is told of the call as a whole comes first, then the rest; each in call order. */
	readonly byAuthority: readonly RememberedEvent[];
	readonly whole: Leg | undefined;
	/** The legs, without the call as a whole. */
	readonly parties: readonly Leg[];
	readonly endKnownFrom: 'call' | 'legs' | null;
	/** Milliseconds since 1970. */
	readonly end: number | undefined;
}

/** Where the call's id is the id of the caller's leg, that leg lives as long as the call, whether it was seen or not. */
const CALL_IS_A_LEG: ReadonlySet<Source> = new Set(['twilio']);

/** Where the agent of a queue hangs up for himself alone, and nothing more is told of the call (provider/ringcentral). */
const ENDS_WITH_ITS_AGENT: ReadonlySet<Source> = new Set(['ringcentral']);

/** A phone that rang when another was answered has stopped. The first leg may be the caller's, which rings nowhere. */
function hasStoppedRinging(leg: Leg, legs: readonly Leg[]): boolean {
	const { lastSign } = leg;
	if (!leg.onlyRang || lastSign === undefined || leg === legs[0]) return false;
	return legs.some((other) => other.answers.some(({ place }) => place > lastSign.place));
}

/**
 * What shows that the call is over. Where something tells of the call as a whole, its legs do not, but for an agent's
 * who took a call that was already told to be missed.
 */
function endKnownFrom(legs: readonly Leg[], source: Source | undefined): Call['endKnownFrom'] {
	const whole = legs.find((leg) => leg.whole);
	if (whole?.end) return 'call';
	if (source && CALL_IS_A_LEG.has(source)) return null;
	const ended = legs.filter(({ end }) => end);
	const agentLeft = ended.some(({ answers }) => answers.length > 0);
	const wasMissed = whole?.events.some(isEnd) ?? false;
	const ofAgent = agentLeft && (wasMissed || (source !== undefined && ENDS_WITH_ITS_AGENT.has(source)));
	if (whole?.lastSign && !ofAgent) return null;
	const isOver = (leg: Leg) =>
		leg.whole || leg.end !== undefined || leg.lastSign === undefined || hasStoppedRinging(leg, legs);
	return ended.length > 0 && legs.every(isOver) ? 'legs' : null;
}

/** The latest end by the vendor's clock, or else by ours. */
function latestEnd(ends: readonly RememberedEvent[]): number | undefined {
	const byVendor = ends.filter(
		({ endedAt, occurredAtSource }) => endedAt !== undefined || occurredAtSource === 'vendor',
	);
	return greatest((byVendor.length > 0 ? byVendor : ends).map(endInstant));
}

/**
 * When the call ended: as told for the whole call, since a vendor may report the end again when its data is complete;
 * else when the last event of its kind happened. A miss that an answer undid is not of that kind.
 */
function endOfWhole({ events, end }: Leg): number | undefined {
	const isMiss = (event: RememberedEvent | undefined) => event?.eventType === 'missed';
	const ends = events.filter((event) => isEnd(event) && isMiss(event) === isMiss(end));
	const told = ends.filter(({ endedAt }) => endedAt !== undefined);
	return latestEnd(told.length > 0 ? told : ends);
}

/**
 * Takes a call's events (in call order) apart. The call is over when an event about the whole call says so, or, where
 * nothing tells of the whole call, when every leg that showed signs of life has ended: one phone that nobody took, or
 * one of several agents who left, does not end it.
 */
export function callOf(events: readonly RememberedEvent[]): Call {
	const legs = legsOf(events);
	const whole = legs.find((leg) => leg.whole);
	const parties = legs.filter((leg) => !leg.whole);
	const known = endKnownFrom(legs, events.find(({ source }) => source)?.source);
	return {
		events,
		byAuthority: [...(whole?.events ?? []), ...events.filter((event) => !isOfWholeCall(event))],
		whole,
		parties,
		endKnownFrom: known,
		end: whole?.end ? endOfWhole(whole) : known ? latestEnd(legs.flatMap(({ end }) => end ?? [])) : undefined,
	};
}

/** The first telling of a fact, what is told of the whole call before what is told of a leg. */
export function firstTold<Name extends keyof EventFacts>(
	call: Call,
	name: Name,
): EventFacts[Name] | undefined {
	return call.byAuthority.find((event) => event[name] !== undefined)?.[name];
}
