import { anyText } from '../../anyText';
import type { Delivery } from '../Delivery';
import { verifyCompactJwt } from './compactJwt';
import { outsideReplayWindow } from './replayWindow';
import { proven, refused, type Verdict } from './Verdict';

export interface JwtBody {
	/** The scheme's name on the event. */
	readonly scheme: string;
	/** How many seconds `iat` may be off, in both directions, where the token has one. */
	readonly toleranceSeconds: number;
	/** The claim that tells when the event happened, which stands in for an `iat` that is not there. */
	readonly eventTime: string;
}

/** As long as the events seen are remembered. A token that is older would not be known again. */
const A_DAY_IN_SECONDS = 86_400;

function tokenOf(delivery: Delivery): string {
	return delivery.rawBody.toString('latin1').trim();
}

/**
 * Proves a delivery whose whole body is a compact JWT (HS256) keyed with the text of a secret. Every secret is tried.
 * Family C of the reference, telephony events, section 11.
 */
export async function verifyJwtBody(
	delivery: Delivery,
	secrets: readonly string[],
	form: JwtBody,
): Promise<Verdict> {
	if (/^\s*[[{]/.test(tokenOf(delivery))) return refused('the body is plain JSON and not a signed token');
	const keys = secrets.map((secret) => Buffer.from(secret, 'utf8'));
	const verdict = await verifyCompactJwt(tokenOf(delivery), keys, delivery, form);
	if (!verdict.ok) return refused(verdict.reason);
	const { iat, [form.eventTime]: time } = verdict.claims;
	if (iat !== undefined || time === undefined || time === null) return proven(form.scheme);
	const outside = outsideReplayWindow(anyText(time), delivery.receivedAt, A_DAY_IN_SECONDS);
	return outside === undefined ? proven(form.scheme) : refused(outside);
}

/**
 * A delivery whose body is what the token of a proven one says, as JSON. Its bytes are those the sender wrote, so that
 * they are read as carefully as any other body.
 */
export function withoutJwt(delivery: Delivery): Delivery {
	const claims = tokenOf(delivery).split('.')[1] ?? '';
	return {
		...delivery,
		headers: { ...delivery.headers, 'content-type': 'application/json' },
		rawBody: Buffer.from(claims, 'base64url'),
	};
}
