import { anyNumber } from '../anyText';
import { jsonObject, kindOfBody, serviceMessage } from '../http/answer';
import type { HttpRequest, HttpResponse } from '../http/HttpTransport';
import { ServiceError } from '../ServiceError';

/** The two services that hand out access tokens (Calls API reference, sections 2 and 3). */
export interface TokenService {
	/** `v0`: one hour, no scope, the one documented for calls. `gateway`: the regional API gateway. */
	readonly kind: 'v0' | 'gateway';
	readonly url: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly scope?: string;
}

export interface AccessToken {
	readonly text: string;
	readonly lifetimeSeconds: number;
}

const V0_LIFETIME_S = 3600;

function basicPair({ clientId, clientSecret }: TokenService): string {
	return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}

/** What a request for a token bears that nobody may see. */
export function secretsOf(service: TokenService): string[] {
	return [basicPair(service), service.clientSecret];
}

/** The request for a token: Basic authorization for V0, as Vonage recommends; form fields for the gateway. */
export function tokenRequest(service: TokenService): HttpRequest {
	const form = new URLSearchParams({ grant_type: 'client_credentials' });
	const headers: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded' };
	if (service.kind === 'v0') {
		headers.Authorization = `Basic ${basicPair(service)}`;
	} else {
		form.set('client_id', service.clientId);
		form.set('client_secret', service.clientSecret);
		if (service.scope) form.set('scope', service.scope);
	}
	return { method: 'POST', url: service.url, headers, body: form.toString() };
}

function refused(service: TokenService, answer: HttpResponse): ServiceError {
	const said = serviceMessage(answer);
	const isSecretWrong = answer.status === 400 || answer.status === 401 || answer.status === 403;
	const fields =
		service.kind === 'v0'
			? "'Account Key' and 'API Authentication Token'"
			: "'Client ID', 'Client Secret' and 'Scope'";
	return new ServiceError(
		{
			code: `vonage.token.${answer.status}`,
			what: `Vonage gave no access token (${answer.status})${said ? `: ${said.replace(/\.$/, '')}` : ''}.`,
			fix: isSecretWrong
				? `Check ${fields} of the credential, and its 'Region'. Generating a new token in Vonage disables the old one everywhere.`
				: "Check the 'Region' of the credential. If it is right, Vonage has a passing fault: run the item again later.",
		},
		{ status: answer.status },
	);
}

/** Reads the answer of a token service. Throws a ServiceError when there is no token in it. */
export function readToken(service: TokenService, answer: HttpResponse): AccessToken {
	if (answer.status < 200 || answer.status > 299) throw refused(service, answer);
	const body = jsonObject(answer);
	const text = body?.access_token;
	if (typeof text !== 'string' || text === '') {
		throw new ServiceError(
			{
				code: 'vonage.token.missing',
				what: `Vonage answered the request for an access token with ${body ? 'none in it' : kindOfBody(answer)}.`,
				fix: "Check the 'Region' of the credential and the token service it uses.",
			},
			{ status: answer.status },
		);
	}
	const expiresIn = anyNumber(body?.expires_in);
	return {
		text,
		lifetimeSeconds: Number.isFinite(expiresIn) && expiresIn > 0 ? expiresIn : V0_LIFETIME_S,
	};
}
