import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { ContactCenter } from '../options.ts';
import { isJsonObject, type JsonObject } from '../server/checkBody.ts';
import { longRecordId } from './recordIds.ts';

export interface TokenRules {
	contactCenters: ContactCenter[];
	acceptLongOrganizationId: boolean;
	iatLeewaySeconds: number;
	/** Milliseconds since 1970, the simulator's clock. */
	now: number;
}

/** A token split and decoded, nothing verified. */
export interface DecodedToken {
	header: JsonObject;
	claims: JsonObject;
	signingInput: string;
	signature: Buffer;
}

export type TokenVerdict =
	| { ok: true; contactCenter: ContactCenter; claims: JsonObject }
	| { ok: false; rule: string; message: string };

const MAX_LIFETIME_SECONDS = 24 * 60 * 60;
const keys = new Map<string, KeyObject>();

/** Takes `Authorization: Bearer <jwt>` apart. Undefined when it is no such thing. */
export function decodeBearer(authorization: string | undefined): DecodedToken | undefined {
	const match = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization ?? '');
	if (match === null) return undefined;
	const [, header = '', claims = '', signature = ''] = match;
	try {
		const decodedHeader: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
		const decodedClaims: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
		if (!isJsonObject(decodedHeader) || !isJsonObject(decodedClaims)) return undefined;
		return {
			header: decodedHeader,
			claims: decodedClaims,
			signingInput: `${header}.${claims}`,
			signature: Buffer.from(signature, 'base64url'),
		};
	} catch {
		return undefined;
	}
}

/** Applies section 2.2 to a decoded token: header, issuer, subject, signature, times. Replay is not looked at. */
export function verifyToken(token: DecodedToken, rules: TokenRules): TokenVerdict {
	const { header, claims } = token;
	if (header['alg'] !== 'RS256') return refuse('token-alg', 'alg must be RS256');
	if (header['typ'] !== 'JWT') return refuse('token-typ', 'typ must be JWT');
	if (header['crit'] !== undefined)
		return refuse('token-crit', 'critical header extensions are not understood');

	const issued = rules.contactCenters.filter((center) => isIssuer(claims['iss'], center, rules));
	if (issued.length === 0) return refuse('token-iss', 'iss is not an organization known here');
	const center = issued.find((candidate) => candidate.callCenterApiName === claims['sub']);
	if (center === undefined) return refuse('token-sub', 'sub is not a contact center of the organization');

	const data = Buffer.from(token.signingInput);
	const signed = center.publicKeys.some((pem) => verify('RSA-SHA256', data, keyOf(pem), token.signature));
	if (!signed)
		return refuse('token-signature', "the signature does not match the contact center's certificate");

	const complaint = checkTimes(claims, rules) ?? checkJti(claims);
	return complaint ?? { ok: true, contactCenter: center, claims };
}

function checkTimes(claims: JsonObject, rules: TokenRules): TokenVerdict | undefined {
	const now = rules.now / 1000;
	const { iat, exp } = claims;
	if (typeof iat !== 'number' || !Number.isInteger(iat)) {
		return refuse('token-iat', 'iat must be a whole number of seconds');
	}
	if (iat > now + rules.iatLeewaySeconds) return refuse('token-iat', 'iat lies in the future');
	if (typeof exp !== 'number' || !Number.isInteger(exp)) {
		return refuse('token-exp', 'exp must be a whole number of seconds');
	}
	if (exp <= now) return refuse('token-exp', 'the token has expired');
	if (exp > now + MAX_LIFETIME_SECONDS) {
		return refuse('token-exp-too-far', 'exp lies more than 24 hours ahead');
	}
	return undefined;
}

function checkJti(claims: JsonObject): TokenVerdict | undefined {
	const jti = claims['jti'];
	return jti === undefined || (typeof jti === 'string' && jti !== '')
		? undefined
		: refuse('token-jti', 'jti must be a text that is not empty');
}

function isIssuer(iss: unknown, center: ContactCenter, rules: TokenRules): boolean {
	return (
		iss === center.organizationId ||
		(rules.acceptLongOrganizationId && iss === longRecordId(center.organizationId))
	);
}

/** Reads every public key, so that a bad one is reported at the start. Throws node:crypto's error. */
export function readPublicKeys(contactCenters: ContactCenter[]): void {
	for (const center of contactCenters) center.publicKeys.forEach(keyOf);
}

function keyOf(pem: string): KeyObject {
	let key = keys.get(pem);
	if (key === undefined) {
		key = createPublicKey(pem);
		keys.set(pem, key);
	}
	return key;
}

function refuse(rule: string, message: string): { ok: false; rule: string; message: string } {
	return { ok: false, rule, message };
}
