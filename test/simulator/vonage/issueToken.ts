import { jsonAnswer, type Answer } from '../server/Answer.ts';
import type { Visit } from '../server/Api.ts';
import type { VonageEndpoint } from './endpoints/VonageEndpoint.ts';
import type { VonageAccount } from './settings.ts';
import type { TokenService } from './TokenBook.ts';
import type { VonageCenter } from './VonageCenter.ts';

/** Section 3: "always 7200". */
const GATEWAY_LIFETIME_SECONDS = 7200;
const FORM_FIELDS = ['grant_type', 'client_id', 'client_secret', 'scope'];

interface Credentials {
	id: string;
	secret: string;
	credentialsIn: 'header' | 'form';
}

/**
 * A token request to either service (sections 2 and 3 of the Calls API reference): content type, grant,
 * credentials, rate, scope, in this order. Errors as in RFC 6749, section 5.2.
 */
export function issueToken(
	center: VonageCenter,
	visit: Visit<VonageEndpoint>,
	service: TokenService,
): Answer {
	const { number } = visit.record;
	const refuse = (error: string, rule: string, message: string, status = 400): Answer => {
		center.recordViolation(number, rule, message);
		return jsonAnswer(status, { error });
	};
	const mediaType = (visit.record.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (mediaType !== 'application/x-www-form-urlencoded') {
		const message = 'Content-Type must be application/x-www-form-urlencoded';
		return refuse('invalid_request', 'content-type', message);
	}
	const form = new URLSearchParams(visit.body);
	const repeated = FORM_FIELDS.find((name) => form.getAll(name).length > 1);
	if (repeated !== undefined) {
		return refuse('invalid_request', 'repeated-field', `${repeated} is given more than once`);
	}
	if (form.get('grant_type') !== 'client_credentials') {
		return refuse('unsupported_grant_type', 'grant-type', 'grant_type must be client_credentials');
	}
	const credentials = readCredentials(visit.authorization, form);
	if (typeof credentials === 'string') return refuse('invalid_request', 'credentials', credentials);
	const account = findAccount(center, service, credentials);
	if (account === undefined) {
		const message = 'client_id and client_secret are not those of an account';
		return refuse('invalid_client', 'invalid-client', message, center.settings.invalidClientStatus);
	}
	const tooMany = center.limit(account);
	if (tooMany !== undefined) return tooMany;
	const complaint = service === 'gateway' ? checkScope(form.get('scope'), account) : undefined;
	if (complaint !== undefined) return refuse('invalid_scope', 'scope', complaint);
	const known = service === 'gateway' ? FORM_FIELDS : FORM_FIELDS.filter((name) => name !== 'scope');
	for (const name of new Set(form.keys())) {
		if (known.includes(name)) continue;
		center.recordViolation(number, 'unknown-field', `${name} is not a known field`, name, false);
	}
	return handOut(center, service, account, credentials, form.get('scope'));
}

function handOut(
	center: VonageCenter,
	service: TokenService,
	{ accountKey }: VonageAccount,
	{ credentialsIn }: Credentials,
	scope: string | null,
): Answer {
	const { tokenLifetimeSeconds, expiresIn } = center.settings;
	const lifetime = service === 'v0' ? tokenLifetimeSeconds : GATEWAY_LIFETIME_SECONDS;
	const about = { accountKey, service, credentialsIn, scope };
	const access_token = center.tokenBook.issue(about, lifetime, center.now());
	const token = { access_token, token_type: 'Bearer' };
	if (service === 'v0' && expiresIn === 'absent') return jsonAnswer(200, token);
	const expires_in = service === 'v0' && expiresIn === 'text' ? String(lifetime) : lifetime;
	return jsonAnswer(200, { ...token, expires_in });
}

/** From the header or the form, or what is wrong with them. */
function readCredentials(authorization: string | undefined, form: URLSearchParams): Credentials | string {
	const inForm = form.has('client_id') || form.has('client_secret');
	if (authorization === undefined) {
		if (!inForm) return 'neither an Authorization header nor client_id and client_secret';
		return {
			id: form.get('client_id') ?? '',
			secret: form.get('client_secret') ?? '',
			credentialsIn: 'form',
		};
	}
	if (inForm) return 'the credentials are given both in the header and in the form';
	const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(authorization) ?? [];
	const pair = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	if (colon === -1) return 'Authorization must be Basic and two texts joined by a colon, in base64';
	return { id: pair.slice(0, colon), secret: pair.slice(colon + 1), credentialsIn: 'header' };
}

function findAccount(
	center: VonageCenter,
	service: TokenService,
	{ id, secret }: Credentials,
): VonageAccount | undefined {
	return center.settings.accounts.find(({ accountKey, apiToken, gateway }) =>
		service === 'v0'
			? accountKey === id && apiToken === secret
			: gateway?.clientId === id && gateway.clientSecret === secret,
	);
}

function checkScope(scope: string | null, { gateway }: VonageAccount): string | undefined {
	const wanted = (scope ?? '').split(' ').filter((name) => name !== '');
	if (wanted.length === 0) return 'scope is required';
	const strange = wanted.find((name) => gateway?.scopes.includes(name) !== true);
	return strange === undefined ? undefined : `the scope ${strange} is not granted`;
}
