import { anyText } from '../../anyText';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { Delivery } from '../Delivery';
import { outsideReplayWindow } from './replayWindow';

/** More than any claims need; a webhook's body is limited before. */
const LONGEST = 1_500_000;

const COMPACT = /^[\w-]+\.[\w-]+\.([\w-]+)$/;

export interface JwtRules {
	/** How many seconds `iat` (and `exp`, `nbf`) may be off, in both directions. */
	readonly toleranceSeconds: number;
	/** What `iss` must be; undefined: anything. */
	readonly issuer?: string | undefined;
	/** Claims that must be there. */
	readonly requiredClaims?: readonly string[] | undefined;
}

export type JwtVerdict =
	{ readonly ok: true; readonly claims: JWTPayload } | { readonly ok: false; readonly reason: string };

/**
 * Base64url leaves bits of the last character unused; a decoder ignores them, and some take other characters too. Only
 * the one way a signer writes a signature counts, so that no two texts prove the same.
 */
function isCanonical(signature: string): boolean {
	return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

async function claimsOf(
	jwt: string,
	keys: readonly Uint8Array[],
	options: JWTVerifyOptions,
): Promise<JwtVerdict> {
	let reason = 'there is no key to verify the token with';
	for (const key of keys) {
		try {
			const { payload } = await jwtVerify(jwt, key, options);
			return { ok: true, claims: payload };
		} catch (error) {
			if (!(error instanceof errors.JOSEError)) throw error;
			reason = `the token is refused (${error.code})`;
			// Another key can only help where the signature was wrong.
			if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
		}
	}
	return { ok: false, reason };
}

/**
 * Verifies a compact JWT signed with HMAC-SHA256 and by nothing else, at the time the delivery came in. Every key is
 * tried. `iat` is checked where it is there; `requiredClaims` may ask for it. The claims are those of the proven token.
 */
export async function verifyCompactJwt(
	jwt: string,
	keys: readonly Uint8Array[],
	delivery: Delivery,
	rules: JwtRules,
): Promise<JwtVerdict> {
	const signature = jwt.length > LONGEST ? undefined : COMPACT.exec(jwt)?.[1];
	if (signature === undefined || !isCanonical(signature)) {
		return { ok: false, reason: 'the token is not a signed JWT' };
	}
	const verdict = await claimsOf(
		jwt,
		keys.filter((key) => key.length > 0),
		{
			algorithms: ['HS256'],
			currentDate: delivery.receivedAt.toJSDate(),
			clockTolerance: rules.toleranceSeconds,
			requiredClaims: [...(rules.requiredClaims ?? [])],
			...(rules.issuer === undefined ? {} : { issuer: rules.issuer }),
		},
	);
	if (!verdict.ok || verdict.claims.iat === undefined) return verdict;
	const outside = outsideReplayWindow(
		anyText(verdict.claims.iat),
		delivery.receivedAt,
		rules.toleranceSeconds,
	);
	return outside === undefined ? verdict : { ok: false, reason: outside };
}
