import { describe, expect, it } from 'vitest';
import { anySame, sameText } from '../../../../nodes/shared/provider/verify/constantTime';
import { verifyFixedToken } from '../../../../nodes/shared/provider/verify/fixedToken';
import { delivery } from '../delivery.ts';

const TOKENS = ['the-current-token', 'the-previous-token'];

describe('a token in a header', () => {
	const proven = (headers: Record<string, string>) =>
		verifyFixedToken(delivery({ headers }), TOKENS, { kind: 'header', header: 'x-token' });

	it.each([
		['the current one', 'the-current-token'],
		['the previous one', 'the-previous-token'],
		['after Bearer', 'Bearer the-current-token'],
		['after bearer', 'bearer   the-current-token'],
	])('is proven: %s', (_name, value) => {
		expect(proven({ 'x-token': value })).toEqual({ ok: true, scheme: 'fixedToken' });
	});

	it.each([
		['another', { 'x-token': 'the-current-tokem' }, 'the token does not match'],
		['a longer one', { 'x-token': 'the-current-token2' }, 'the token does not match'],
		['the token twice', { 'x-token': 'the-current-token, the-current-token' }, 'the token does not match'],
		['none', {}, 'the token is missing'],
		['blanks', { 'x-token': '   ' }, 'the token is missing'],
		['the token in another header', { 'x-other': 'the-current-token' }, 'the token is missing'],
	])('is refused: %s', (_name, headers, reason) => {
		expect(proven(headers as Record<string, string>)).toEqual({ ok: false, reason });
	});
});

describe('a token as the password of Basic authentication', () => {
	const proven = (authorization: string) =>
		verifyFixedToken(delivery({ headers: { authorization } }), TOKENS, { kind: 'basicPassword' }).ok;
	const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

	it('is proven with any user name', () => {
		expect(proven(basic('anyone:the-current-token'))).toBe(true);
		expect(proven(basic(':the-previous-token'))).toBe(true);
	});

	it.each([
		basic('the-current-token'),
		basic('the-current-token:'),
		'Basic',
		'Basic !!',
		'Bearer the-current-token',
		'',
	])('is refused: %s', (authorization) => {
		expect(proven(authorization)).toBe(false);
	});
});

describe('a token in the body', () => {
	it('is proven when the reader finds it', () => {
		const place = { kind: 'bodyField', tokenIn: () => 'the-current-token' } as const;
		expect(verifyFixedToken(delivery(), TOKENS, place).ok).toBe(true);
	});

	it('is refused when the reader finds none', () => {
		const place = { kind: 'bodyField', tokenIn: () => undefined } as const;
		expect(verifyFixedToken(delivery(), TOKENS, place)).toEqual({
			ok: false,
			reason: 'the token is missing',
		});
	});
});

describe('comparing', () => {
	it('knows equal texts of any length and no others', () => {
		expect(sameText('', '')).toBe(true);
		expect(sameText('a', 'b')).toBe(false);
		expect(sameText('a', 'aa')).toBe(false);
		expect(sameText('ü', 'ü')).toBe(true);
		expect(anySame(['a', 'b'], ['c', 'b'])).toBe(true);
		expect(anySame([], ['a'])).toBe(false);
		expect(anySame(['a'], [])).toBe(false);
	});
});
