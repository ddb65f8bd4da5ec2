import type { HttpResponse } from './HttpTransport';
import { readRetryAfter } from './retryAfter';
import type { TransportError, TransportFault } from './TransportError';

/**
 * Whether the same request may be sent again. Declared by each operation, read only here.
 *
 * - `repeatable`: doing it twice is the same as doing it once.
 * - `onlyIfUnsent`: doing it twice does harm (a phone rings twice), so it is sent again only when the service
 *   provably did not act on it.
 */
export type Repeat = 'repeatable' | 'onlyIfUnsent';

/** Salesforce's partner guide asks for up to three retries (Add Support for Voice Resiliency, Summer '26). */
const MAX_RETRIES = 3;

const FIRST_WAIT_MS = 500;

const LONGEST_BACKOFF_MS = 8_000;

/** Longer waits are the workflow's business: the item fails and says when to try again. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

const PASSING_FAULTS: ReadonlySet<TransportFault> = new Set([
	'refused',
	'hostNotFound',
	'unreachable',
	'connectTimeout',
	'tls',
	'reset',
	'answerTimeout',
]);

/** 429 says that the request was not acted on; the others may come from a gateway after the service acted. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Exponential backoff, half of it left to chance: a wait in ms before retry number `retry` (0 is the first).
 */
export function backoffMs(retry: number, random: () => number = Math.random): number {
	const ceiling = Math.min(FIRST_WAIT_MS * 2 ** retry, LONGEST_BACKOFF_MS);
	return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/** Ms to wait before sending again after a fault, or undefined when it must not be sent again. */
export function retryAfterFault(repeat: Repeat, error: TransportError, retry: number): number | undefined {
	if (retry >= MAX_RETRIES || !PASSING_FAULTS.has(error.fault)) return undefined;
	if (repeat === 'onlyIfUnsent' && error.mayHaveArrived) return undefined;
	return backoffMs(retry);
}

/** Ms to wait before sending again after this answer, or undefined when it must not be sent again. */
export function retryAfterStatus(
	repeat: Repeat,
	response: HttpResponse,
	retry: number,
	now: number = Date.now(),
): number | undefined {
	if (retry >= MAX_RETRIES || !PASSING_STATUSES.has(response.status)) return undefined;
	if (repeat === 'onlyIfUnsent' && response.status !== 429) return undefined;
	const asked = readRetryAfter(response.headers['retry-after'], now);
	if (asked === undefined) return backoffMs(retry);
	return asked <= LONGEST_RETRY_AFTER_MS ? asked : undefined;
}

/** Whether an answer with this status leaves open if the request was acted on. */
export function statusLeavesOpen(status: number): boolean {
	return status >= 500 || status === 408;
}
