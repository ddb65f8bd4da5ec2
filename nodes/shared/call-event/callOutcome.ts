import type { Cause, Ender, Outcome, Source } from './CallEvent';
import { type Call, firstTold } from './call';
import type { RememberedEvent } from './CallMemory';
import { isEnd, type Leg } from './legs';

/** Q.850 causes that say why nobody took a call; the others say nothing of it, or only that it was cleared normally. */
const BY_Q850: ReadonlyMap<number, Outcome> = new Map([
	[1, 'failed'],
	[17, 'busy'],
	[18, 'missed'],
	[19, 'missed'],
	[20, 'missed'],
	[21, 'rejected'],
	[27, 'failed'],
	[34, 'failed'],
	[38, 'failed'],
	[41, 'failed'],
	[42, 'failed'],
]);

const ANSWERED_ELSEWHERE = /LOSE_RACE|PICKED_OFF|(?:ANSWERED|COMPLETED)_(?:ELSEWHERE|BY_OTHER)/;

/** Whether another phone took the call, so that this one's end is no miss (telephony events, section 12). */
export function isAnsweredElsewhere(cause: Cause | undefined): boolean {
	if (!cause) return false;
	if (cause.q850 === 26) return true;
	return ANSWERED_ELSEWHERE.test(`${cause.code} ${cause.text}`.toUpperCase().replace(/[^A-Z]+/g, '_'));
}

/** Whether a leg tells that it was talked on, although its answer was not seen. */
function wasTalkedOn({ isVoicemail, events }: Leg): boolean {
	return (
		!isVoicemail && events.some(({ outcome, talkSeconds = 0 }) => outcome === 'answered' || talkSeconds > 0)
	);
}

function byCause({ cause }: RememberedEvent): Outcome | undefined {
	return cause?.q850 == null ? undefined : BY_Q850.get(cause.q850);
}

function reason(event: RememberedEvent): Outcome | undefined {
	return event.outcome ?? byCause(event) ?? (event.eventType === 'missed' ? 'missed' : undefined);
}

/**
 * What the ends of the phones that rang have in common; several reasons make a plain miss. Where every end says that
 * another phone took the call, one did.
 */
function reasonOfLegs(legs: readonly Leg[]): Outcome | undefined {
	const ends = legs.flatMap(({ events }) => events.findLast(isEnd) ?? []);
	const [first, ...others] = ends.flatMap((end) =>
		isAnsweredElsewhere(end.cause) ? [] : (reason(end) ?? []),
	);
	if (first === undefined)
		return ends.some(({ cause }) => isAnsweredElsewhere(cause)) ? 'answered' : undefined;
	return others.every((other) => other === first) ? first : 'missed';
}

/** Whether a caller waited in a queue until the call was over, was not handed on, and nobody else is told to have ended it. */
function wasAbandoned({ events }: Call): boolean {
	const waited = events.some(
		({ eventType, queuedAt, queueSeconds = 0 }) => eventType === 'queued' || queuedAt || queueSeconds > 0,
	);
	const byOthers = events.some(
		({ eventType, transfer, endedBy }) =>
			eventType === 'transferred' || transfer || endedBy === 'agent' || endedBy === 'system',
	);
	return waited && !byOthers && !events.some(({ direction }) => direction === 'outbound');
}

/** What a call that is over came to when no answer is known. What the last event about the whole call says comes first. */
function outcomeUnanswered(call: Call): Outcome | undefined {
	const ofTheCall = call.whole?.events ?? [];
	const told = ofTheCall.filter(({ cause }) => !isAnsweredElsewhere(cause));
	const ends = told.filter(isEnd);
	const lastTold = ends.findLast(({ outcome }) => outcome) ?? told.findLast(({ outcome }) => outcome);
	if (lastTold) return lastTold.outcome;
	if (wasAbandoned(call)) return 'abandoned';
	if (told.length < ofTheCall.length) return 'answered';
	const explained = ends.flatMap((end) => byCause(end) ?? []).at(-1);
	return explained ?? reasonOfLegs(call.parties) ?? ends.flatMap((end) => reason(end) ?? []).at(-1);
}

/** Where the events of the call as a whole are those of the customer's channel, and the direction is not told. */
const CUSTOMER_IS_THE_CALL: ReadonlySet<Source> = new Set(['vonage-cc']);

/**
 * Why the customer of a call that the business placed was not reached, although somebody answered: the agent's phone
 * may be called first. Undefined when the customer was, or when an answer follows.
 */
function customerNotReached(call: Call): Outcome | undefined {
	const { whole, parties, events } = call;
	const source = firstTold(call, 'source');
	const placed = firstTold(call, 'direction') === 'outbound' || (source && CUSTOMER_IS_THE_CALL.has(source));
	if (!placed || whole?.end?.eventType !== 'missed' || whole.answers.length > 0) return undefined;
	const end = events.indexOf(whole.end);
	const answeredAfter = parties.some(({ answers }) => answers.some(({ place }) => place > end));
	return answeredAfter || isAnsweredElsewhere(whole.end.cause) ? undefined : whole.end.outcome;
}

/**
 * How the call went. A person's answer counts before all else, on whichever leg, unless the customer was not reached;
 * then a machine's; then that somebody talked although no answer was seen. While the call goes on nothing else is known.
 * Undefined for a call that is over of which nothing says whether it was taken, such as one that ended in a menu.
 */
export function outcomeOf(call: Call): Outcome | undefined {
	const { whole, parties } = call;
	const legs = whole ? [whole, ...parties] : parties;
	const notReached = customerNotReached(call);
	if (notReached) return notReached;
	if (legs.some(({ answers }) => answers.length > 0) || parties.some(wasTalkedOn)) return 'answered';
	if (legs.some(({ isVoicemail }) => isVoicemail)) return 'voicemail';
	if (whole && wasTalkedOn(whole)) return 'answered';
	return call.endKnownFrom === null ? undefined : outcomeUnanswered(call);
}

/**
 * The cause of the call's end: as told last for the whole call, else for a leg. Of a call that was answered only the
 * legs count that took it: why other phones were given up is not why the call ended.
 */
export function causeOf({ whole, parties, events, endKnownFrom }: Call): Cause | undefined {
	if (endKnownFrom === null) return undefined;
	const took = parties.filter((leg) => leg.answers.length > 0 || wasTalkedOn(leg));
	const counting = new Set((took.length > 0 ? took : parties).flatMap((leg) => leg.events));
	const last = (ofLegs: readonly RememberedEvent[]) =>
		ofLegs.findLast((event) => isEnd(event) && event.cause)?.cause;
	return (
		last(whole?.events ?? []) ??
		last(events.filter((event) => counting.has(event) && !isAnsweredElsewhere(event.cause)))
	);
}

/** Who ended the call: as told for the whole call, else as told for the leg that ended last. */
export function endedByOf({ whole, events, endKnownFrom }: Call): Ender | undefined {
	if (endKnownFrom === null) return undefined;
	const told = (ofLegs: readonly RememberedEvent[]) => ofLegs.findLast(({ endedBy }) => endedBy)?.endedBy;
	return told(whole?.events ?? []) ?? told(events);
}
