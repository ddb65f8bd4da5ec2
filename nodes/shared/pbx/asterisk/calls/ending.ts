import type { CallEventFacts } from '../../../call-event/builder';
import type { Ender, Outcome } from '../../../call-event/CallEvent';
import { lengthOf, longestOf, type Span, united } from '../../../call-event/holds';
import { secondsOf } from '../../../call-event/instants';
import type { Call, PastLeg } from './Call';

type Party = PastLeg['party'];

/** Another phone took the call (Q.850). */
const ANSWERED_ELSEWHERE = 26;

const USER_BUSY = 17;

const CALL_REJECTED = 21;

/** Why a phone was not taken; undefined: another was, or the caller gave up first. */
function reasonOf({ cause, dialStatus }: Party): Outcome | undefined {
	switch (cause?.q850) {
		case ANSWERED_ELSEWHERE:
			return undefined;
		// Asterisk calls a declined call unanswered; only its cause tells.
		case CALL_REJECTED:
			return 'rejected';
		case USER_BUSY:
			return 'busy';
		default:
	}
	switch (dialStatus) {
		case 'BUSY':
			return 'busy';
		case 'NOANSWER':
			return 'missed';
		case 'CHANUNAVAIL':
		case 'CONGESTION':
			return 'failed';
		default:
			return undefined;
	}
}

/**
 * The reason that all who were not reached share; several make a plain miss. A phone that is off, or a trunk that is
 * full, says nothing where another way led to somebody.
 */
function sharedReason(legs: readonly PastLeg[]): Outcome | undefined {
	const reasons = legs.flatMap(({ party }) => reasonOf(party) ?? []);
	const [first, ...others] = reasons.filter((reason) => reason !== 'failed');
	if (first === undefined) return reasons[0];
	return others.every((other) => other === first) ? first : 'missed';
}

export function outcomeOf(call: Call): Outcome {
	if (call.answeredAt !== undefined) return 'answered';
	if (call.reachedVoicemail) return 'voicemail';
	if (call.wasAbandoned) return 'abandoned';
	const gaveUp = call.origin?.hungUpItself ?? false;
	const reason = sharedReason(call.past.filter(({ party }) => party.id !== call.origin?.id));
	if (call.direction === 'inbound') {
		// A caller who gives up, or a phone that is off: nobody took it.
		return gaveUp || reason === undefined || reason === 'failed' ? 'missed' : reason;
	}
	return gaveUp ? 'canceled' : (reason ?? 'failed');
}

function causeOf(call: Call, outcome: Outcome): CallEventFacts['cause'] {
	const decisive = call.past.find(({ party }) => outcome !== 'missed' && reasonOf(party) === outcome)?.party;
	const dialed = decisive ?? call.past.findLast(({ party }) => party.dialStatus !== undefined)?.party;
	const status = outcome === 'answered' || outcome === 'abandoned' ? undefined : dialed?.dialStatus;
	const last = call.past.findLast(
		({ party }) => party.cause && party.cause.q850 !== ANSWERED_ELSEWHERE,
	)?.party;
	const cause = decisive?.cause ?? (outcome === 'answered' ? undefined : call.origin?.cause) ?? last?.cause;
	return { code: cause?.code ?? status, q850: cause?.q850, text: cause?.text };
}

function endedByOf(call: Call): Ender {
	const { origin, past, direction } = call;
	const requested = past.filter(({ party }) => party.hungUpItself);
	const bySide = (outside: boolean) => requested.some(({ party }) => party.outside === outside);
	if (call.answeredAt === undefined) {
		if (origin?.hungUpItself) return direction === 'inbound' ? 'customer' : 'agent';
		const declined = requested.find(({ party }) => party.cause?.q850 === CALL_REJECTED);
		if (!declined) return 'system';
		return declined.party.outside ? 'customer' : 'agent';
	}
	if (direction !== 'internal' && bySide(true)) return 'customer';
	return bySide(false) ? 'agent' : 'system';
}

function rangFor(call: Call): number | undefined {
	if (call.answeredAt !== undefined) return call.rangBeforeAnswer;
	const spans = call.past.flatMap(({ rang }) => rang ?? []);
	if (spans.length === 0) return undefined;
	return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}

function holdsOf(call: Call) {
	const spans = united(call.holds);
	if (spans.length === 0) return { held: 0 };
	return {
		held: lengthOf(spans),
		holdCount: spans.length,
		longestHoldSeconds: secondsOf(longestOf(spans) ?? 0),
	};
}

/** What is known of a call that is over; `at` in milliseconds. */
export function endFacts(call: Call, at: number): Partial<CallEventFacts> {
	const outcome = outcomeOf(call);
	const known = {
		outcome,
		cause: causeOf(call, outcome),
		endedBy: endedByOf(call),
		totalSeconds: call.started && secondsOf(at - call.started.at),
	};
	// Who heard the beginning knows better.
	if (call.beganUnseen) return known;
	const talked = united(call.past.flatMap(({ talked: span }): Span[] => (span ? [span] : [])));
	const { held, ...holds } = holdsOf(call);
	const rang = rangFor(call);
	const queued = call.queues.map(({ from, until = at }) => until - from);
	return {
		...known,
		ringSeconds: rang === undefined ? undefined : secondsOf(rang),
		queueSeconds: queued.length === 0 ? undefined : secondsOf(queued.reduce((sum, stay) => sum + stay, 0)),
		talkSeconds: outcome === 'answered' ? secondsOf(lengthOf(talked) - held) : undefined,
		holdSeconds: holds.holdCount === undefined ? undefined : secondsOf(held),
		...holds,
	};
}
