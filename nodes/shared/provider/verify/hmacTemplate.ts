import { createHmac } from 'node:crypto';
import type { Delivery } from '../Delivery';
import { anySame } from './constantTime';
import { outsideReplayWindow } from './replayWindow';
import { proven, refused, type Verdict } from './Verdict';

export const HMAC_ALGORITHMS = ['sha1', 'sha256', 'sha512'] as const;

export const HMAC_ENCODINGS = ['hex', 'base64'] as const;

/** An HMAC over a text made of parts of the request; how most vendors sign. */
export interface HmacTemplate {
	/** The scheme's name on the event. */
	readonly scheme: string;
	/** The header that bears the signature; it may list several, divided by spaces or commas. */
	readonly header: string;
	readonly algorithm: (typeof HMAC_ALGORITHMS)[number];
	readonly encoding: (typeof HMAC_ENCODINGS)[number];
	/** What stands before a signature in its header, e.g. `sha256=`. Signatures without it are passed over. */
	readonly prefix: string;
	/** The signed text, with `{timestamp}`, `{id}`, `{url}` and `{body}` where these go. */
	readonly template: string;
	readonly timestampHeader: string;
	readonly idHeader: string;
	/** How many seconds the signed time may be off. Without `{timestamp}` in the template there is nothing to check. */
	readonly toleranceSeconds: number;
	/** The key a secret stands for; undefined when it stands for none. */
	readonly key: (secret: string) => Buffer | undefined;
}

/** More than any sender lists while it changes its secret. */
const MOST_SIGNATURES = 16;

const PLACEHOLDER = /(\{(?:timestamp|id|url|body)\})/;

function receivedSignatures(header: string, form: HmacTemplate): string[] {
	// Standard Webhooks' prefix `v1,` holds a comma, so its list is divided by spaces alone.
	const divider = form.prefix.includes(',') ? /\s+/ : /[\s,]+/;
	return header
		.split(divider)
		.filter((entry) => entry !== '' && entry.startsWith(form.prefix))
		.slice(0, MOST_SIGNATURES)
		.map((entry) => entry.slice(form.prefix.length))
		.map((signature) => (form.encoding === 'hex' ? signature.toLowerCase() : signature));
}

function signature(delivery: Delivery, url: string, key: Buffer, form: HmacTemplate): string {
	const hmac = createHmac(form.algorithm, key);
	for (const part of form.template.split(PLACEHOLDER)) {
		if (part === '{body}') hmac.update(delivery.rawBody);
		else if (part === '{timestamp}') hmac.update(delivery.headers[form.timestampHeader] ?? '');
		else if (part === '{id}') hmac.update(delivery.headers[form.idHeader] ?? '');
		else if (part === '{url}') hmac.update(url);
		else hmac.update(part);
	}
	return hmac.digest(form.encoding);
}

/**
 * Proves a delivery by the HMAC its sender put into a header. Every secret is tried, and every address if the address
 * is signed. Header names in `form` are in lower case. Family A of the reference, telephony events, section 11.
 */
export function verifyHmacTemplate(
	delivery: Delivery,
	secrets: readonly string[],
	form: HmacTemplate,
): Verdict {
	const header = delivery.headers[form.header];
	if (!header) return refused(`the header '${form.header}' is missing`);
	const received = receivedSignatures(header, form);
	if (received.length === 0)
		return refused(`the header '${form.header}' holds no signature of the expected form`);

	if (form.template.includes('{id}') && !delivery.headers[form.idHeader]) {
		return refused(`the header '${form.idHeader}' is missing`);
	}
	if (form.template.includes('{timestamp}')) {
		const signedTime = delivery.headers[form.timestampHeader];
		if (!signedTime) return refused(`the header '${form.timestampHeader}' is missing`);
		const outside = outsideReplayWindow(signedTime, delivery.receivedAt, form.toleranceSeconds);
		if (outside) return refused(outside);
	}

	const urls = form.template.includes('{url}') ? delivery.urls : [''];
	const expected = secrets
		.map((secret) => form.key(secret))
		.filter((key) => key !== undefined)
		.flatMap((key) => urls.map((url) => signature(delivery, url, key, form)));
	return anySame(received, expected) ? proven(form.scheme) : refused('the signature does not match');
}
