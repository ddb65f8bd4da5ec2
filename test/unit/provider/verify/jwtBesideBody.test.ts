import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
	type JwtBesideBody,
	verifyJwtBesideBody,
} from '../../../../nodes/shared/provider/verify/jwtBesideBody';
import { delivery } from '../delivery.ts';
import { APPLICATION_ID, SECRET, vonageClaims } from '../vonage/vonageToken.ts';
import { bitFlips } from './bitFlips.ts';
import { hs256, NOW } from './jwt.ts';

const FORM: JwtBesideBody = {
	scheme: 'vonageJwt',
	header: 'authorization',
	issuer: 'Vonage',
	toleranceSeconds: 300,
	claims: {},
	key: (secret) => Buffer.from(secret, 'utf8'),
};

async function verify(
	parts: { authorization?: string; body?: string | Buffer },
	options: { secrets?: string[]; at?: number; form?: Partial<JwtBesideBody> } = {},
) {
	const received = delivery({
		headers: { authorization: parts.authorization ?? '' },
		body: parts.body ?? '',
		receivedAt: DateTime.fromSeconds(options.at ?? NOW, { zone: 'utc' }),
	});
	return await verifyJwtBesideBody(received, options.secrets ?? [SECRET], { ...FORM, ...options.form });
}

/** V1 of telephony events, section 11: made with jose, the body from Vonage's webhook reference. */
const V1 = {
	body: '{"from":"442079460000","to":"447700900000","uuid":"aaaaaaaa-bbbb-cccc-dddd-0123456789ab","conversation_uuid":"CON-aaaaaaaa-bbbb-cccc-dddd-0123456789ab","status":"started","direction":"outbound","timestamp":"2020-01-01T12:00:00.000Z"}',
	authorization:
		'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE1ODc0OTQ5NjIsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6IjM0ZGZmYzQxODJjZDE1MzcwNjQzY2U1ZTgzZGIzYzJkOWU4NGU3ZGYxN2M4NDIxZjRlNjQ3NWFiZmNkMWE5NWUiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi1jY2NjLWRkZGQtMDEyMzQ1Njc4OWFiIn0.DufRTiR4DNUbHKY0OZDhuzlrvPysXrE4u9ZnKK0sYUU',
};
const V1_AT = 1_587_495_022;

describe('the vector V1', () => {
	it('is proven at its time, also with the previous secret', async () => {
		expect(await verify(V1, { at: V1_AT })).toEqual({ ok: true, scheme: 'vonageJwt' });
		expect((await verify(V1, { at: V1_AT, secrets: ['the new one', SECRET] })).ok).toBe(true);
	});

	it('is refused with another secret, and without any', async () => {
		const reason = 'the token is refused (ERR_JWS_SIGNATURE_VERIFICATION_FAILED)';
		expect(await verify(V1, { at: V1_AT, secrets: ['another secret'] })).toEqual({ ok: false, reason });
		expect((await verify(V1, { at: V1_AT, secrets: [] })).ok).toBe(false);
	});

	it('is refused now, being old', async () => {
		expect(await verify(V1)).toEqual({
			ok: false,
			reason: `the signed time is ${NOW - 1_587_494_962} s old`,
		});
	});

	it('is refused with any one bit turned over, and a longer one like it, 10,000 in all', async () => {
		const body = JSON.stringify({ speech: 'x'.repeat(700) });
		const longer = { body, authorization: `Bearer ${hs256(vonageClaims(body, { iat: V1_AT }), SECRET)}` };
		expect((await verify(longer, { at: V1_AT })).ok).toBe(true);
		const accepted: string[] = [];
		let tried = 0;
		for (const vector of [V1, longer]) {
			const bits = (Buffer.byteLength(vector.body) + vector.authorization.length) * 8;
			for (const { name, bit, changed } of bitFlips(vector, ['body', 'authorization'], bits)) {
				// 'bearer' is the same scheme as 'Bearer'.
				if (changed.toLowerCase().startsWith('bearer ') && changed.slice(7) === vector.authorization.slice(7))
					continue;
				tried += 1;
				if ((await verify({ ...vector, [name]: changed }, { at: V1_AT })).ok)
					accepted.push(`${name} bit ${bit}`);
			}
		}
		expect(accepted).toEqual([]);
		expect(tried).toBeGreaterThan(10_000);
	}, 60_000);
});

const BODY = '{"status":"ringing"}';

describe('a token', () => {
	const token = (changes: Record<string, unknown> = {}, header?: unknown) =>
		`Bearer ${hs256(vonageClaims(BODY, changes), SECRET, header)}`;
	const reason = async (authorization: string, form: Partial<JwtBesideBody> = {}, body = BODY) => {
		const verdict = await verify({ authorization, body }, { form });
		return verdict.ok ? undefined : verdict.reason;
	};

	it.each([
		['as Vonage makes it', token()],
		['with the hash in capitals', token({ payload_hash: vonageClaims(BODY).payload_hash.toUpperCase() })],
		['of five minutes ago', token({ iat: NOW - 300 })],
		['of a clock five minutes ahead', token({ iat: NOW + 300 })],
		['after bearer', token().replace('Bearer', 'bearer')],
	])('%s is proven', async (_name, authorization) => {
		expect(await reason(authorization)).toBeUndefined();
	});

	it.each([
		['of 301 s ago', token({ iat: NOW - 301 }), 'the signed time is 301 s old'],
		['of 301 s ahead', token({ iat: NOW + 301 }), "the signed time is 301 s ahead of this computer's clock"],
		['without a time', token({ iat: undefined }), 'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)'],
		[
			'whose time is text',
			token({ iat: String(NOW) }),
			'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)',
		],
		['whose time is tiny', token({ iat: 5 }), 'the signed time cannot be read'],
		['that has expired', token({ exp: NOW - 301 }), 'the token is refused (ERR_JWT_EXPIRED)'],
		[
			'that is not yet valid',
			token({ nbf: NOW + 301 }),
			'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)',
		],
		['of another issuer', token({ iss: 'Vonag' }), 'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)'],
		[
			'without an issuer',
			token({ iss: undefined }),
			'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)',
		],
		[
			'without a hash',
			token({ payload_hash: undefined }),
			'the token is refused (ERR_JWT_CLAIM_VALIDATION_FAILED)',
		],
		[
			'whose hash is no text',
			token({ payload_hash: 5 }),
			"the body does not match the token's 'payload_hash'",
		],
		[
			'whose hash is of another body',
			token({ payload_hash: '00' }),
			"the body does not match the token's 'payload_hash'",
		],
		['that is not signed', token({}, { alg: 'none' }), 'the token is refused (ERR_JOSE_ALG_NOT_ALLOWED)'],
		['that says RS256', token({}, { alg: 'RS256' }), 'the token is refused (ERR_JOSE_ALG_NOT_ALLOWED)'],
		['that says HS512', token({}, { alg: 'HS512' }), 'the token is refused (ERR_JOSE_ALG_NOT_ALLOWED)'],
		[
			'with an extension nobody knows',
			token({}, { alg: 'HS256', crit: ['x'], x: 1 }),
			'the token is refused (ERR_JOSE_NOT_SUPPORTED)',
		],
		['cut short', token().slice(0, -1), 'the token is not a signed JWT'],
		['of two parts', 'Bearer a.b', 'the token is not a signed JWT'],
		['of nothing', 'Bearer ..', 'the token is not a signed JWT'],
		['with padding', `${token()}=`, 'the token is not a signed JWT'],
		['as Basic', token().replace('Bearer', 'Basic'), "the header 'authorization' bears no token"],
		['twice', `${token()}, ${token()}`, "the header 'authorization' bears no token"],
		['missing', '', "the header 'authorization' bears no token"],
	])('%s is refused', async (_name, authorization, expected) => {
		expect(await reason(authorization)).toBe(expected);
	});

	it('covers the bytes of the body and not what they mean', async () => {
		expect(await reason(token(), {}, '{"status": "ringing"}')).toBe(
			"the body does not match the token's 'payload_hash'",
		);
	});

	it('may have to be of one application', async () => {
		expect(await reason(token(), { claims: { application_id: APPLICATION_ID } })).toBeUndefined();
		expect(await reason(token(), { claims: { application_id: 'another' } })).toBe(
			"the token's 'application_id' is another one",
		);
		expect(
			await reason(token({ application_id: undefined }), { claims: { application_id: APPLICATION_ID } }),
		).toBe("the token's 'application_id' is another one");
	});

	it('may be in another header, and of any issuer', async () => {
		const received = delivery({ headers: { 'vonage-signature': token({ iss: 'x' }) }, body: BODY });
		const form = { ...FORM, header: 'vonage-signature', issuer: undefined };
		expect((await verifyJwtBesideBody(received, [SECRET], form)).ok).toBe(true);
	});

	it('is not proven by a secret that stands for no key, or for an empty one', async () => {
		const signedByNothing = `Bearer ${hs256(vonageClaims(BODY), '')}`;
		expect(await reason(signedByNothing, { key: () => undefined })).toBe(
			'there is no key to verify the token with',
		);
		expect(await reason(signedByNothing, { key: () => Buffer.alloc(0) })).toBe(
			'there is no key to verify the token with',
		);
	});
});
