import { jsonObject, kindOfBody, serviceMessage } from '../../http/answer';
import type { HttpResponse } from '../../http/HttpTransport';
import { ServiceError } from '../../ServiceError';
import { clockHint } from '../clockHint';
import { instanceOrigin } from './hosts';

export interface Grant {
	readonly accessToken: string;
	/** Checked, without a slash at its end. */
	readonly instanceUrl: string;
}

interface Asked {
	readonly loginUrl: string;
	readonly username: string;
}

/** What Salesforce says of a refused assertion, and what an admin can do about it. */
function fixFor(said: string, { loginUrl, username }: Asked): string {
	if (/approved|authori[sz]ed/i.test(said)) {
		return `Let an administrator approve the connected app for user '${username}': in its policies set 'Permitted Users' to 'Admin approved users are pre-authorized' and add the user's profile or permission set.`;
	}
	if (/audience/i.test(said)) {
		return `The token was signed for '${loginUrl}'. Check 'Environment Type' of the credential, and enter its 'My Domain URL'.`;
	}
	if (/client/i.test(said)) {
		return "Check 'Client ID' of the credential: it is the consumer key of the connected app.";
	}
	if (/expired/i.test(said)) return "Set this n8n's clock right: the token was signed seconds before.";
	return "Check 'Client ID', 'Username' and 'Private Key' of the credential, and that the certificate of the connected app was made with this private key.";
}

/**
 * Reads the answer of Salesforce's token endpoint to a JWT bearer request. Throws a ServiceError when there is no token
 * in it, a ProblemError when it names an instance that is not Salesforce's. `now`: epoch ms.
 */
export function readGrant(answer: HttpResponse, asked: Asked, now: number): Grant {
	const { status } = answer;
	if (status < 200 || status > 299) {
		const said = serviceMessage(answer);
		throw new ServiceError(
			{
				code: `salesforce.token.${status}`,
				what: `Salesforce gave no access token (${status})${said ? `: ${said.replace(/\.$/, '')}` : ''}.`,
				fix: status >= 500 ? 'Run the item again later.' : fixFor(said ?? '', asked) + clockHint(answer, now),
			},
			{ status },
		);
	}
	const body = jsonObject(answer);
	const accessToken = body?.access_token;
	if (typeof accessToken !== 'string' || accessToken === '') {
		throw new ServiceError(
			{
				code: 'salesforce.token.missing',
				what: `Salesforce answered the request for an access token with ${body ? 'none in it' : kindOfBody(answer)}.`,
				fix: "Check 'My Domain URL' and 'Environment Type' of the credential.",
			},
			{ status },
		);
	}
	return { accessToken, instanceUrl: instanceOrigin(body?.instance_url) };
}
