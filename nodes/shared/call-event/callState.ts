import type { Agent, Cause, Direction, Ender, Outcome, Queue, Recording, Source } from './CallEvent';
import { callOf, type Call, firstTold } from './call';
import { durationsOf } from './callDurations';
import type { CallMemory } from './CallMemory';
import { causeOf, endedByOf, outcomeOf } from './callOutcome';
import { agentOf, numbersOf, queueOf } from './callParties';
import { timesOf } from './callTimes';
import type { EventType } from './eventTypes';
import { holdsIn } from './holds';
import { isoOf } from './instants';
import { bestRecording, recordingsOf } from './recordings';
import { type CallTransfer, transfersOf } from './transfers';

export type { CallTransfer };

export type CallPhase = 'ringing' | 'queued' | 'active' | 'held' | 'ended';

/** A call as all its remembered events together tell it. Times are ISO 8601 UTC, durations whole seconds, null: not known. */
export interface CallState {
	readonly callId: string | null;
	readonly source: Source | null;
	readonly sourceAccountId: string | null;
	readonly parentCallId: string | null;
	readonly direction: Direction | null;
	readonly from: string | null;
	readonly to: string | null;
	readonly customerNumber: string | null;
	readonly businessNumber: string | null;
	readonly callerName: string | null;
	/** `ringing` also stands for a call that was only set up, or of which nothing else is known yet. */
	readonly phase: CallPhase;
	/** Whether a phone was seen to ring. */
	readonly rang: boolean;
	/** What the end is known from: an event about the whole call, or only the end of every leg. Null: it is not over. */
	readonly endKnownFrom: 'call' | 'legs' | null;
	/** Never later than the other times. */
	readonly startedAt: string | null;
	/** When the caller first came into a queue. */
	readonly queuedAt: string | null;
	/** When a person first took the call; null for voicemail. */
	readonly answeredAt: string | null;
	readonly endedAt: string | null;
	readonly ringSeconds: number | null;
	readonly queueSeconds: number | null;
	/** Without the time on hold. */
	readonly talkSeconds: number | null;
	readonly totalSeconds: number | null;
	/** Of the holds that are over. */
	readonly holdSeconds: number | null;
	/** A hold that goes on is counted. */
	readonly holdCount: number | null;
	readonly longestHoldSeconds: number | null;
	/** `answered` and `voicemail` as soon as they are known, the others once the call is over. */
	readonly outcome: Outcome | null;
	readonly cause: Cause | null;
	readonly endedBy: Ender | null;
	/** Who took the call first; of a call nobody took, the only one it was offered to. */
	readonly agent: Agent | null;
	/** The last one the caller came into. */
	readonly queue: Queue | null;
	/** The one to hand on: of those with a link the longest, of equally long ones the latest. */
	readonly recording: Recording | null;
	readonly recordings: readonly Recording[];
	/** In the order they happened. */
	readonly transfers: readonly CallTransfer[];
}

function phaseOf({ end, events }: Call, isOnHold: boolean): CallPhase {
	const has = (type: EventType) => events.some(({ eventType }) => eventType === type);
	if (end !== undefined) return 'ended';
	if (isOnHold) return 'held';
	if (has('answered') || has('resumed') || events.some(({ answeredAt }) => answeredAt)) return 'active';
	return has('queued') ? 'queued' : 'ringing';
}

/**
 * The call as all its remembered events together tell it. Pure; never throws. A repeated event changes nothing, and a
 * late one only adds what it knows: a call that an event about the whole call ended stays ended.
 *
 * Rules: telephony events, sections 3, 9.3 and 12. Each is told where it is applied: order (callOrder.ts), legs and end
 * (legs.ts, call.ts), outcome and cause (callOutcome.ts), times (callTimes.ts), durations (callDurations.ts), holds
 * (holds.ts), people and numbers (callParties.ts), recordings and transfers.
 */
export function callState(memory: CallMemory): CallState {
	const call = callOf(memory.events);
	const outcome = outcomeOf(call);
	const times = timesOf(call, outcome);
	const holds = holdsIn(call, times.started ?? -Infinity);
	const durations = durationsOf(call, times, holds);
	const numbers = numbersOf(call);
	const recordings = recordingsOf(call.events);
	return {
		callId: firstTold(call, 'callId') ?? null,
		source: firstTold(call, 'source') ?? null,
		sourceAccountId: firstTold(call, 'sourceAccountId') ?? null,
		parentCallId: firstTold(call, 'parentCallId') ?? null,
		direction: numbers.direction ?? null,
		from: numbers.from ?? null,
		to: numbers.to ?? null,
		customerNumber: numbers.customerNumber ?? null,
		businessNumber: numbers.businessNumber ?? null,
		callerName: firstTold(call, 'callerName') ?? null,
		phase: phaseOf(call, holds.isOnHold),
		rang: call.events.some(({ eventType }) => eventType === 'ringing'),
		endKnownFrom: call.endKnownFrom,
		startedAt: isoOf(times.started),
		queuedAt: isoOf(times.queued),
		answeredAt: isoOf(times.answered),
		endedAt: isoOf(times.ended),
		ringSeconds: durations.ringSeconds ?? null,
		queueSeconds: durations.queueSeconds ?? null,
		talkSeconds: durations.talkSeconds ?? null,
		totalSeconds: durations.totalSeconds ?? null,
		holdSeconds: durations.holdSeconds ?? null,
		holdCount: durations.holdCount ?? null,
		longestHoldSeconds: durations.longestHoldSeconds ?? null,
		outcome: outcome ?? null,
		cause: causeOf(call) ?? null,
		endedBy: endedByOf(call) ?? null,
		agent: agentOf(call) ?? null,
		queue: queueOf(call) ?? null,
		recording: bestRecording(recordings) ?? null,
		recordings,
		transfers: transfersOf(call.events),
	};
}
