import { createHash } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload } from 'jose';
import type { Delivery } from '../Delivery';
import { verifyCompactJwt } from './compactJwt';
import { sameText } from './constantTime';
import { proven, refused, type Verdict } from './Verdict';

/** A JWT in a header that vouches for the body by its hash. */
export interface JwtBesideBody {
	/** The scheme's name on the event. */
	readonly scheme: string;
	/** The header that bears `Bearer` and the token, in lower case. */
	readonly header: string;
	/** What `iss` must be; undefined: anything. */
	readonly issuer: string | undefined;
	/** How many seconds `iat` may be off, in both directions. */
	readonly toleranceSeconds: number;
	/** What other claims must be, e.g. `application_id`. */
	readonly claims: Readonly<Record<string, string>>;
	/** The key a secret stands for; undefined when it stands for none. */
	readonly key: (secret: string) => Uint8Array | undefined;
}

function bearerToken(delivery: Delivery, header: string): string | undefined {
	return /^Bearer (\S+)$/i.exec(delivery.headers[header] ?? '')?.[1];
}

/**
 * Proves a delivery by a JWT (HS256) in a header whose claim `payload_hash` is the hex SHA-256 of the body as it was
 * sent. Every secret is tried. Family B of the reference, telephony events, section 11.
 */
export async function verifyJwtBesideBody(
	delivery: Delivery,
	secrets: readonly string[],
	form: JwtBesideBody,
): Promise<Verdict> {
	const token = bearerToken(delivery, form.header);
	if (token === undefined) return refused(`the header '${form.header}' bears no token`);
	const keys = secrets.map((secret) => form.key(secret)).filter((key) => key !== undefined);
	const verdict = await verifyCompactJwt(token, keys, delivery, {
		toleranceSeconds: form.toleranceSeconds,
		issuer: form.issuer,
		requiredClaims: ['iat', 'payload_hash'],
	});
	if (!verdict.ok) return refused(verdict.reason);

	const { claims } = verdict;
	const hash = createHash('sha256').update(delivery.rawBody).digest('hex');
	if (typeof claims.payload_hash !== 'string' || !sameText(claims.payload_hash.toLowerCase(), hash)) {
		return refused("the body does not match the token's 'payload_hash'");
	}
	const other = Object.entries(form.claims).find(([name, value]) => claims[name] !== value);
	return other === undefined ? proven(form.scheme) : refused(`the token's '${other[0]}' is another one`);
}

/** The claims of the token beside a body that has been proven; empty when there are none. */
export function claimsBesideBody(delivery: Delivery, header: string): JWTPayload {
	try {
		return decodeJwt(bearerToken(delivery, header) ?? '');
	} catch (error) {
		if (error instanceof errors.JOSEError) return {};
		throw error;
	}
}
