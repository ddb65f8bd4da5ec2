import { setTimeout as delay } from 'node:timers/promises';
import type { HttpRequest, HttpResponse, HttpTransport } from './HttpTransport';
import { ProblemError } from '../problem';
import { type Repeat, retryAfterFault, retryAfterStatus, statusLeavesOpen } from './retryPolicy';
import { TransportError, type TransportFault } from './TransportError';
import { secretsOfToken, withoutSecrets } from './withoutSecrets';

/** Where the bearer tokens of requests come from. */
export interface Tokens {
	/** A token for the next attempt. */
	next(): Promise<string>;
	/** Tells that the service answered 401 to this token, so that it is not offered again. */
	reject(token: string): Promise<void>;
}

/** One attempt at a request, for the log. It tells nothing that is secret, and no number of a person. */
export interface Attempt {
	/** Counted from 1. */
	readonly attempt: number;
	/** From the first byte out to the last one in. */
	readonly durationMs: number;
	/** What was answered; undefined when there was no complete answer. */
	readonly status?: number;
	/** Why there was none. */
	readonly fault?: TransportFault;
	/** After what wait the request is repeated; undefined when it is not. */
	readonly repeatInMs?: number;
}

/** The same, of an operation of a service. */
export interface OperationAttempt extends Attempt {
	/** Such as `salesforce`. */
	readonly service: string;
	/** Such as `create the voice call`. */
	readonly purpose: string;
	readonly about?: string | undefined;
}

/** Told of every attempt when it is over. */
export type Watch<Told> = ((told: Told) => void) | undefined;

/** How requests are sent, whatever they are. */
export interface Sending {
	/** Told of every attempt at a request of an operation. */
	readonly watch?: Watch<OperationAttempt>;
	/** What the requests are about, such as a call, in the words of the item. */
	readonly about?: string | undefined;
	readonly transport: HttpTransport;
	readonly signal?: AbortSignal | undefined;
	/** For one attempt, in ms. */
	readonly timeoutMs?: number;
	/** Send it once, but for a 401 with a new token, however harmless a repeat were: somebody waits for the answer. */
	readonly once?: boolean;
	/** Do not repeat after a 429: the caller does so, in its own time. */
	readonly handsBack429?: boolean;
}

/** `leftOpen`: an attempt may have reached the service and been acted on, although no success came back. */
export type Outcome =
	| { readonly answer: HttpResponse; readonly leftOpen: boolean }
	/** Other than a TransportError when there was no token for another attempt. */
	| { readonly error: ProblemError; readonly leftOpen: boolean };

/**
 * Sends a request and repeats it as `repeat` allows; a 401 is answered once with a new token. `request` gives the
 * same request for every attempt but for the token in it. Throws what `tokens` throws, unless an attempt before may have
 * been acted on: that must not be forgotten over it.
 */
export async function sendWithRepeats(
	sending: Sending,
	repeat: Repeat,
	tokens: Tokens,
	request: (token: string) => HttpRequest,
	watch?: Watch<Attempt>,
): Promise<Outcome> {
	const { transport, signal, timeoutMs, once, handsBack429 } = sending;
	const common = { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
	let tokenRenewed = false;
	let rejected: string | undefined;
	let leftOpen = false;
	let count = 0;
	for (let retry = 0; ;) {
		let token: string;
		try {
			token = await nextToken(tokens, rejected);
			rejected = undefined;
		} catch (error) {
			if (leftOpen && error instanceof ProblemError) return { error, leftOpen };
			throw error;
		}
		const attempt = { ...request(token), ...common };
		let waitMs: number | undefined;
		count += 1;
		const begun = performance.now();
		const tell = (how: Pick<Attempt, 'status' | 'fault'>): void => {
			const durationMs = Math.round(performance.now() - begun);
			const again = waitMs === undefined ? {} : { repeatInMs: waitMs };
			watch?.({ attempt: count, durationMs, ...how, ...again });
		};
		try {
			const answer = withoutSecrets(await transport.send(attempt), secretsOfToken(token));
			if (answer.status === 401 && !tokenRenewed) {
				tokenRenewed = true;
				rejected = token;
				waitMs = 0;
				tell({ status: answer.status });
				continue;
			}
			const isFinal = once || (handsBack429 && answer.status === 429);
			waitMs = isFinal ? undefined : retryAfterStatus(repeat, answer, retry);
			tell({ status: answer.status });
			if (waitMs === undefined) return { answer, leftOpen };
			leftOpen ||= statusLeavesOpen(answer.status);
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			leftOpen ||= error.mayHaveArrived;
			waitMs = once ? undefined : retryAfterFault(repeat, error, retry);
			tell({ fault: error.fault });
			if (waitMs === undefined) return { error, leftOpen };
		}
		retry += 1;
		try {
			await delay(waitMs, undefined, signal ? { signal } : {});
		} catch (cause) {
			return { error: new TransportError('cancelled', new URL(attempt.url).host, false, cause), leftOpen };
		}
	}
}

/** Apart from the attempt itself: a token that cannot be had says nothing about whether the request arrived. */
async function nextToken(tokens: Tokens, rejected: string | undefined): Promise<string> {
	if (rejected !== undefined) await tokens.reject(rejected);
	return await tokens.next();
}
