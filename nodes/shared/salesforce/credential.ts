import { anyNumber, anyText } from '../anyText';
import { KeptByDigest } from '../http/KeptByDigest';
import type { Tokens } from '../http/sendWithRepeats';
import { ProblemError } from '../problem';
import { telephonyBaseUrl } from './myDomain';
import { readPrivateKey } from './privateKey';
import { TokenSource } from './TokenSource';

/** What the Salesforce Voice JWT API credential comes to once it is checked. */
export interface SalesforceVoiceCredential {
	/** `https://…/telephony/v1`, without a slash at its end. */
	readonly baseUrl: string;
	readonly organizationId: string;
	readonly callCenterApiName: string;
	readonly telephonyProviderName: string;
	readonly tokens: Tokens;
}

const LONGEST_LIFETIME_MINUTES = 24 * 60;

const DEFAULT_LIFETIME_MINUTES = 15;

/** Token sources outlive executions, so that one signature serves many runs. */
const tokenSources = new KeptByDigest<TokenSource>();

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `credential.${code}`, what, fix });
}

function text(data: Readonly<Record<string, unknown>>, field: string): string {
	const value = data[field];
	return typeof value === 'string' ? value.trim() : '';
}

function organizationId(entered: string): string {
	if (!/^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(entered)) {
		throw problem(
			'organizationId',
			"The 'Organization ID' is not one: it starts with 00D and has 15 or 18 characters.",
			"Copy it from Salesforce: Setup > Company Information > 'Salesforce.com Organization ID'.",
		);
	}
	// Salesforce's own installer takes exactly 15 (ServiceCloudVoiceLambdas.yaml); the other three are a checksum.
	return entered.slice(0, 15);
}

function callCenterApiName(entered: string): string {
	if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(entered)) {
		throw problem(
			'callCenterApiName',
			entered === ''
				? "The 'Contact Center API Name' is empty."
				: "The 'Contact Center API Name' is not an API name: those have letters, digits and underscores only.",
			"Copy the 'API Name' (not the display name) from Salesforce: Setup > Contact Centers.",
		);
	}
	return entered;
}

function lifetimeSeconds(entered: unknown): number {
	const minutes = entered === undefined || entered === '' ? DEFAULT_LIFETIME_MINUTES : anyNumber(entered);
	if (!Number.isFinite(minutes) || minutes < 1 || minutes > LONGEST_LIFETIME_MINUTES) {
		throw problem(
			'tokenLifetime',
			`The 'Token Lifetime (Minutes)' is not between 1 and ${LONGEST_LIFETIME_MINUTES} minutes.`,
			'Salesforce accepts tokens for 24 hours at most. 15 minutes is a good value.',
		);
	}
	return Math.round(minutes * 60);
}

function telephonyProviderName(data: Readonly<Record<string, unknown>>): string {
	const name = text(data, 'telephonyProviderName');
	if (!/^[\x20-\x7E]*$/.test(name)) {
		throw problem(
			'telephonyProviderName',
			"The 'Telephony Provider Name' holds characters that cannot be sent in a header.",
			'Use plain letters, digits, spaces and dashes.',
		);
	}
	return name;
}

/** The fields that a token depends on. */
const TOKEN_FIELDS = [
	'organizationId',
	'callCenterApiName',
	'privateKey',
	'passphrase',
	'tokenLifetimeMinutes',
	'singleUseTokens',
	'myDomainUrl',
];

/**
 * Checks a credential's fields as n8n hands them over. Throws a ProblemError that names the field by its label;
 * the key, the passphrase and tokens are in none of its texts.
 */
export function readCredential(data: Readonly<Record<string, unknown>>): SalesforceVoiceCredential {
	const baseUrl = telephonyBaseUrl(text(data, 'myDomainUrl'), data.customHost === true);
	const issuer = organizationId(text(data, 'organizationId'));
	const subject = callCenterApiName(text(data, 'callCenterApiName'));
	const lifetime = lifetimeSeconds(data.tokenLifetimeMinutes);
	const provider = telephonyProviderName(data);
	const tokens = tokenSources.get(
		TOKEN_FIELDS.map((field) => data[field] ?? null),
		() =>
			new TokenSource({
				privateKey: readPrivateKey(
					text(data, 'privateKey'),
					typeof data.passphrase === 'string' ? data.passphrase : '',
				),
				organizationId: issuer,
				callCenterApiName: subject,
				lifetimeSeconds: lifetime,
				singleUse: anyText(data.singleUseTokens) === 'true',
			}),
	);
	return {
		baseUrl,
		organizationId: issuer,
		callCenterApiName: subject,
		telephonyProviderName: provider,
		tokens,
	};
}
