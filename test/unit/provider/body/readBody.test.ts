import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formFields, formPairs } from '../../../../nodes/shared/provider/body/form';
import { scanJson } from '../../../../nodes/shared/provider/body/jsonText';
import { checkCount, checkSize, MOST_BYTES, readBody } from '../../../../nodes/shared/provider/body/readBody';
import { ProblemError } from '../../../../nodes/shared/problem';
import { delivery } from '../delivery.ts';

function read(contentType: string, body: string | Buffer) {
	return readBody(delivery({ headers: contentType ? { 'content-type': contentType } : {}, body }));
}

function codeOf(work: () => unknown): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof ProblemError) return error.code;
		throw error;
	}
}

describe('a body that can be read', () => {
	it.each([
		['application/json', '{"a":1}'],
		['application/json; charset=utf-8', '{"a":1}'],
		['Application/JSON', '\uFEFF{"a":1}'],
		['application/cloudevents+json', ' {"a":1} '],
		['text/plain', '{"a":1}'],
		['', '{"a":1}'],
	])('is JSON as %j', (contentType, body) => {
		expect(read(contentType, body)).toEqual({ kind: 'json', value: { a: 1 } });
	});

	it('is a form, names and repeated values kept', () => {
		expect(read('application/x-www-form-urlencoded', 'a%5Bb%5D=1&c.d=%C3%BC&c.d=x+y&e=')).toEqual({
			kind: 'form',
			value: { 'a[b]': '1', 'c.d': ['ü', 'x y'], e: '' },
		});
	});

	it('holds no prototype to replace, neither from JSON nor from a form', () => {
		expect(read('application/json', '{"__proto__":{"admin":true},"a":{"__proto__":1,"b":2}}').value).toEqual({
			a: { b: 2 },
		});
		const form = read('application/x-www-form-urlencoded', '__proto__=1&constructor=2&a=3').value;
		expect(Object.keys(form as object)).toEqual(['constructor', 'a']);
		expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
	});

	it('keeps whole numbers that a double would round, as text', () => {
		const body =
			'{"id":7000000000000000001,"neg":-9007199254740993,"exact":1700000000000000,"real":1.5e3,"text":"7000000000000000001"}';
		expect(read('application/json', body).value).toEqual({
			id: '7000000000000000001',
			neg: '-9007199254740993',
			exact: 1700000000000000,
			real: 1500,
			text: '7000000000000000001',
		});
	});
});

describe('a body that cannot be read', () => {
	it.each([
		['body.empty', 'application/json', ''],
		['body.notJson', 'application/json', '{"a":'],
		['body.notJson', 'application/json', "{'a':1}"],
		['body.notJson', 'application/json', 'CallSid=CA1'],
		['body.notJson', 'application/json', '{7000000000000000001:1}'],
		['body.notUtf8', 'application/json', Buffer.from([0x7b, 0xff, 0x7d])],
		['body.notUtf8', 'application/x-www-form-urlencoded', Buffer.from([0x61, 0x3d, 0xc3])],
		['body.tooDeep', 'application/json', `${'['.repeat(65)}${']'.repeat(65)}`],
		['body.tooDeep', 'application/json', '['.repeat(1_000_000)],
		['body.tooLarge', 'application/json', `"${'a'.repeat(MOST_BYTES)}"`],
		['body.type', 'text/plain', 'hello'],
		['body.type', 'application/xml', '<a/>'],
		['body.type', 'application/octet-stream', '{"a":1}'],
		['body.type', '', 'CallSid=CA1'],
	])('%s: %s', (code, contentType, body) => {
		expect(codeOf(() => read(contentType, body))).toBe(code);
	});

	it('is not quoted in what is said of it', () => {
		try {
			read('application/json', '{"secret": nonsense}');
			expect.unreachable();
		} catch (error) {
			expect(error).toMatchObject({
				what: 'The body is not valid JSON.',
				fix: 'Check what the sender puts into the body.',
			});
			expect(String(error)).not.toContain('nonsense');
		}
	});

	it('may be as large and as deep as the limits', () => {
		expect(codeOf(() => checkSize(Buffer.alloc(MOST_BYTES)))).toBeUndefined();
		expect(codeOf(() => read('application/json', `${'['.repeat(64)}${']'.repeat(64)}`))).toBeUndefined();
		expect(checkCount([1, 2])).toEqual([1, 2]);
		expect(codeOf(() => checkCount(Array.from({ length: 1_001 })))).toBe('body.tooMany');
	});
});

describe('reading any body', () => {
	it('gives back what JSON says, long whole numbers as text', () => {
		const longNumbersAsText = (_key: string, value: unknown) =>
			typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value))
				? String(value)
				: value;
		fc.assert(
			fc.property(fc.json({ maxDepth: 20 }), (text) => {
				fc.pre(!text.includes('__proto__'));
				const { text: scanned, depth } = scanJson(text);
				expect(depth).toBeLessThanOrEqual(64);
				expect(JSON.parse(scanned)).toEqual(JSON.parse(text, longNumbersAsText));
			}),
		);
	});

	it('keeps every digit of a long whole number', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 127n }), fc.boolean(), (number, negative) => {
				const digits = `${negative ? '-' : ''}${number}`;
				expect(read('application/json', `[${digits}, {"a":${digits}}]`).value).toEqual([
					digits,
					{ a: digits },
				]);
			}),
		);
	});

	it('fails by a problem with words, or not at all', () => {
		const type = fc.constantFrom(
			'application/json',
			'application/x-www-form-urlencoded',
			'text/plain',
			'x/y+json',
			'',
		);
		const body = fc.oneof(
			fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
			fc
				.string({ unit: fc.constantFrom(...'{}[]":,\\0123456789-+.eE tfn') })
				.map((text) => Buffer.from(text)),
		);
		fc.assert(
			fc.property(type, body, (contentType, bytes) => {
				codeOf(() => read(contentType, bytes));
			}),
			{ numRuns: 2_000 },
		);
	});

	it('scans text as JSON if and only if it is', () => {
		const parses = (text: string) => {
			try {
				JSON.parse(text);
				return true;
			} catch {
				return false;
			}
		};
		const soup = fc.array(
			fc.constantFrom(
				'{',
				'}',
				'[',
				']',
				':',
				',',
				'"',
				'\\',
				'12345678901234567890',
				'-',
				'1',
				'.5',
				'e9',
				' ',
				'true',
			),
			{ maxLength: 12 },
		);
		fc.assert(
			fc.property(soup, (parts) => {
				const text = parts.join('');
				expect(parses(scanJson(text).text)).toBe(parses(text));
			}),
			{ numRuns: 5_000 },
		);
	});

	it.each(['{"a":"&eventType=ended&callId=1&"}', ' [1]', '\uFEFF{}'])(
		'does not read JSON as a form, which a signature over the body alone would let pass: %j',
		(body) => {
			expect(codeOf(() => read('application/x-www-form-urlencoded', body))).toBe('body.jsonAsForm');
		},
	);

	it('reads forms as the platform does', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))),
				(pairs) => {
					const body = Buffer.from(new URLSearchParams(pairs).toString());
					expect(formPairs(body)).toEqual(pairs);
					for (const value of Object.values(formFields(body))) expect(value.length).toBeGreaterThanOrEqual(0);
				},
			),
		);
	});
});
