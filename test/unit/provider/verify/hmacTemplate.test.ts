import { createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../../nodes/shared/provider/Delivery';
import { type HmacTemplate, verifyHmacTemplate } from '../../../../nodes/shared/provider/verify/hmacTemplate';
import {
	standardWebhooks,
	standardWebhooksKey,
} from '../../../../nodes/shared/provider/verify/standardWebhooks';
import { delivery, RECEIVED_AT } from '../delivery.ts';

/** S1, the example of the Standard Webhooks specification and of its reference libraries (telephony events, section 11). */
const S1 = {
	secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	timestamp: '1614265330',
	body: '{"test": 2432232314}',
	signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

function s1(changes: Partial<typeof S1> = {}, receivedAt = 1614265330): Delivery {
	const { id, timestamp, body, signature } = { ...S1, ...changes };
	return delivery({
		headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
		body,
		receivedAt: DateTime.fromSeconds(receivedAt, { zone: 'utc' }),
	});
}

const preset = standardWebhooks(300);

describe("Standard Webhooks' published signature", () => {
	it('is proven', () => {
		expect(verifyHmacTemplate(s1(), [S1.secret], preset)).toEqual({ ok: true, scheme: 'standardWebhooks' });
	});

	it('is proven without whsec_ in front of the secret, and with the secret in second place', () => {
		expect(verifyHmacTemplate(s1(), ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], preset).ok).toBe(true);
		expect(verifyHmacTemplate(s1(), ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', S1.secret], preset).ok).toBe(
			true,
		);
	});

	it('is found among several', () => {
		const signature = `v1,AAAA v1a,BBBB ${S1.signature}`;
		expect(verifyHmacTemplate(s1({ signature }), [S1.secret], preset).ok).toBe(true);
	});

	it.each([
		['another version of the signature', { signature: S1.signature.replace('v1,', 'v2,') }],
		['no version', { signature: S1.signature.replace('v1,', '') }],
		['a shortened signature', { signature: S1.signature.slice(0, -2) }],
		['another id', { id: 'msg_other' }],
		['no id', { id: '' }],
		['another time', { timestamp: '1614265331' }],
		['a time that is none', { timestamp: 'soon' }],
		['another body', { body: '{"test": 2432232315}' }],
		['the same JSON with other spacing', { body: '{"test":2432232314}' }],
	])('is refused with %s', (_name, changes) => {
		expect(verifyHmacTemplate(s1(changes), [S1.secret], preset).ok).toBe(false);
	});

	it('is refused with every single bit turned over', () => {
		const accepted: string[] = [];
		let tried = 0;
		for (const part of ['id', 'timestamp', 'body', 'signature'] as const) {
			for (let bit = 0; bit < S1[part].length * 8; bit += 1) {
				const bytes = Buffer.from(S1[part], 'latin1');
				bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				const changed = { [part]: bytes.toString('latin1') };
				tried += 1;
				if (verifyHmacTemplate(s1(changed), [S1.secret], preset).ok) accepted.push(`${part} bit ${bit}`);
			}
		}
		expect(accepted).toEqual([]);
		expect(tried).toBe((S1.id.length + S1.timestamp.length + S1.body.length + S1.signature.length) * 8);
	});

	it('is refused with a secret that is not Base64', () => {
		expect(standardWebhooksKey('whsec_not base64!')).toBeUndefined();
		expect(verifyHmacTemplate(s1(), ['whsec_not base64!'], preset).ok).toBe(false);
	});
});

describe('the replay window', () => {
	const sent = 1614265330;

	it.each([
		[-301, "the signed time is 301 s ahead of this computer's clock"],
		[-300, undefined],
		[300, undefined],
		[301, 'the signed time is 301 s old'],
	])('%i s after sending: %s', (after, reason) => {
		const verdict = verifyHmacTemplate(s1({}, sent + after), [S1.secret], preset);
		expect(verdict.ok ? undefined : verdict.reason).toBe(reason);
	});

	it('is as wide as the admin set it', () => {
		expect(verifyHmacTemplate(s1({}, sent + 3600), [S1.secret], standardWebhooks(3600)).ok).toBe(true);
		expect(verifyHmacTemplate(s1({}, sent + 3601), [S1.secret], standardWebhooks(3600)).ok).toBe(false);
	});
});

const SECRET = 'a shared secret';

const TEMPLATE: HmacTemplate = {
	scheme: 'hmac',
	header: 'x-signature',
	algorithm: 'sha256',
	encoding: 'hex',
	prefix: '',
	template: '{body}',
	timestampHeader: '',
	idHeader: '',
	toleranceSeconds: 300,
	key: (secret) => Buffer.from(secret, 'utf8'),
};

function hmac(
	text: string,
	algorithm = 'sha256',
	encoding: 'hex' | 'base64' = 'hex',
	secret = SECRET,
): string {
	return createHmac(algorithm, secret).update(text, 'utf8').digest(encoding);
}

describe('a signature of the admin’s own description', () => {
	const body = '{"call":"1"}';

	it.each([
		['sha1', 'hex'],
		['sha1', 'base64'],
		['sha256', 'hex'],
		['sha256', 'base64'],
		['sha512', 'hex'],
		['sha512', 'base64'],
	] as const)('%s in %s', (algorithm, encoding) => {
		const headers = { 'x-signature': hmac(body, algorithm, encoding) };
		const form = { ...TEMPLATE, algorithm, encoding };
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET], form)).toEqual({
			ok: true,
			scheme: 'hmac',
		});
		expect(verifyHmacTemplate(delivery({ headers, body: `${body} ` }), [SECRET], form).ok).toBe(false);
	});

	it('may be written in capital hexadecimal digits', () => {
		const headers = { 'x-signature': hmac(body).toUpperCase() };
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET], TEMPLATE).ok).toBe(true);
	});

	it('may have a prefix, and then needs it', () => {
		const form = { ...TEMPLATE, prefix: 'sha256=' };
		const proven = (value: string) =>
			verifyHmacTemplate(delivery({ headers: { 'x-signature': value }, body }), [SECRET], form).ok;
		expect(proven(`sha256=${hmac(body)}`)).toBe(true);
		expect(proven(`old=1, sha256=${hmac('else')},sha256=${hmac(body)}`)).toBe(true);
		expect(proven(hmac(body))).toBe(false);
	});

	it('may be made with the previous secret', () => {
		const headers = { 'x-signature': hmac(body, 'sha256', 'hex', 'the old one') };
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET, 'the old one'], TEMPLATE).ok).toBe(true);
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET], TEMPLATE).ok).toBe(false);
	});

	it('is looked for among no more than sixteen', () => {
		const many = Array.from({ length: 16 }, () => hmac('else'));
		const headers = { 'x-signature': [...many, hmac(body)].join(',') };
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET], TEMPLATE).ok).toBe(false);
	});

	it('covers bytes that are not text just as well', () => {
		const bytes = Buffer.from([0xff, 0x00, 0xfe]);
		const headers = { 'x-signature': createHmac('sha256', SECRET).update(bytes).digest('hex') };
		expect(verifyHmacTemplate(delivery({ headers, body: bytes }), [SECRET], TEMPLATE).ok).toBe(true);
	});

	it('may cover time, id and address', () => {
		const form = {
			...TEMPLATE,
			template: 'v0:{timestamp}:{id}:{url}:{body}',
			timestampHeader: 'x-time',
			idHeader: 'x-id',
		};
		const url = 'https://n8n.example.com/webhook-test/abc/telephony?a=1';
		const urls = ['https://n8n.example.com/webhook/abc/telephony?a=1', url];
		const headers = {
			'x-time': RECEIVED_AT,
			'x-id': 'e1',
			'x-signature': hmac(`v0:${RECEIVED_AT}:e1:${url}:${body}`),
		};
		expect(verifyHmacTemplate(delivery({ urls, headers, body }), [SECRET], form).ok).toBe(true);
		expect(verifyHmacTemplate(delivery({ urls: [], headers, body }), [SECRET], form).ok).toBe(false);
		const noTime = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-time'));
		expect(verifyHmacTemplate(delivery({ urls, headers: noTime, body }), [SECRET], form)).toEqual({
			ok: false,
			reason: "the header 'x-time' is missing",
		});
	});

	/** Z1 of telephony events, section 11: Zoom's way of signing, with the time in seconds. */
	it("expresses Zoom's", () => {
		const zoom: HmacTemplate = {
			...TEMPLATE,
			header: 'x-zm-signature',
			prefix: 'v0=',
			template: 'v0:{timestamp}:{body}',
			timestampHeader: 'x-zm-request-timestamp',
		};
		const received = delivery({
			headers: {
				'x-zm-request-timestamp': '1700000000',
				'x-zm-signature': 'v0=0494c023d2b5fc1b328c751fb37d968b215b6c87bf6b989f2f35101ef8165fa2',
			},
			body: '{"event":"phone.callee_ringing","event_ts":1700000000000,"payload":{"account_id":"A1","object":{"call_id":"7000000000000000001"}}}',
			receivedAt: DateTime.fromSeconds(1700000010, { zone: 'utc' }),
		});
		expect(verifyHmacTemplate(received, ['zoom-secret-token'], zoom).ok).toBe(true);
	});

	it.each([
		['missing', {}, "the header 'x-signature' is missing"],
		[
			'of blanks',
			{ 'x-signature': '  ' },
			"the header 'x-signature' holds no signature of the expected form",
		],
		['wrong', { 'x-signature': hmac('else') }, 'the signature does not match'],
	])('is refused when it is %s', (_name, headers, reason) => {
		expect(verifyHmacTemplate(delivery({ headers, body }), [SECRET], TEMPLATE)).toEqual({
			ok: false,
			reason,
		});
	});

	it('proves nothing without a secret', () => {
		const headers = { 'x-signature': hmac(body, 'sha256', 'hex', '') };
		expect(verifyHmacTemplate(delivery({ headers, body }), [], TEMPLATE).ok).toBe(false);
	});
});
