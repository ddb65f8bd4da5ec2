import { describe, expect, it } from 'vitest';
import { ProviderParameters } from '../../../nodes/shared/provider/ProviderParameters';

function reading(value: unknown) {
	return new ProviderParameters(() => value, 'UTC');
}

describe('a parameter', () => {
	it.each([
		['  a b ', 'a b', '  a b '],
		[5, '5', '5'],
		[true, 'true', 'true'],
		[null, '', ''],
		[undefined, '', ''],
	])('%j as text is %j, or %j as typed', (value, text, verbatim) => {
		expect(reading(value).text('x')).toBe(text);
		expect(reading(value).verbatim('x')).toBe(verbatim);
	});

	it.each([
		['b', 'b', []],
		['', 'a', []],
		[undefined, 'a', []],
		['c', 'a', [{ field: 'x', what: "is 'c', which is not in its list", fix: 'Choose one of: a, b.' }]],
		[{}, 'a', [{ field: 'x', what: 'is not text', fix: 'Enter a single text.' }]],
	])('%j as a choice is %j', (value, chosen, faults) => {
		const parameters = reading(value);
		expect(parameters.choice('options.x', ['a', 'b'], 'a')).toBe(chosen);
		expect(parameters.faults).toEqual(faults);
	});

	it.each([
		[['b', 'a'], ['a', 'b'], 0],
		['a, b', ['a', 'b'], 0],
		[[], [], 0],
		['', [], 0],
		[null, undefined, 0],
		[['a', 'z'], ['a'], 1],
	])('%j as several choices is %j', (value, chosen, faults) => {
		const parameters = reading(value);
		expect(parameters.choices('x', ['a', 'b'])).toEqual(chosen);
		expect(parameters.faults).toHaveLength(faults);
	});

	it.each([
		[false, false, 0],
		['false', false, 0],
		['true', true, 0],
		[undefined, true, 0],
		['perhaps', true, 1],
	])('%j as true or false is %j', (value, truth, faults) => {
		const parameters = reading(value);
		expect(parameters.truth('x', true)).toBe(truth);
		expect(parameters.faults).toHaveLength(faults);
	});

	it.each([
		[7, 7, 0],
		['7', 7, 0],
		['', 5, 0],
		[0, 5, 1],
		[11, 5, 1],
		[7.5, 5, 1],
		['seven', 5, 1],
	])('%j as a whole number from 1 to 10 is %j', (value, number, faults) => {
		const parameters = reading(value);
		expect(parameters.wholeNumber('x', { from: 1, to: 10 }, 5)).toBe(number);
		expect(parameters.faults).toHaveLength(faults);
	});

	it.each([
		[{ row: [{ a: 1 }, null, 'x', { b: 2 }] }, [{ a: 1 }, { b: 2 }]],
		[{ row: 'x' }, []],
		[{}, []],
		[undefined, []],
		['x', []],
	])('%j as rows is %j', (value, rows) => {
		expect(reading(value).rows('x', 'row')).toEqual(rows);
	});

	it('whose expression fails is a fault, not a crash', () => {
		const parameters = new ProviderParameters(() => {
			throw new Error('access to env is denied');
		}, 'UTC');
		expect(parameters.text('options.publicUrl')).toBe('');
		expect(parameters.faults).toEqual([
			{
				field: 'publicUrl',
				what: 'cannot be worked out (access to env is denied)',
				fix: 'Check its expression.',
			},
		]);
	});
});
