import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../../nodes/shared/http/retryAfter';

/** Sun, 06 Nov 1994 08:49:37 GMT, the moment of RFC 9110's examples. */
const MOMENT = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('Retry-After', () => {
	it.each<[header: string | undefined, expected: number | undefined]>([
		['0', 0],
		['1', 1_000],
		['120', 120_000],
		['007', 7_000],
		[' 5 ', 5_000],
		['999999999', 999_999_999_000],
		['1000000000', 999_999_999_000],
		['9'.repeat(400), 999_999_999_000],
		['Sun, 06 Nov 1994 08:49:40 GMT', 3_000],
		['Sunday, 06-Nov-94 08:49:40 GMT', 3_000],
		['Sun Nov  6 08:49:40 1994', 3_000],
		['Sun, 06 Nov 1994 08:49:37 GMT', 0],
		['Sun, 06 Nov 1994 08:49:36 GMT', 0],
		['Thu, 01 Jan 1970 00:00:00 GMT', 0],
		[undefined, undefined],
		['', undefined],
		[' ', undefined],
		['soon', undefined],
		['-1', undefined],
		['+1', undefined],
		['1.5', undefined],
		['1e3', undefined],
		['0x10', undefined],
		['5, 5', undefined],
		['5s', undefined],
		['NaN', undefined],
		['Infinity', undefined],
		['1994-11-06T08:49:40Z', undefined],
		['Mon, 06 Nov 1994 08:49:40 GMT', undefined],
		['Sun, 06 Nov 1994 08:49:40', undefined],
		['Sun, 31 Feb 1994 08:49:40 GMT', undefined],
	])('%j is a wait of %j ms', (header, expected) => {
		expect(readRetryAfter(header, MOMENT)).toBe(expected);
	});

	it('is never negative and never NaN, whatever it holds', () => {
		const digits = fc.stringMatching(/^[0-9]{1,12}$/);
		const date = fc
			.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
			.map((time) => time.toUTCString());
		fc.assert(
			fc.property(fc.oneof(fc.string(), digits, date), fc.nat(), (header, now) => {
				const wait = readRetryAfter(header, now);
				if (wait !== undefined) expect(wait >= 0 && Number.isFinite(wait)).toBe(true);
			}),
		);
	});

	it('as a date is the time until then, to the second', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.nat(100_000), (second, ahead) => {
				const header = new Date((second + ahead) * 1000).toUTCString();
				expect(readRetryAfter(header, second * 1000)).toBe(ahead * 1000);
			}),
		);
	});
});
