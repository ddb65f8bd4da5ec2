import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../problem';
import { getCall, type GetCallResult } from './getCall';
import { perform, type Session } from './operation';

/** The waits between two looks: short at first, since most failures show at once. */
const FIRST_WAIT_MS = 1_000;

const LONGEST_WAIT_MS = 5_000;

export interface WaitedFor {
	/** The last that is known of the call; undefined when every look failed. */
	readonly call: GetCallResult | undefined;
	/** Why the result is missing, if it is. The call itself was placed in any case. */
	readonly warning: string | undefined;
}

/** Whether a call is over: its result is filled in then. The values themselves are not documented (section 5). */
function isOver({ result }: GetCallResult): boolean {
	return (
		typeof result === 'object' && result !== null && Object.values(result).some((value) => value !== null)
	);
}

/**
 * Looks at a placed call until its result is known or `limitMs` have passed. Never throws for a failed look: the call
 * has been placed, and an error would make it look as if it had not.
 */
export async function waitForResult(session: Session, callId: string, limitMs: number): Promise<WaitedFor> {
	const end = performance.now() + limitMs;
	let call: GetCallResult | undefined;
	let trouble: string | undefined;
	for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS)) {
		const left = end - performance.now();
		if (left <= 0) break;
		try {
			await delay(Math.min(waitMs, left), undefined, session.signal ? { signal: session.signal } : {});
		} catch {
			// Cancelled: what is known so far is still true.
			return { call, warning: 'The wait for the result was cancelled. The call was placed.' };
		}
		try {
			call = await perform(session, getCall, { callId });
			trouble = undefined;
		} catch (error) {
			trouble = error instanceof ProblemError ? error.what : String(error);
			continue;
		}
		if (isOver(call)) return { call, warning: undefined };
	}
	const reason =
		trouble === undefined ? 'The call had no result yet when the time to wait was over.' : trouble;
	return { call, warning: `${reason} The call was placed; use Get Call to look at it later.` };
}
