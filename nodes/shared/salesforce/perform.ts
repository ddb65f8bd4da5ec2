import { setTimeout as delay } from 'node:timers/promises';
import type { HttpResponse, HttpTransport } from '../http/HttpTransport';
import { retryAfterFault, retryAfterStatus } from '../http/retryPolicy';
import { TransportError } from '../http/TransportError';
import type { SalesforceVoiceCredential } from './credential';
import type { Operation } from './operation';
import { ServiceError } from './ServiceError';
import { statusProblem } from './statusProblem';

export interface Session {
	readonly credential: SalesforceVoiceCredential;
	readonly transport: HttpTransport;
	readonly signal?: AbortSignal | undefined;
	/** For one attempt, in ms. */
	readonly timeoutMs?: number;
	/** Do not repeat anything, however harmless: somebody waits for the answer. */
	readonly once?: boolean;
}

/**
 * Carries one operation through: token, request, repeats as the operation allows, answer. The fields must have passed
 * the operation's `check`. Throws a ServiceError or TransportError; `mayBeDone` tells when it may have been acted on.
 */
export async function perform<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<Result> {
	const { answer, leftOpen } = await answerTo(session, operation, fields);
	if (answer.status < 200 || answer.status > 299) {
		throw statusProblem(operation, session.credential, answer, { leftOpen, now: Date.now() });
	}
	return operation.read(answer, fields);
}

/** The last answer, and whether an attempt before it was left open (sent, but not answered). */
async function answerTo<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<{ answer: HttpResponse; leftOpen: boolean }> {
	const { credential } = session;
	const repeat = operation.repeat(fields);
	// Built once: a repeat must be the same request to the letter, but for its token.
	const request = operation.request(fields, credential);
	const body = JSON.stringify(request.body);
	let tokenRenewed = false;
	let leftOpen = false;
	for (let retry = 0; ;) {
		const token = await credential.tokens.next();
		let waitMs: number | undefined;
		try {
			const answer = await session.transport.send({
				method: request.method,
				url: credential.baseUrl + request.path,
				headers: headersFor(credential, token),
				body,
				signal: session.signal,
				...(session.timeoutMs === undefined ? {} : { timeoutMs: session.timeoutMs }),
			});
			if (answer.status === 401 && !tokenRenewed) {
				tokenRenewed = true;
				await credential.tokens.reject(token);
				continue;
			}
			waitMs = session.once ? undefined : retryAfterStatus(repeat, answer, retry);
			if (waitMs === undefined) return { answer, leftOpen };
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			leftOpen ||= error.mayHaveArrived;
			waitMs = session.once ? undefined : retryAfterFault(repeat, error, retry);
			if (waitMs === undefined) throw unanswered(operation, error, leftOpen);
		}
		retry += 1;
		try {
			await delay(waitMs, undefined, session.signal ? { signal: session.signal } : {});
		} catch (cause) {
			const host = new URL(credential.baseUrl).host;
			throw unanswered(operation, new TransportError('cancelled', host, false, cause), leftOpen);
		}
	}
}

function headersFor(credential: SalesforceVoiceCredential, token: string): Record<string, string> {
	const provider = credential.telephonyProviderName;
	return {
		Authorization: `Bearer ${token}`,
		'Content-Type': 'application/json',
		...(provider ? { 'Telephony-Provider-Name': provider } : {}),
	};
}

/** `leftOpen`: whether this attempt or one before it may have reached Salesforce. */
function unanswered<Fields, Result>(
	operation: Operation<Fields, Result>,
	error: TransportError,
	leftOpen: boolean,
): Error {
	if (!leftOpen) return error;
	return new ServiceError(
		{
			code: `salesforce.${error.code}`,
			what: `${error.what} ${operation.leftOpen.what}`,
			fix: operation.leftOpen.fix,
		},
		{ mayBeDone: true, cause: error },
	);
}
