import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDuration } from '../../../nodes/shared/time/duration';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

describe('a duration', () => {
	it.each<[value: unknown, seconds: number]>([
		[0, 0],
		[90, 90],
		[90.4, 90],
		[90.5, 91],
		[0.4, 0],
		['0', 0],
		['90', 90],
		['090', 90],
		[' 90 ', 90],
		['90.4', 90],
		['90.5', 91],
		['86400', 86_400],
		['0:00', 0],
		['0:05', 5],
		['1:30', 90],
		['01:30', 90],
		['59:59', 3_599],
		['60:00', 3_600],
		['125:07', 7_507],
		['999:59', 59_999],
		['0:00:00', 0],
		['1:02:03', 3_723],
		['01:02:03', 3_723],
		['00:00:59', 59],
		['100:59:59', 363_599],
		['\t1:30\n', 90],
	])('%j is %i seconds', (value, seconds) => {
		expect(readDuration(value)).toBe(seconds);
	});

	it.each<[value: unknown]>([
		[-1],
		[-0.1],
		[Number.NaN],
		[Number.POSITIVE_INFINITY],
		[Number.NEGATIVE_INFINITY],
		[''],
		['  '],
		['-1'],
		['-1:30'],
		['+90'],
		['1e3'],
		['0x10'],
		['90s'],
		['1m30s'],
		['PT1M30S'],
		['.5'],
		['5.'],
		['1,5'],
		['1234567890'],
		[':30'],
		['1:'],
		['1:5'],
		['1:60'],
		['1:2:03'],
		['1:60:00'],
		['1:007:03'],
		['1:02:3'],
		['1:02:60'],
		['1000:00'],
		['1:02:03:04'],
		['1:30.5'],
		['1 : 30'],
		['NaN'],
		['Infinity'],
		['null'],
		['١٢'],
		[true],
		[false],
		[null],
		[undefined],
		[Symbol('90')],
		[[90]],
		[{ seconds: 90 }],
		[new Date(90_000)],
	])('is not %j', (value) => {
		expect(readDuration(value)).toBeUndefined();
	});

	it('written as a clock is the same again', () => {
		fc.assert(
			fc.property(fc.nat(999), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
				const total = hours * 3600 + minutes * 60 + seconds;
				expect(readDuration(`${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}`)).toBe(total);
				expect(readDuration(`${hours}:${twoDigits(seconds)}`)).toBe(hours * 60 + seconds);
				expect(readDuration(String(total))).toBe(total);
				expect(readDuration(total)).toBe(total);
			}),
		);
	});

	it('is a whole number of seconds from 0 on, or none, and never an error', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.double(), fc.stringMatching(/^[-0-9:. ]{0,12}$/)), (value) => {
				const seconds = readDuration(value);
				if (seconds !== undefined) expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
			}),
			{ numRuns: 1_000 },
		);
	});
});
