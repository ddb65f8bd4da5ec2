import { createPublicKey, verify } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../server/checkBody.ts';
import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import type { Visit } from '../../server/Api.ts';
import type { ConnectOrg } from '../ConnectOrg.ts';
import type { ConnectSession } from '../Sessions.ts';
import type { ConnectedApp } from '../settings.ts';
import type { ConnectEndpoint } from './ConnectEndpoint.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Refuse = (error: string, description: string, rule?: string) => Answer;

/** POST /services/oauth2/token: OAuth 2.0 JWT Bearer Flow and Refresh Token Flow. */
export const issueToken: ConnectEndpoint = {
	name: 'issueConnectToken',
	kind: 'token',
	method: 'POST',
	path: '/token',
	handle(org, visit) {
		const refuse: Refuse = (error, error_description, rule = error.replaceAll('_', '-')) => {
			org.recordViolation(visit.record.number, rule, error_description);
			return jsonAnswer(400, { error, error_description });
		};
		const mediaType = (visit.record.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
		if (mediaType !== 'application/x-www-form-urlencoded') {
			return refuse('invalid_request', 'Content-Type must be application/x-www-form-urlencoded');
		}
		const form = new URLSearchParams(visit.body);
		switch (form.get('grant_type')) {
			case JWT_BEARER:
				return forAssertion(org, visit, form.get('assertion') ?? '', refuse);
			case 'refresh_token':
				return forRefreshToken(org, visit, form, refuse);
			default:
				return refuse('unsupported_grant_type', 'grant type not supported');
		}
	},
};

function forAssertion(
	org: ConnectOrg,
	visit: Visit<ConnectEndpoint>,
	assertion: string,
	refuse: Refuse,
): Answer {
	const parts = assertion.split('.');
	const [header, claims] = parts.slice(0, 2).map(decode);
	if (parts.length !== 3 || !header || !claims)
		return refuse('invalid_grant', 'invalid assertion', 'assertion');
	if (header['alg'] !== 'RS256') return refuse('invalid_grant', 'algorithm not supported', 'assertion-alg');
	const app = org.app(String(claims['iss']));
	if (!app) return refuse('invalid_client_id', 'client identifier invalid', 'assertion-iss');
	const signature = Buffer.from(parts[2] ?? '', 'base64url');
	const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
	const isSigned = app.publicKeys.some((pem) =>
		verify('RSA-SHA256', signed, createPublicKey(pem), signature),
	);
	if (!isSigned) return refuse('invalid_grant', 'invalid assertion', 'assertion-signature');
	if (claims['aud'] !== visit.origin) return refuse('invalid_grant', 'audience is invalid', 'assertion-aud');
	const { exp } = claims;
	const now = org.now() / 1000;
	if (typeof exp !== 'number' || exp <= now)
		return refuse('invalid_grant', 'expired assertion', 'assertion-exp');
	if (exp > now + org.settings.assertionSeconds) {
		return refuse('invalid_grant', 'assertion lasts too long', 'assertion-exp-too-far');
	}
	const username = String(claims['sub']);
	if (!app.users.includes(username)) {
		return refuse('invalid_grant', "user hasn't approved this consumer", 'assertion-sub');
	}
	return handOut(org, visit, app, username, 'jwt');
}

function forRefreshToken(
	org: ConnectOrg,
	visit: Visit<ConnectEndpoint>,
	form: URLSearchParams,
	refuse: Refuse,
): Answer {
	const [id, secret] = clientOf(visit.authorization, form);
	const app = org.app(id);
	if (!app || app.clientSecret !== secret) return refuse('invalid_client', 'invalid client credentials');
	const refresh = org.sessions.refresh(form.get('refresh_token') ?? '');
	if (refresh?.clientId !== app.clientId) return refuse('invalid_grant', 'expired access/refresh token');
	return handOut(org, visit, app, refresh.username, 'refresh');
}

/** Id and secret from the header or the form. */
function clientOf(authorization: string | undefined, form: URLSearchParams): [id: string, secret: string] {
	const [, encoded] = /^Basic (\S+)$/.exec(authorization ?? '') ?? [];
	if (encoded === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
	const pair = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	return [decodeURIComponent(pair.slice(0, colon)), decodeURIComponent(pair.slice(colon + 1))];
}

/** Without a lifetime: sessions last as long as the organization's policy lets them. */
function handOut(
	org: ConnectOrg,
	visit: Visit<ConnectEndpoint>,
	{ organizationId }: ConnectedApp,
	username: string,
	grant: ConnectSession['grant'],
): Answer {
	return jsonAnswer(200, {
		access_token: org.issue(organizationId, username, grant),
		scope: 'api full refresh_token',
		instance_url: visit.origin,
		id: `${visit.origin}/id/${organizationId}/005000000000001`,
		token_type: 'Bearer',
	});
}

function decode(part: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		return isJsonObject(value) ? value : undefined;
	} catch {
		// No token, which the caller says.
		return undefined;
	}
}
