import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyNumber, anyText } from '../../nodes/shared/anyText';
import { urlPart } from '../../nodes/shared/urlPart';

it.each([
	['a', 'a', Number.NaN],
	[' 7 ', ' 7 ', 7],
	[7, '7', 7],
	[10n, '10', 10],
	[true, 'true', 1],
	[null, 'null', 0],
	[undefined, 'undefined', Number.NaN],
	[['a'], '', Number.NaN],
	[JSON.parse('{"toString":1,"valueOf":1}'), '', Number.NaN],
	[Object.create(null), '', Number.NaN],
])('turns anything into text and a number: %o', (value, text, number) => {
	expect(anyText(value)).toBe(text);
	expect(anyNumber(value)).toBe(number);
});

it('throws for nothing', () => {
	fc.assert(
		fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
			expect(typeof anyText(value)).toBe('string');
			expect(typeof anyNumber(value)).toBe('number');
		}),
	);
});

it('puts any text into an address, half characters too', () => {
	expect(urlPart('in 1/é\uD800.wav')).toBe('in%201%2F%C3%A9%EF%BF%BD.wav');
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('a', '/', 'é', '\uD83D\uDE00', '\uD800', '\uDFFF', '%', ' ')),
			(parts) => {
				const text = parts.join('');
				expect(decodeURIComponent(urlPart(text))).toBe(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
			},
		),
	);
});
