import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	secretsOfToken,
	textWithoutSecrets,
	withoutSecrets,
} from '../../../nodes/shared/http/withoutSecrets';

const SECRET = 'k9/+"&=Zq-secret';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('textWithoutSecrets', () => {
	it.each([
		['plain', `Not ${SECRET} here`, 'Not [secret] here'],
		['in JSON', JSON.stringify({ a: SECRET }), '{"a":"[secret]"}'],
		[
			'in JSON with escaped slashes',
			JSON.stringify({ a: SECRET }).replaceAll('/', '\\/'),
			'{"a":"[secret]"}',
		],
		['in an address', `?a=${encodeURIComponent(SECRET)}&b`, '?a=[secret]&b'],
		['in an address in lower case', `?a=${encodeURIComponent(SECRET).toLowerCase()}`, `?a=[secret]`],
		['in a form', new URLSearchParams({ a: SECRET, b: '1' }).toString(), 'a=[secret]&b=1'],
		[
			'in a form that is part of an address',
			encodeURIComponent(new URLSearchParams({ a: SECRET }).toString()),
			'a%3D[secret]',
		],
		['in hex', Buffer.from(SECRET).toString('hex').toUpperCase(), '[secret]'],
		['several times', `${SECRET}${SECRET} ${base64(SECRET)}`, expect.not.stringContaining('secret-')],
	])('takes a secret out %s', (_form, text, expected) => {
		expect(textWithoutSecrets(text, [SECRET])).toEqual(expected);
	});

	it.each(['', 'n8n:', 'ab', 'abc'])("takes it out of Base64 behind '%s'", (before) => {
		const text = textWithoutSecrets(`Basic ${base64(`${before}${SECRET}`)}`, [SECRET]);
		expect(text).toContain('[secret]');
		const [, left = ''] = text.split(' ');
		// Of what stands on the border between two characters nothing but the odd bits may be left.
		expect(left.replace('[secret]', '').length).toBeLessThanOrEqual(before.length * 2 + 4);
	});

	it('leaves a text without it as it is, and passes over what is too short to be told from chance', () => {
		const text = 'The call abc does not exist.';
		expect(textWithoutSecrets(text, [SECRET, 'abc', ''])).toBe(text);
	});

	it('leaves no whole form of any secret in any text', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 10, maxLength: 60 }),
				fc.string(),
				fc.string(),
				fc.constantFrom<(text: string) => string>(
					(text) => text,
					(text) => JSON.stringify(text).slice(1, -1),
					encodeURIComponent,
					base64,
					(text) => Buffer.from(text).toString('hex'),
				),
				(secret, before, after, form) => {
					expect(textWithoutSecrets(`${before} ${form(secret)} ${after}`, [secret])).not.toContain(
						form(secret),
					);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('withoutSecrets', () => {
	it('cleans the body and the headers of an answer', () => {
		const answer = { status: 400, headers: { 'x-echo': `Bearer ${SECRET}`, date: 'now' }, body: SECRET };
		expect(withoutSecrets(answer, [SECRET])).toEqual({
			status: 400,
			headers: { 'x-echo': 'Bearer [secret]', date: 'now' },
			body: '[secret]',
		});
	});

	it('knows that the signature of a JWT is a secret by itself', () => {
		expect(secretsOfToken('head.claims.signature')).toEqual(['head.claims.signature', 'signature']);
		expect(secretsOfToken('00D!opaque')).toEqual(['00D!opaque']);
	});
});
