import { createHash, createHmac } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { formPairs } from '../body/form';
import { type Delivery, mediaType, queryOf } from '../Delivery';
import { anySame } from './constantTime';
import { proven, refused, type Verdict } from './Verdict';

export const TWILIO_SIGNATURE_HEADER = 'x-twilio-signature';

const DEFAULT_PORT: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** The query as it came, as a URL parser writes it, and as Node's older query module does. */
function queries(url: string, parsed: URL): Set<string> {
	const start = url.indexOf('?');
	if (start === -1) return new Set(['']);
	const asReceived = url.slice(start).split('#', 1)[0] ?? '';
	// Half a character, which no request bears, would make the module throw.
	const legible = asReceived.slice(1).replace(/\p{Surrogate}/gu, '\uFFFD');
	return new Set([asReceived, parsed.search, `?${stringify(parse(legible))}`]);
}

/**
 * The ways Twilio may have written an address when signing it: with and without the port, and with the query as it
 * came or re-encoded. Its servers differ, and its own libraries try the same (twilio-node, webhooks).
 */
export function twilioUrlForms(url: string): string[] {
	if (!URL.canParse(url)) return [];
	const parsed = new URL(url);
	const { protocol, username, password, hostname, pathname, hash } = parsed;
	const user = username || password ? `${username}${password ? `:${password}` : ''}@` : '';
	const port = parsed.port || DEFAULT_PORT[protocol];
	const forms = [
		`${protocol}//${user}${hostname}`,
		`${protocol}//${user}${hostname}${port ? `:${port}` : ''}`,
	].flatMap((origin) => [...queries(url, parsed)].map((query) => `${origin}${pathname}${query}${hash}`));
	return [...new Set(forms)];
}

/** An address with the user name and password it was called with, which Twilio signs as part of the address. */
function withUserInfo(url: string, authorization: string): string[] {
	const encoded = /^Basic\s+(\S+)$/i.exec(authorization)?.[1];
	if (encoded === undefined || !URL.canParse(url)) return [];
	const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	const { protocol } = new URL(url);
	const password = rest.length > 0 ? `:${encodeURIComponent(rest.join(':'))}` : '';
	return [url.replace(`${protocol}//`, () => `${protocol}//${encodeURIComponent(name)}${password}@`)];
}

/** Names in code-unit order, each followed by its value; of a repeated name the distinct values, sorted. */
function signedParameters(pairs: ReadonlyArray<readonly [string, string]>): string {
	const values = new Map<string, Set<string>>();
	for (const [name, value] of pairs) values.set(name, (values.get(name) ?? new Set()).add(value));
	return [...values.keys()]
		.sort()
		.map((name) =>
			[...(values.get(name) ?? [])]
				.sort()
				.map((value) => name + value)
				.join(''),
		)
		.join('');
}

/** Sorting and hashing costs time before anything is proven. Twilio's own forms have a few kB, transcripts included. */
const MOST_FORM_BYTES = 64 * 1024;

/** What is signed after the address, or why the body is not covered by the signature. */
function signedBody(delivery: Delivery): { readonly text: string } | { readonly reason: string } {
	const hashes = queryOf(delivery).getAll('bodySHA256');
	if (hashes.length > 0) {
		const actual = createHash('sha256').update(delivery.rawBody).digest('hex');
		const same = hashes.length === 1 && anySame(hashes, [actual]);
		return same ? { text: '' } : { reason: "the body does not match 'bodySHA256'" };
	}
	if (delivery.rawBody.length === 0) return { text: '' };
	// Without the hash a JSON body would be covered by nothing, so a signature for the bare address must not admit it.
	if (mediaType(delivery) !== 'application/x-www-form-urlencoded')
		return { reason: 'the body is not signed' };
	if (delivery.rawBody.length > MOST_FORM_BYTES) return { reason: 'the form is larger than any of Twilio' };
	return { text: signedParameters(formPairs(delivery.rawBody)) };
}

/**
 * Proves a delivery by Twilio's signature: Base64 HMAC-SHA1, keyed with the Auth Token, over the address and the form
 * parameters, or over an address that bears the hash of a JSON body. It has no time in it, so replays are left to the
 * memory of seen events. Family A of the reference, telephony events, section 11.
 */
export function verifyTwilioSignature(delivery: Delivery, authTokens: readonly string[]): Verdict {
	const received = delivery.headers[TWILIO_SIGNATURE_HEADER];
	if (!received) return refused(`the header '${TWILIO_SIGNATURE_HEADER}' is missing`);
	const body = signedBody(delivery);
	if ('reason' in body) return refused(body.reason);
	const authorization = delivery.headers.authorization ?? '';
	const addresses = delivery.urls.flatMap((url) => [url, ...withUserInfo(url, authorization)]);
	const texts = new Set(addresses.flatMap(twilioUrlForms).map((url) => url + body.text));
	const expected = authTokens.flatMap((token) =>
		[...texts].map((text) => createHmac('sha1', token).update(text, 'utf8').digest('base64')),
	);
	return anySame([received], expected)
		? proven('twilioSignature')
		: refused('the signature does not match; the address Twilio calls or the Auth Token may be another one');
}
