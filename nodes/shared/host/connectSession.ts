import { anyText } from '../anyText';
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { json as parseJson } from '../http/answer';
import type { Sending } from '../http/sendWithRepeats';
import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import type { ConnectAccount, Session } from '../salesforce/connect/account';
import { readApiVersion } from '../salesforce/connect/apiVersion';
import { readJwtCredential } from '../salesforce/connect/jwtCredential';
import { oAuth2Account, type TokenStore } from '../salesforce/connect/oAuth2Account';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** Lets n8n renew tokens itself and keep them, since a refresh token may be replaced with every use. */
function tokenStore(context: Context): TokenStore {
	return {
		read: async () => (await context.getCredentials('salesforceOAuth2Api')).oauthTokenData,
		async secrets() {
			const { clientSecret, oauthTokenData } = await context.getCredentials('salesforceOAuth2Api');
			const data = typeof oauthTokenData === 'string' ? parseJson(oauthTokenData) : oauthTokenData;
			const { access_token: accessToken, refresh_token: refreshToken } = isRecord(data) ? data : {};
			return [clientSecret, accessToken, refreshToken].filter((secret) => typeof secret === 'string');
		},
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

async function jwtAccount(context: Context, apiVersion: string, sending: Sending): Promise<ConnectAccount> {
	const login = readJwtCredential(await context.getCredentials('salesforceJwtApi'));
	return { instanceUrl: await login.instanceUrl(sending), apiVersion, tokens: login.for(sending) };
}

/**
 * The organization of one of n8n's own Salesforce credentials: `oAuth2` or `jwt`. Undefined when `kind` is neither; throws
 * why there is no token.
 */
export async function salesforceAccount(
	context: Context,
	kind: string,
	apiVersion: string,
	sending: Sending,
): Promise<ConnectAccount | undefined> {
	switch (kind) {
		case 'oAuth2':
			return await oAuth2Account(tokenStore(context), apiVersion);
		case 'jwt':
			return await jwtAccount(context, apiVersion, sending);
		default:
			return undefined;
	}
}

/**
 * What requests to Connect REST are sent with: one of n8n's own Salesforce credentials, as 'Authentication' says. The
 * settings are those of the first item. Throws why there is no token.
 */
export async function connectSession(context: IExecuteFunctions, sending: Sending): Promise<Session> {
	const options: unknown = context.getNodeParameter('options', 0, {});
	const apiVersion = readApiVersion(isRecord(options) ? options.apiVersion : undefined);
	const authentication = anyText(context.getNodeParameter('authentication', 0, 'oAuth2'));
	const account = await salesforceAccount(context, authentication, apiVersion, sending);
	if (account) return { ...sending, account };
	throw new ProblemError({
		code: 'authentication',
		what: `'Authentication' is '${authentication.slice(0, 40)}', which this node does not have.`,
		fix: 'Choose OAuth2 or JWT.',
	});
}
