import type {
	Agent,
	Cause,
	Direction,
	Ender,
	Outcome,
	Queue,
	Recording,
	Source,
	Transfer,
} from './CallEvent';
import type { EventType } from './eventTypes';

/** What an event told of its call and is worth keeping; what it did not tell is left out. */
export type EventFacts = {
	readonly sequence?: number;
	readonly source?: Source;
	readonly sourceAccountId?: string;
	readonly callId?: string;
	readonly legId?: string;
	readonly parentCallId?: string;
	readonly direction?: Direction;
	readonly from?: string;
	readonly to?: string;
	readonly customerNumber?: string;
	readonly businessNumber?: string;
	readonly callerName?: string;
	readonly agent?: Agent;
	readonly queue?: Queue;
	readonly startedAt?: string;
	readonly queuedAt?: string;
	readonly answeredAt?: string;
	readonly endedAt?: string;
	readonly ringSeconds?: number;
	readonly queueSeconds?: number;
	readonly talkSeconds?: number;
	readonly totalSeconds?: number;
	readonly holdSeconds?: number;
	readonly holdCount?: number;
	readonly longestHoldSeconds?: number;
	readonly outcome?: Outcome;
	readonly cause?: Cause;
	readonly endedBy?: Ender;
	readonly transfer?: Transfer;
	readonly recording?: Recording;
};

/** A call event without what no state needs: the raw payload, the proof, the words spoken, the numbers as received. */
export type RememberedEvent = EventFacts & {
	readonly eventId: string;
	readonly eventType: EventType;
	readonly occurredAt: string;
	readonly occurredAtSource: 'vendor' | 'received';
};

/**
 * All that is kept of a call's events: plain JSON, fit for a store. Made by rememberEvents and decodeCallMemory only,
 * which keep each event once and all of them in the order of callOrder.
 */
export interface CallMemory {
	readonly version: 1;
	readonly events: readonly RememberedEvent[];
}
