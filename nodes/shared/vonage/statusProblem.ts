import { serviceMessage } from '../http/answer';
import type { HttpResponse } from '../http/HttpTransport';
import type { StatusContext } from '../http/performOperation';
import { readRetryAfter } from '../http/retryAfter';
import { statusLeavesOpen } from '../http/retryPolicy';
import { ServiceError } from '../ServiceError';
import { documentedError } from './documentedErrors';

const MEANINGS: Readonly<Record<number, string>> = {
	400: 'refused the request',
	401: 'rejected the access token',
	403: 'does not allow this',
	404: 'does not know what was asked for',
	415: 'did not take the kind of request',
	429: 'has had too many requests',
};

const FIXES: Readonly<Record<number, string>> = {
	400: 'Correct what it names and run the item again.',
	401: "Check 'Account Key' and 'API Authentication Token' of the credential: generating a new token in Vonage disables the old one everywhere.",
	403: 'Ask Vonage whether the API is enabled for the account and may be used with this credential.',
	404: "Check the ID, and 'Account Key' and 'Region' of the credential. Calls are known for 24 hours after their end.",
	415: 'A proxy or gateway in between may have changed the request.',
	429: "Vonage's fair-use limit is counted over all its APIs. Wait a little and slow the workflow down.",
};

/** Turns an answer that is no success into words: what Vonage did, what it said, what to do. */
export function statusProblem(
	answer: HttpResponse,
	{ purpose, attemptLeftOpen, leftOpen, hint, now }: StatusContext,
): ServiceError {
	const { status } = answer;
	const said = serviceMessage(answer);
	const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
	const known = status === 400 && said ? documentedError(said) : undefined;
	if (known) {
		return new ServiceError(
			{ code: known.code, what: `${known.what} Vonage says: ${said}`, fix: known.fix },
			{ status, mayBeDone: known.mayBeDone === true, retryAfterMs },
		);
	}
	const isOpen = attemptLeftOpen || statusLeavesOpen(status);
	const quote = said ? `: ${said.replace(/\.$/, '')}` : '';
	const refusal = statusLeavesOpen(status)
		? undefined
		: (FIXES[status] ?? "Check the 'Region' of the credential, and run the item again later.");
	const fix = [refusal, isOpen ? leftOpen.fix : undefined].filter(Boolean).join(' ');
	const wait = retryAfterMs ? ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.` : '';
	return new ServiceError(
		{
			code: `vonage.${status}`,
			what: `Vonage ${MEANINGS[status] ?? `did not ${purpose}`} (${status})${quote}.${isOpen ? ` ${leftOpen.what}` : ''}`,
			fix: (hint ? `${hint} ${fix}` : fix) + wait,
		},
		{ status, mayBeDone: isOpen && !leftOpen.isHarmless, retryAfterMs },
	);
}
