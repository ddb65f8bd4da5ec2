import type { IExecuteFunctions } from 'n8n-workflow';
import type { Sending } from '../http/sendWithRepeats';
import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import type { ConnectAccount, Session } from '../salesforce/connect/account';
import { readApiVersion } from '../salesforce/connect/apiVersion';
import { readJwtCredential } from '../salesforce/connect/jwtCredential';
import { oAuth2Account, type TokenStore } from '../salesforce/connect/oAuth2Account';

/** Lets n8n renew tokens itself and keep them, since a refresh token may be replaced with every use. */
function tokenStore(context: IExecuteFunctions): TokenStore {
	return {
		read: async () => (await context.getCredentials('salesforceOAuth2Api')).oauthTokenData,
		async renew(url) {
			// The types of the current n8n promise it; releases before it have only the requests that renew by the way.
			const helpers: Partial<typeof context.helpers> = context.helpers;
			if (helpers.refreshOAuth2Token) {
				await helpers.refreshOAuth2Token.call(context, 'salesforceOAuth2Api');
			} else {
				const request = context.helpers.httpRequestWithAuthentication;
				await request.call(context, 'salesforceOAuth2Api', { url, json: true });
			}
		},
	};
}

async function jwtAccount(
	context: IExecuteFunctions,
	apiVersion: string,
	sending: Sending,
): Promise<ConnectAccount> {
	const login = readJwtCredential(await context.getCredentials('salesforceJwtApi'));
	return { instanceUrl: await login.instanceUrl(sending), apiVersion, tokens: login.for(sending) };
}

/**
 * What requests to Connect REST are sent with: one of n8n's own Salesforce credentials, as 'Authentication' says. The
 * settings are those of the first item. Throws why there is no token.
 */
export async function connectSession(context: IExecuteFunctions, sending: Sending): Promise<Session> {
	const options: unknown = context.getNodeParameter('options', 0, {});
	const apiVersion = readApiVersion(isRecord(options) ? options.apiVersion : undefined);
	const authentication = String(context.getNodeParameter('authentication', 0, 'oAuth2'));
	switch (authentication) {
		case 'oAuth2':
			return { ...sending, account: await oAuth2Account(tokenStore(context), apiVersion) };
		case 'jwt':
			return { ...sending, account: await jwtAccount(context, apiVersion, sending) };
		default:
			throw new ProblemError({
				code: 'authentication',
				what: `'Authentication' is '${authentication.slice(0, 40)}', which this node does not have.`,
				fix: 'Choose OAuth2 or JWT.',
			});
	}
}
