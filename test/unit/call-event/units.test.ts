import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, truth, wholeNumber, wholeSeconds } from '../../../nodes/shared/call-event/units';

describe('durations', () => {
	it.each([
		[90, 'seconds', 90],
		['90', 'seconds', 90],
		[' 90.4 ', 'seconds', 90],
		[61_500, 'milliseconds', 62],
		[499, 'milliseconds', 0],
		['1500000', 'microseconds', 2],
		[2, 'minutes', 120],
		[0, 'seconds', 0],
		[2_147_483_647, 'seconds', 2_147_483_647],
	] as const)('%j %s are %j s', (value, unit, seconds) => {
		expect(wholeSeconds(value, unit)).toBe(seconds);
	});

	it.each([
		-1,
		'-1',
		'long',
		'',
		'1:30',
		'1,5',
		'0x10',
		'Infinity',
		Number.NaN,
		2_147_483_648,
		null,
		undefined,
		true,
		[],
		{},
	])('%j is none', (value) => {
		expect(wholeSeconds(value)).toBeUndefined();
	});
});

describe('numbers', () => {
	it.each([
		[0.87, 0.87],
		['0.87', 0.87],
		['.5', 0.5],
		['1e-3', 0.001],
		['1e999', undefined],
		['', undefined],
		['5 s', undefined],
	])('%j is %j', (value, number) => {
		expect(decimal(value)).toBe(number);
	});

	it.each([
		[3, 3],
		['3', 3],
		[3.5, undefined],
		[-3, undefined],
		[2 ** 53, undefined],
	])('%j counts as %j', (value, number) => {
		expect(wholeNumber(value)).toBe(number);
	});
});

describe('true and false', () => {
	it.each([
		[true, true],
		['true', true],
		['TRUE', true],
		[1, true],
		['yes', true],
		[false, false],
		['false', false],
		['0', false],
		['no', false],
		['maybe', undefined],
		['', undefined],
		[undefined, undefined],
		[null, undefined],
	])('%j is %j', (value, expected) => {
		expect(truth(value)).toBe(expected);
	});
});

describe('any value', () => {
	it('is converted or none, without a throw', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				fc.pre(typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== null);
				const seconds = wholeSeconds(value);
				if (seconds !== undefined) expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
				decimal(value);
				wholeNumber(value);
			}),
		);
	});
});
