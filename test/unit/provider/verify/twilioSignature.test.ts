import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	twilioUrlForms,
	verifyTwilioSignature,
} from '../../../../nodes/shared/provider/verify/twilioSignature';
import { delivery } from '../delivery.ts';
import { AUTH_TOKEN, TWILIO_VECTORS, type TwilioVector } from './twilioVectors.ts';

function deliveryOf({ url, contentType, body, signature }: TwilioVector) {
	return delivery({
		urls: [url],
		headers: { 'content-type': contentType, 'x-twilio-signature': signature },
		body,
	});
}

describe("Twilio's published signatures", () => {
	it.each(TWILIO_VECTORS)('$name is proven', (vector) => {
		expect(verifyTwilioSignature(deliveryOf(vector), [AUTH_TOKEN])).toEqual({
			ok: true,
			scheme: 'twilioSignature',
		});
	});

	it.each(TWILIO_VECTORS)('$name is refused with another Auth Token', (vector) => {
		expect(verifyTwilioSignature(deliveryOf(vector), ['12346']).ok).toBe(false);
	});

	it('takes the previous Auth Token as well', () => {
		const [vector] = TWILIO_VECTORS;
		expect(vector && verifyTwilioSignature(deliveryOf(vector), ['the new one', AUTH_TOKEN]).ok).toBe(true);
	});
});

/** A text with one bit of one byte turned over. Bytes and characters are the same here, the vectors being ASCII. */
function flipped(text: string, bit: number): string {
	const bytes = Buffer.from(text, 'latin1');
	bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
	return bytes.toString('latin1');
}

/** What a body says, however it is written: a form with the same fields is no forgery. */
function meaning(body: string, contentType: string): string {
	if (contentType === 'application/json') return body;
	const pairs = [...new URLSearchParams(Buffer.from(body, 'latin1').toString('utf8'))].map((pair) =>
		pair.join('\u0000'),
	);
	return [...new Set(pairs)].sort().join('\u0001');
}

function withoutPort(address: string): string {
	const url = new URL(address);
	url.port = '';
	return url.href;
}

/** The port is not part of what Twilio signs, and the case of the scheme and the host means nothing. */
function sameAddress(a: string, b: string): boolean {
	return URL.canParse(b) && withoutPort(a) === withoutPort(b);
}

describe('one bit turned over', () => {
	it('refuses every such signature, body and address, over 10,000 in all', () => {
		const accepted: string[] = [];
		let tried = 0;
		const attempt = (vector: TwilioVector, what: string): void => {
			tried += 1;
			if (verifyTwilioSignature(deliveryOf(vector), [AUTH_TOKEN]).ok) accepted.push(what);
		};
		for (const vector of TWILIO_VECTORS) {
			const { name, url, body, contentType, signature } = vector;
			for (let bit = 0; bit < signature.length * 8; bit += 1) {
				attempt({ ...vector, signature: flipped(signature, bit) }, `${name}: signature bit ${bit}`);
			}
			for (let bit = 0; bit < body.length * 8; bit += 1) {
				const changed = flipped(body, bit);
				if (meaning(changed, contentType) === meaning(body, contentType)) continue;
				attempt({ ...vector, body: changed }, `${name}: body bit ${bit}`);
			}
			for (let bit = 0; bit < url.length * 8; bit += 1) {
				const changed = flipped(url, bit);
				if (sameAddress(url, changed)) continue;
				attempt({ ...vector, url: changed }, `${name}: address bit ${bit}`);
			}
		}
		expect(accepted).toEqual([]);
		expect(tried).toBeGreaterThan(10_000);
	});
});

function sign(text: string): string {
	return createHmac('sha1', AUTH_TOKEN).update(text, 'utf8').digest('base64');
}

describe('what a signature does not cover is not let in', () => {
	const url = 'https://n8n.example.com/webhook/abc/telephony';

	it('refuses a JSON body that no hash in the address covers', () => {
		const headers = { 'content-type': 'application/json', 'x-twilio-signature': sign(url) };
		expect(
			verifyTwilioSignature(delivery({ urls: [url], headers, body: '{"CallSid":"CA1"}' }), [AUTH_TOKEN]),
		).toEqual({
			ok: false,
			reason: 'the body is not signed',
		});
	});

	it('refuses a form whose hash in the address is that of another body', () => {
		const hash = createHash('sha256').update('CallSid=CA1').digest('hex');
		const hashed = `${url}?bodySHA256=${hash}`;
		const headers = {
			'content-type': 'application/x-www-form-urlencoded',
			'x-twilio-signature': sign(hashed),
		};
		expect(
			verifyTwilioSignature(delivery({ urls: [hashed], headers, body: 'CallSid=CA1' }), [AUTH_TOKEN]).ok,
		).toBe(true);
		expect(
			verifyTwilioSignature(delivery({ urls: [hashed], headers, body: 'CallSid=CA2' }), [AUTH_TOKEN]),
		).toEqual({
			ok: false,
			reason: "the body does not match 'bodySHA256'",
		});
	});

	it('refuses an address with two hashes', () => {
		const hash = createHash('sha256').update('{}').digest('hex');
		const hashed = `${url}?bodySHA256=${hash}&bodySHA256=${'0'.repeat(64)}`;
		const headers = { 'content-type': 'application/json', 'x-twilio-signature': sign(hashed) };
		expect(verifyTwilioSignature(delivery({ urls: [hashed], headers, body: '{}' }), [AUTH_TOKEN]).ok).toBe(
			false,
		);
	});

	it.each([
		['no signature', {}],
		['an empty signature', { 'x-twilio-signature': '' }],
	])('refuses %s', (_name, headers) => {
		expect(verifyTwilioSignature(delivery({ headers }), [AUTH_TOKEN])).toEqual({
			ok: false,
			reason: "the header 'x-twilio-signature' is missing",
		});
	});

	it('lets nobody in without an Auth Token', () => {
		const headers = { 'x-twilio-signature': createHmac('sha1', '').update(url).digest('base64') };
		expect(verifyTwilioSignature(delivery({ urls: [url], headers }), []).ok).toBe(false);
	});
});

describe('the address Twilio signed', () => {
	it('may be any of those the sender can have called', () => {
		const test = 'https://n8n.example.com/webhook-test/abc/telephony';
		const live = 'https://n8n.example.com/webhook/abc/telephony';
		const headers = { 'x-twilio-signature': sign(test) };
		expect(verifyTwilioSignature(delivery({ urls: [live, test], headers }), [AUTH_TOKEN]).ok).toBe(true);
		expect(verifyTwilioSignature(delivery({ urls: [live], headers }), [AUTH_TOKEN]).ok).toBe(false);
	});

	it('bears the user name and password the request came with', () => {
		const headers = {
			authorization: `Basic ${Buffer.from('desk:p@ss').toString('base64')}`,
			'x-twilio-signature': sign('https://desk:p%40ss@n8n.example.com/webhook/abc/telephony'),
		};
		expect(verifyTwilioSignature(delivery({ headers }), [AUTH_TOKEN]).ok).toBe(true);
	});

	it('is tried with and without the port, and with the query as it came and re-encoded', () => {
		expect(twilioUrlForms("https://Example.com/hook?name=O'Hara Smith&x=%40")).toEqual([
			"https://example.com/hook?name=O'Hara Smith&x=%40",
			'https://example.com/hook?name=O%27Hara%20Smith&x=%40',
			"https://example.com/hook?name=O'Hara%20Smith&x=%40",
			"https://example.com:443/hook?name=O'Hara Smith&x=%40",
			'https://example.com:443/hook?name=O%27Hara%20Smith&x=%40',
			"https://example.com:443/hook?name=O'Hara%20Smith&x=%40",
		]);
		expect(twilioUrlForms('not a url')).toEqual([]);
	});
});
