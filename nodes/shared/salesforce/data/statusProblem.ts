import { serviceMessage } from '../../http/answer';
import type { HttpResponse } from '../../http/HttpTransport';
import type { StatusContext } from '../../http/performOperation';
import { ServiceError } from '../../ServiceError';

interface Meaning {
	readonly what: string;
	readonly fix: string;
}

const REFUSED: Meaning = {
	what: 'refused the request',
	fix: "Check that the credential's user may see this in Salesforce Setup, or enter the value by hand.",
};

const MEANINGS: Readonly<Record<number, Meaning>> = {
	400: REFUSED,
	401: {
		what: 'rejected the access token',
		fix: 'Open the Salesforce credential and connect it again.',
	},
	403: {
		what: 'does not allow this',
		fix: "Check that the credential's user has the permissions 'API Enabled' and 'View Setup and Configuration'.",
	},
	404: {
		what: 'does not know what was asked for',
		fix: "Check that Salesforce Voice is turned on in this organization and that the credential's user has one of its permission sets.",
	},
	429: { what: 'has had too many requests', fix: 'Try again in a while.' },
};

/** What Salesforce's own code says more exactly than the status (REST API Developer Guide, Status Codes and Error Responses). */
const BY_CODE: Readonly<Record<string, string>> = {
	INVALID_TYPE:
		"This organization does not have these records, or the credential's user may not see them. Enter the value by hand, or give the user the permission set of Salesforce Voice for administrators.",
	REQUEST_LIMIT_EXCEEDED:
		"The organization's API requests of the last 24 hours are used up. Try again later, or ask Salesforce for more.",
	API_DISABLED_FOR_ORG:
		'This edition of Salesforce, or this user, may not use the API. Enter the value by hand.',
	INVALID_QUERY_LOCATOR: 'The list has been open for too long. Close it and open it again.',
};

function fixFor(status: number, said: string): string {
	const code = Object.keys(BY_CODE).find((name) => said.includes(name));
	if (code !== undefined) return BY_CODE[code] ?? REFUSED.fix;
	return MEANINGS[status]?.fix ?? 'Try again in a while, or enter the value by hand.';
}

/** Turns an answer of Salesforce's REST API that is no success into words for somebody who has opened a list. */
export function statusProblem(answer: HttpResponse, { purpose }: StatusContext): ServiceError {
	const { status } = answer;
	const said = serviceMessage(answer) ?? '';
	const quote = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
	return new ServiceError(
		{
			code: `salesforce.data.${status}`,
			what: `Salesforce ${MEANINGS[status]?.what ?? `did not ${purpose}`} (${status})${quote}.`,
			fix: fixFor(status, said),
		},
		{ status },
	);
}
