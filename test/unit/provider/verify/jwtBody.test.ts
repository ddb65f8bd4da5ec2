import { describe, expect, it } from 'vitest';
import { verifyJwtBody, withoutJwt } from '../../../../nodes/shared/provider/verify/jwtBody';
import { delivery } from '../delivery.ts';
import { bitFlips } from './bitFlips.ts';
import { hs256, NOW } from './jwt.ts';

const SECRET = 'a-long-random-text-of-our-own';

const CLAIMS = { call_id: 6421977457180672, state: 'ringing', event_timestamp: 1777887000000 };

async function verify(body: string | Buffer, secrets = [SECRET]) {
	const form = { scheme: 'dialpadJwt', toleranceSeconds: 300, eventTime: 'event_timestamp' };
	return await verifyJwtBody(delivery({ body }), secrets, form);
}

describe('a body that is a token', () => {
	it.each([
		['without a time of its own', hs256(CLAIMS, SECRET)],
		['without any time', hs256({ ...CLAIMS, event_timestamp: undefined }, SECRET)],
		['of an event yesterday', hs256({ ...CLAIMS, event_timestamp: (NOW - 86_400) * 1000 }, SECRET)],
		['of now', hs256({ ...CLAIMS, iat: NOW }, SECRET)],
		['with a line break after it', `${hs256(CLAIMS, SECRET)}\n`],
	])('%s is proven', async (_name, body) => {
		expect(await verify(body)).toEqual({ ok: true, scheme: 'dialpadJwt' });
	});

	it('is proven with the previous secret', async () => {
		expect((await verify(hs256(CLAIMS, SECRET), ['the new one', SECRET])).ok).toBe(true);
	});

	it.each([
		[
			'with another secret',
			hs256(CLAIMS, 'another'),
			'the token is refused (ERR_JWS_SIGNATURE_VERIFICATION_FAILED)',
		],
		['of 301 s ago', hs256({ ...CLAIMS, iat: NOW - 301 }, SECRET), 'the signed time is 301 s old'],
		[
			'of 301 s ahead',
			hs256({ ...CLAIMS, iat: NOW + 301 }, SECRET),
			"the signed time is 301 s ahead of this computer's clock",
		],
		[
			'of an event longer ago than events are remembered',
			hs256({ ...CLAIMS, event_timestamp: (NOW - 86_401) * 1000 }, SECRET),
			'the signed time is 86401 s old',
		],
		[
			'of an event at no time',
			hs256({ ...CLAIMS, event_timestamp: 'soon' }, SECRET),
			'the signed time cannot be read',
		],
		[
			'that has expired',
			hs256({ ...CLAIMS, exp: NOW - 301 }, SECRET),
			'the token is refused (ERR_JWT_EXPIRED)',
		],
		[
			'that is not signed',
			hs256(CLAIMS, SECRET, { alg: 'none' }),
			'the token is refused (ERR_JOSE_ALG_NOT_ALLOWED)',
		],
		[
			'by another algorithm',
			hs256(CLAIMS, SECRET, { alg: 'HS512' }, 'sha512'),
			'the token is refused (ERR_JOSE_ALG_NOT_ALLOWED)',
		],
		['whose claims are a list', hs256([CLAIMS], SECRET), 'the token is refused (ERR_JWT_INVALID)'],
		['as plain JSON', JSON.stringify(CLAIMS), 'the body is plain JSON and not a signed token'],
		[
			'as plain JSON with space before it',
			` [${JSON.stringify(CLAIMS)}]`,
			'the body is plain JSON and not a signed token',
		],
		['of nothing', '', 'the token is not a signed JWT'],
		['of five parts', 'a.b.c.d.e', 'the token is not a signed JWT'],
	])('%s is refused', async (_name, body, reason) => {
		expect(await verify(body)).toEqual({ ok: false, reason });
	});

	it('is refused with any one bit turned over, 10,000 in all', async () => {
		const token = hs256({ ...CLAIMS, transcription_text: 'x'.repeat(900) }, SECRET);
		expect((await verify(token)).ok).toBe(true);
		const accepted: number[] = [];
		for (const { bit, changed } of bitFlips({ token }, ['token'], 10_000)) {
			if ((await verify(changed)).ok) accepted.push(bit);
		}
		expect(accepted).toEqual([]);
	}, 60_000);
});

describe('what a token says', () => {
	it('is read as JSON, byte by byte', () => {
		const claims = Buffer.from('{"a":"ü", "b":12345678901234567890}');
		const { rawBody, headers } = withoutJwt(delivery({ body: `e30.${claims.toString('base64url')}.x` }));
		expect(rawBody).toEqual(claims);
		expect(headers['content-type']).toBe('application/json');
	});

	it('is nothing where there is no token', () => {
		expect(withoutJwt(delivery({ body: 'x' })).rawBody).toHaveLength(0);
	});
});
