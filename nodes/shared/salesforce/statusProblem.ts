import type { HttpResponse } from '../http/HttpTransport';
import type { StatusContext } from '../http/performOperation';
import { readRetryAfter } from '../http/retryAfter';
import { statusLeavesOpen } from '../http/retryPolicy';
import { serviceMessage } from '../http/answer';
import { clockHint } from './clockHint';
import type { SalesforceVoiceCredential } from './credential';
import { ServiceError } from '../ServiceError';

function fixFor(answer: HttpResponse, credential: SalesforceVoiceCredential, now: number): string {
	const center = `'${credential.callCenterApiName}' in organization ${credential.organizationId}`;
	switch (answer.status) {
		case 400:
			return 'Correct what it names and run the item again.';
		case 401:
			return `Check that the certificate uploaded to contact center ${center} was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there.${clockHint(answer, now)}`;
		case 403:
			return `Check that contact center ${center} may use the telephony API and that what you ask for (Unified Routing, for instance) is switched on there.`;
		case 404:
			return "Check the call ID and the 'My Domain URL' of the credential.";
		case 405:
			return "Check the 'My Domain URL' of the credential.";
		case 429:
			return 'A limit of the organization is reached. Slow the workflow down, or ask Salesforce for a higher limit.';
		default:
			if (answer.status < 400) {
				return "Salesforce redirects to another address, as it does after a change of My Domain. Enter the new address as 'My Domain URL'.";
			}
			return 'Compare the fields with what the call in Salesforce looks like, and run the item again.';
	}
}

const MEANINGS: Readonly<Record<number, string>> = {
	400: 'refused the request',
	401: 'rejected the signed token',
	403: 'does not allow this',
	404: 'does not know what was asked for',
	405: 'does not accept this kind of request',
	429: 'has had too many requests',
};

/** Turns an answer that is no success into words: what Salesforce did, what it said, what to do. */
export function statusProblem(
	credential: SalesforceVoiceCredential,
	answer: HttpResponse,
	{ purpose, attemptLeftOpen, leftOpen, hint, now }: StatusContext,
): ServiceError {
	const { status } = answer;
	const meaning = MEANINGS[status] ?? `did not ${purpose}`;
	const said = serviceMessage(answer);
	const quote = said ? `: ${said.replace(/\.$/, '')}` : '';
	const isOpen = attemptLeftOpen || statusLeavesOpen(status);
	const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
	const wait = retryAfterMs ? ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.` : '';
	const refusal = statusLeavesOpen(status) ? undefined : fixFor(answer, credential, now);
	const fix = [refusal, isOpen ? leftOpen.fix : undefined].filter(Boolean).join(' ');
	return new ServiceError(
		{
			code: `salesforce.${status}`,
			what: `Salesforce ${meaning} (${status})${quote}.${isOpen ? ` ${leftOpen.what}` : ''}`,
			fix: (hint ? `${hint} ${fix}` : fix) + wait,
		},
		{ status, mayBeDone: isOpen, retryAfterMs },
	);
}
