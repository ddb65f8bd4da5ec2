import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../nodes/shared/provider/Provider';
import { PROVIDERS } from '../../../nodes/shared/provider/providers';
import { delivery, RECEIVED_AT } from './delivery.ts';
import { settingsOf } from './providerTest.ts';
import { CERT_URL, NOTIFICATION, signed, StubOutside, SUBSCRIPTION, TOPIC_ARN } from './verify/snsVectors.ts';

const SECRET = 'YSBsb25nIHJhbmRvbSBrZXksIGluIEJhc2U2NA==';

/** Every way in, so that each verifier meets strangers. */
const WAYS: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
	['generic', {}],
	[
		'generic',
		{ verification: 'hmac', signatureHeader: 'X-Signature', signedText: '{id}.{timestamp}.{body}' },
	],
	['generic', { verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: 'token' }],
	['cloudEvents', { verification: 'sinch' }],
	['cloudEvents', { verification: 'fixedToken', tokenLocation: 'header', headerName: 'Authorization' }],
	['amazonConnect', { delivery: 'sns', topicArns: TOPIC_ARN }],
	['amazonConnect', { authorizationType: 'basic' }],
	...PROVIDERS.map(({ name }): [string, Record<string, unknown>] => [name, {}]),
];

const USUAL = { timestampHeader: 'X-Timestamp', idHeader: 'X-Id', connectionHeader: 'x-api-key' };

function part(value: unknown): string {
	return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

const now = Math.floor(Date.parse(RECEIVED_AT) / 1000);

/** A JWT that is well made but for its proof: another key, no key at all, or a header of a stranger's choice. */
const jwt = fc
	.tuple(
		fc.oneof(
			fc.constantFrom<unknown>(
				{ alg: 'none' },
				{ alg: 'HS256', b64: false, crit: ['b64'] },
				{ alg: 'RS256' },
				{ alg: 'HS256', zip: 'DEF' },
				'not JSON',
				'[[[[',
			),
			fc.jsonValue(),
		),
		fc.oneof(fc.constant<unknown>({ iat: now, iss: 'Vonage', payload_hash: '', exp: 1e300 }), fc.jsonValue()),
		fc.constantFrom('', 'another secret', '\0'),
	)
	.map(([header, claims, key]) => {
		const text = `${part(header)}.${part(claims)}`;
		return `${text}.${key === '' ? '' : createHmac('sha256', key).update(text).digest('base64url')}`;
	});

const proof = fc.oneof(
	fc.string({ maxLength: 40 }),
	jwt,
	jwt.map((token) => `Bearer ${token}`),
	fc.base64String({ maxLength: 60 }).map((text) => `Basic ${text}`),
	fc.base64String({ maxLength: 60 }).map((text) => `service x:${text}`),
	fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => `v0=${Buffer.from(bytes).toString('hex')}`),
	fc.constantFrom(
		'v1,',
		`v1,${'A'.repeat(44)}`,
		'Bearer ',
		'Basic Og==',
		String(now),
		RECEIVED_AT,
		'Notification',
	),
);

const headers = fc.dictionary(
	fc.constantFrom(
		...[
			'authorization',
			'vonage-signature',
			'x-zm-signature',
			'x-zm-request-timestamp',
			'x-twilio-signature',
		],
		...['verification-token', 'x-signature', 'x-timestamp', 'x-id', 'webhook-id', 'webhook-timestamp'],
		...['webhook-signature', 'x-amz-sns-message-type', 'ce-specversion', 'x-api-key'],
	),
	proof,
	{ maxKeys: 8 },
);

const sns = fc.constantFrom(
	{ ...signed(NOTIFICATION), Message: 'Another' },
	{ ...signed(SUBSCRIPTION), SignatureVersion: '3' },
	{ ...signed(NOTIFICATION), Signature: 'AAAA' },
);

const body = fc.oneof(
	fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
	fc.json().map((text) => Buffer.from(text)),
	jwt.map((text) => Buffer.from(text)),
	sns.map((fields) => Buffer.from(JSON.stringify(fields))),
	fc.webQueryParameters().map((text) => Buffer.from(text)),
);

const type = fc.constantFrom(
	...['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/jwt', ''],
	'application/cloudevents+json',
);

describe.each(WAYS)('a stranger at %s, %j', (name, parameters) => {
	const provider = PROVIDERS.find((one) => one.name === name) as Provider;
	const { settings } = settingsOf(provider, { ...USUAL, ...parameters });

	it('is refused with a reason, whatever is posted, and nothing is thrown', async () => {
		await fc.assert(
			fc.asyncProperty(headers, type, body, async (given, contentType, bytes) => {
				const received = delivery({ headers: { ...given, 'content-type': contentType }, body: bytes });
				expect(provider.handshake?.(received, [SECRET], settings)).toBeUndefined();
				const outside = new StubOutside();
				const verdict = await provider.verify(received, [SECRET], settings, outside);
				expect(verdict).toEqual({ ok: false, reason: expect.stringMatching(/./) as string });
				expect(outside.asked.filter((url) => url !== CERT_URL)).toEqual([]);
				expect(JSON.stringify(verdict)).not.toContain(SECRET);
			}),
			{ numRuns: 400 },
		);
	});
});
