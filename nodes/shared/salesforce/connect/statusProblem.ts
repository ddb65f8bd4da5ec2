import { serviceMessage } from '../../http/answer';
import type { HttpResponse } from '../../http/HttpTransport';
import type { StatusContext } from '../../http/performOperation';
import { readRetryAfter } from '../../http/retryAfter';
import { statusLeavesOpen } from '../../http/retryPolicy';
import { ServiceError } from '../../ServiceError';

const MEANINGS: Readonly<Record<number, string>> = {
	400: 'refused the request',
	401: 'rejected the access token',
	403: 'does not allow this',
	404: 'does not know what was asked for',
	413: 'found the upload too large',
	429: 'has had too many requests',
};

const FIXES: Readonly<Record<number, string>> = {
	400: 'Correct what it names and run the item again.',
	401: 'Open the Salesforce credential and connect it again.',
	403: "Check that the credential's user may use the API and has the permission 'Access Conversation Entries'.",
	404: "Check the conversation ID: it is the 'ConversationIdentifier' of the conversation record, not its record ID. Check 'API Version' too.",
	413: 'Split the transcript into smaller files.',
	429: 'The limit for these requests is counted by the hour. Run the item again later.',
};

/** The limit of an organization for 24 hours comes with the status of a missing permission. */
const DAILY_LIMIT =
	"The organization's API requests of the last 24 hours are used up. Run the item again later, or ask Salesforce for more.";

/** Connect REST answers so when the requests of an hour are used up (Connect REST API Limits, Spring '26). */
const HOURLY_LIMIT =
	'Salesforce answers so as well when the requests of the last hour are used up: run the item later then.';

function fixFor(status: number, said: string): string {
	if (status === 403 && said.includes('REQUEST_LIMIT_EXCEEDED')) return DAILY_LIMIT;
	return FIXES[status] ?? 'Look at what Salesforce says, and run the item again.';
}

/** Turns an answer of Connect REST that is no success into words: what Salesforce did, what it said, what to do. */
export function statusProblem(
	answer: HttpResponse,
	{ purpose, attemptLeftOpen, leftOpen, hint, now }: StatusContext,
): ServiceError {
	const { status } = answer;
	const said = serviceMessage(answer) ?? '';
	const isOpen = attemptLeftOpen || statusLeavesOpen(status);
	const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
	const fixes = [
		hint,
		statusLeavesOpen(status) ? undefined : fixFor(status, said),
		isOpen ? leftOpen.fix : undefined,
		status === 503 ? HOURLY_LIMIT : undefined,
		retryAfterMs ? `It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.` : undefined,
	];
	const quote = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
	return new ServiceError(
		{
			code: `salesforce.${status}`,
			what: `Salesforce ${MEANINGS[status] ?? `did not ${purpose}`} (${status})${quote}.${isOpen ? ` ${leftOpen.what}` : ''}`,
			fix: fixes.filter((fix) => fix !== undefined).join(' '),
		},
		{ status, mayBeDone: isOpen && !leftOpen.isHarmless, retryAfterMs },
	);
}
