import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { type Clock, fieldValue, type ValueRules } from '../../../../nodes/shared/salesforce/data/fieldValue';
import { readInstant } from '../../../../nodes/shared/time/instant';

const clock: Clock = { zone: 'Europe/Berlin', instant: (value) => readInstant(value, 'Europe/Berlin') };

const read = (type: string, value: unknown, more: Partial<ValueRules> = {}) =>
	fieldValue(value, { type, ...more }, clock);

describe('a value for a field', () => {
	it.each<[type: string, value: unknown, sent: string | number | boolean]>([
		['boolean', true, true],
		['boolean', 'false', false],
		['boolean', 1, true],
		['double', '4.5', 4.5],
		['currency', 19.99, 19.99],
		['percent', '-3', -3],
		['int', '12', 12],
		['int', 12, 12],
		['date', '2026-05-01', '2026-05-01'],
		['date', '2026-05-01T00:00:00', '2026-05-01'],
		['date', '2026-05-01T23:30:00Z', '2026-05-02'],
		['date', DateTime.fromISO('2026-05-01T09:30:00Z'), '2026-05-01'],
		['datetime', '2026-05-01T09:30:00', '2026-05-01T07:30:00.000Z'],
		['datetime', 1777627800000, '2026-05-01T09:30:00.000Z'],
		['time', '9:30', '09:30:00.000Z'],
		['time', '17:45:10.5', '17:45:10.500Z'],
		['time', '17:45:10.500Z', '17:45:10.500Z'],
		['string', 'Support', 'Support'],
		['string', 7, '7'],
		['string', false, 'false'],
		['textarea', 'two\nlines', 'two\nlines'],
		['phone', '+14155550123', '+14155550123'],
		['picklist', 'Anything', 'Anything'],
		['multipicklist', ['Invoice', ' Refund '], 'Invoice;Refund'],
		['multipicklist', 'Invoice; Refund;', 'Invoice;Refund'],
		['reference', ' 001000000000001AAA ', '001000000000001AAA'],
		['something new', 'text', 'text'],
	])('of the type %s: %j goes out as %j', (type, value, sent) => {
		expect(read(type, value)).toEqual({ value: sent });
	});

	it.each<[type: string, value: unknown, what: string, fix: string]>([
		['boolean', 'maybe', "is 'maybe', neither true nor false", 'Turn it on or off.'],
		['boolean', {}, 'is an object, neither true nor false', 'Turn it on or off.'],
		['double', '3 min', "is '3 min', not a number", 'Enter a number such as 3 or 4.5, without units.'],
		['int', 1.5, "is '1.5', not a whole number", 'Enter a number such as 3.'],
		[
			'date',
			'tomorrow',
			"is 'tomorrow', not a date",
			'Enter it like 2026-05-01, or pick one from the input.',
		],
		[
			'datetime',
			'09:30',
			"is '09:30', not a date and time",
			'Enter it like 2026-05-01T09:30:00Z, or pick a time from the input.',
		],
		['time', '25:00', "is '25:00', not a time of day", 'Enter it like 09:30 or 17:45:00.'],
		['time', 'noon', "is 'noon', not a time of day", 'Enter it like 09:30 or 17:45:00.'],
		['string', ['a'], 'is a list, not text', 'Pick a single text or number from the input.'],
		['multipicklist', [{}], 'is an object, not text', 'Give a list of texts, or Blue;Green.'],
		[
			'reference',
			'Acme',
			"is 'Acme', not the ID of a Salesforce record",
			'Enter the ID of 15 or 18 characters.',
		],
	])('of the type %s: %j is refused', (type, value, what, fix) => {
		expect(read(type, value)).toEqual({ what, fix });
	});

	it('may be no longer than the field, counted in characters', () => {
		expect(read('string', '📞📞', { length: 2 })).toEqual({ value: '📞📞' });
		expect(read('string', 'x'.repeat(1001), { length: 1000 })).toEqual({
			what: 'is longer than the 1,000 characters that this field holds',
			fix: 'Shorten it.',
		});
	});

	it('must be one of the choices where Salesforce takes no others', () => {
		expect(read('picklist', 'Low', { choices: ['High', 'Low'] })).toEqual({ value: 'Low' });
		expect(read('picklist', 'Mid', { choices: ['High', 'Low'] })).toEqual({
			what: "is 'Mid', which is none of the choices of this field",
			fix: 'Choose one of: High, Low.',
		});
		expect(read('multipicklist', 'a;z', { choices: ['a', 'b', 'c', 'd', 'e', 'f'] })).toEqual({
			what: "is 'z', which is none of the choices of this field",
			fix: 'Choose one of: a, b, c, d, e, …',
		});
	});

	it('is one that JSON holds, or is refused in words', () => {
		const types = [
			'boolean',
			'int',
			'double',
			'date',
			'datetime',
			'time',
			'string',
			'multipicklist',
			'reference',
		];
		fc.assert(
			fc.property(fc.constantFrom(...types), fc.anything(), (type, value) => {
				const result = read(type, value);
				if ('value' in result) {
					expect(['string', 'number', 'boolean']).toContain(typeof result.value);
					expect(JSON.parse(JSON.stringify(result.value))).toBe(
						Object.is(result.value, -0) ? 0 : result.value,
					);
				} else
					expect(result).toEqual({
						what: expect.stringMatching(/^is /),
						fix: expect.stringMatching(/[.…]$/),
					});
			}),
			{ numRuns: 1000 },
		);
	});
});
