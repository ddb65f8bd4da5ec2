import { KeptByDigest } from '../http/KeptByDigest';
import { ProblemError } from '../problem';
import { AccessTokens } from './AccessTokens';
import { vonageBaseUrl } from './hosts';
import type { TokenService } from './tokenService';

/** What the Vonage Contact Center API credential comes to once it is checked. */
export interface VonageCredential {
	/** `https://…`, without a slash at its end. */
	readonly baseUrl: string;
	readonly accountKey: string;
	readonly accessTokens: AccessTokens;
}

type Data = Readonly<Record<string, unknown>>;

/** Tokens outlive executions. */
const accessTokens = new KeptByDigest<AccessTokens>();

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `vonageCredential.${code}`, what, fix });
}

function text(data: Data, field: string): string {
	const value = data[field];
	return typeof value === 'string' ? value.trim() : '';
}

function required(data: Data, field: string, label: string, fix: string): string {
	const value = text(data, field);
	if (value === '') throw problem(field, `The '${label}' is empty.`, fix);
	if (/[^\x21-\x7E]/.test(value)) {
		throw problem(field, `The '${label}' holds blanks or characters that no such value has.`, fix);
	}
	return value;
}

function accountKey(data: Data): string {
	const fix = 'Copy it from the VCC Admin Portal: Account Settings > Configuration.';
	const key = required(data, 'accountKey', 'Account Key', fix);
	if (!/^[A-Za-z0-9]+$/.test(key)) {
		throw problem('accountKey', "The 'Account Key' is not one: it has letters and digits only.", fix);
	}
	return key;
}

function tokenService(data: Data, key: string, baseUrl: string): TokenService {
	if (data.tokenService !== 'gateway') {
		const fix =
			'Copy it from the VCC Admin Portal: Account Settings > Configuration > API Authentication Token.';
		return {
			kind: 'v0',
			url: `${baseUrl}/v0/oauth2/token`,
			clientId: key,
			clientSecret: required(data, 'apiToken', 'API Authentication Token', fix),
		};
	}
	const fix = 'Copy it from what Vonage gave you for its regional API gateway.';
	return {
		kind: 'gateway',
		url: `${baseUrl}/Auth/connect/token`,
		clientId: required(data, 'clientId', 'Client ID', fix),
		clientSecret: required(data, 'clientSecret', 'Client Secret', fix),
		scope: text(data, 'scope'),
	};
}

/**
 * Checks a credential's fields as n8n hands them over. Throws a ProblemError that names the field by its label;
 * secrets and tokens are in none of its texts.
 */
export function readVonageCredential(data: Data): VonageCredential {
	const baseUrl = vonageBaseUrl(text(data, 'region'), data.customHost === true, text(data, 'baseUrl'));
	const key = accountKey(data);
	const service = tokenService(data, key, baseUrl);
	return {
		baseUrl,
		accountKey: key,
		accessTokens: accessTokens.get(service, () => new AccessTokens(service)),
	};
}
