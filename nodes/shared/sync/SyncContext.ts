import type { CallRecords } from './CallRecords';
import type { Answer, Sender } from './carryOut';
import type { SyncSettings } from './settings';
import type { StateStore } from '../state/StateStore';
import { ProblemError } from '../problem';
import type { Step } from './Step';

export interface SyncTiming {
	/** After how long without a sign a worker is taken for dead, in ms. */
	readonly leaseMs: number;
	/** For how long an event waits for another worker that is alive, in ms. */
	readonly longestWaitMs: number;
	/** The first and the longest pause between two looks whether another worker is done, in ms. */
	readonly pauseMs: readonly [first: number, longest: number];
}

/** Longer than a worker is ever silent that is alive, and short enough for a caller who waits in a queue. */
export const TIMING: SyncTiming = { leaseMs: 60_000, longestWaitMs: 10 * 60_000, pauseMs: [20, 1_000] };

export interface SyncContext {
	readonly store: StateStore;
	readonly records: CallRecords;
	readonly sender: Sender;
	readonly settings: SyncSettings;
	/** Aborted when the execution is cancelled. */
	readonly signal?: AbortSignal | undefined;
	readonly timing: SyncTiming;
}

/** What was done for a call, and what was not. */
export interface Settlement {
	readonly did: Array<{ readonly step: Step; readonly answer: Answer }>;
	readonly warnings: string[];
	readonly failures: Array<{ readonly step: Step; readonly error: unknown }>;
	/** Another worker saw to everything in the meantime. */
	byAnother: boolean;
}

export function cancelled(cause?: unknown): ProblemError {
	return new ProblemError(
		{
			code: 'sync.cancelled',
			what: 'The call was not kept in step because the execution was cancelled.',
			fix: 'The next event of the call does what is missing, or run the item again.',
		},
		{ cause },
	);
}
