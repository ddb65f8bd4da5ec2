import type { Delivery } from '../Delivery';
import { anySame } from './constantTime';
import { proven, refused, type Verdict } from './Verdict';

/** Where a sender puts the token. Never the query: addresses end up in logs. */
export type TokenPlace =
	| { readonly kind: 'header'; readonly header: string }
	| { readonly kind: 'basicPassword' }
	/** `tokenIn` finds it in the body; undefined when it is not there or the body cannot be read. */
	| { readonly kind: 'bodyField'; readonly tokenIn: (delivery: Delivery) => string | undefined };

function basicPassword(authorization: string): string[] {
	const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization)?.[1];
	if (encoded === undefined) return [];
	const pair = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = pair.indexOf(':');
	return colon === -1 ? [] : [pair.slice(colon + 1)];
}

function tokens(delivery: Delivery, place: TokenPlace): string[] {
	if (place.kind === 'bodyField') return [place.tokenIn(delivery)].filter((token) => token !== undefined);
	if (place.kind === 'basicPassword') return basicPassword(delivery.headers.authorization ?? '');
	const value = delivery.headers[place.header]?.trim();
	if (!value) return [];
	const bearer = /^Bearer\s+(\S.*)$/i.exec(value)?.[1];
	return bearer === undefined ? [value] : [value, bearer];
}

/**
 * Proves a delivery by a token it carries. It guards neither the body nor against replay, so it is worth only what the
 * connection (https) is worth. Family D of the reference, telephony events, section 11.
 */
export function verifyFixedToken(delivery: Delivery, secrets: readonly string[], place: TokenPlace): Verdict {
	const received = tokens(delivery, place);
	if (received.length === 0) return refused('the token is missing');
	return anySame(received, secrets) ? proven('fixedToken') : refused('the token does not match');
}
