import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { ItemParameters } from '../../../nodes/shared/host/ItemParameters';
import { toIsoUtc } from '../../../nodes/shared/time/instant';
import { itemsWith, itemWith } from './itemContext.ts';

const MOMENT = DateTime.fromISO('2026-05-01T09:30:00Z');

interface Reading {
	readonly value: unknown;
	readonly faults: ItemParameters['faults'];
}

function reading(read: (parameters: ItemParameters) => unknown, value: unknown): Reading {
	const parameters = itemWith({ field: value });
	return { value: read(parameters), faults: parameters.faults };
}

const good = (value: unknown): Reading => ({ value, faults: [] });

const faulty = (what: string, fix: string, value?: unknown): Reading => ({
	value,
	faults: [{ field: 'field', what, fix }],
});

describe('text', () => {
	const read = (value: unknown): Reading => reading((parameters) => parameters.text('field'), value);

	it.each<[value: unknown, text: string | undefined]>([
		['acme', 'acme'],
		['  acme \n', 'acme'],
		['false', 'false'],
		['0', '0'],
		[0, '0'],
		[12, '12'],
		[-1.5, '-1.5'],
		[14_155_550_100, '14155550100'],
		[12_345_678_901_234_567_890n, '12345678901234567890'],
		['', undefined],
		['   ', undefined],
		[null, undefined],
		[undefined, undefined],
	])('%o is %j', (value, text) => {
		expect(read(value)).toEqual(good(text));
	});

	const fix = 'Pick a single text or number from the input.';
	it.each<[name: string, value: unknown, what: string]>([
		['true', true, "is 'true', not text"],
		['false', false, "is 'false', not text"],
		['an object', { id: 1 }, 'is an object, not text'],
		['an empty object', {}, 'is an object, not text'],
		['NaN', Number.NaN, "is 'NaN', not text"],
		['Infinity', Number.POSITIVE_INFINITY, "is 'Infinity', not text"],
		['a list', ['a'], 'is a list, not text'],
		['an empty list', [], 'is a list, not text'],
		['a Date', MOMENT.toJSDate(), 'is an object, not text'],
		['a DateTime', MOMENT, 'is an object, not text'],
	])('%s is none', (_name, value, what) => {
		expect(read(value)).toEqual(faulty(what, fix));
	});
});

describe('a whole number', () => {
	const read = (value: unknown): Reading => reading((parameters) => parameters.wholeNumber('field'), value);

	it.each<[value: unknown, number: number | undefined]>([
		[0, 0],
		[12, 12],
		['12', 12],
		[' 12 ', 12],
		['0', 0],
		['007', 7],
		['  ', undefined],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])('%o is %j', (value, number) => {
		expect(read(value)).toEqual(good(number));
	});

	it.each<[name: string, value: unknown, called: string]>([
		['a fraction', 1.5, "'1.5'"],
		['a fraction as text', '1.5', "'1.5'"],
		['a negative number', -1, "'-1'"],
		['a negative number as text', '-1', "'-1'"],
		['NaN', Number.NaN, "'NaN'"],
		['Infinity', Number.POSITIVE_INFINITY, "'Infinity'"],
		['more than can be counted', 2 ** 53, "'9007199254740992'"],
		['a word', 'three', "'three'"],
		['a comma', '1,000', "'1,000'"],
		['a hexadecimal number', '0x10', "'0x10'"],
		['an exponent', '1e3', "'1e3'"],
		['true', true, "'true'"],
		['false', false, "'false'"],
		['a list', [3], 'a list'],
		['an object', {}, 'an object'],
		['a Date', MOMENT.toJSDate(), 'an object'],
		['a DateTime', MOMENT, 'an object'],
	])('%s is none', (_name, value, called) => {
		expect(read(value)).toEqual(faulty(`is ${called}, not a whole number`, 'Enter a number such as 3.'));
	});
});

describe('a yes or no', () => {
	it.each<[unknown, boolean | undefined]>([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		[' TRUE ', true],
		['0', false],
		[1, true],
		[undefined, undefined],
		[null, undefined],
		[' ', undefined],
	])('%j is read as %j', (value, flag) => {
		const parameters = itemWith({ persist: value });
		expect([parameters.flag('persist'), parameters.faults]).toEqual([flag, []]);
	});

	it.each<[unknown, string]>([
		['maybe', "'maybe'"],
		[2, "'2'"],
		[{}, 'an object'],
		[[true], 'a list'],
	])('%j is none', (value, shown) => {
		const parameters = itemWith({ additionalFields: { persist: value } });
		expect(parameters.flag('additionalFields.persist')).toBeUndefined();
		expect(parameters.faults).toEqual([
			{ field: 'persist', what: `is ${shown}, neither true nor false`, fix: 'Turn it on or off.' },
		]);
	});
});

describe('seconds', () => {
	const read = (value: unknown): Reading => reading((parameters) => parameters.seconds('field'), value);

	it.each<[value: unknown, seconds: number | undefined]>([
		[0, 0],
		[90, 90],
		['90', 90],
		['1:30', 90],
		['1:02:03', 3_723],
		[89.6, 90],
		['', undefined],
		['  ', undefined],
		[null, undefined],
		[undefined, undefined],
	])('%o is %j', (value, seconds) => {
		expect(read(value)).toEqual(good(seconds));
	});

	it.each<[name: string, value: unknown, called: string]>([
		['a negative number', -5, "'-5'"],
		['61 seconds in a minute', '1:61', "'1:61'"],
		['a word', 'long', "'long'"],
		['true', true, "'true'"],
		['NaN', Number.NaN, "'NaN'"],
		['a list', [90], 'a list'],
		['an object', { seconds: 90 }, 'an object'],
		['a DateTime', MOMENT, 'an object'],
	])('%s are none', (_name, value, called) => {
		expect(read(value)).toEqual(
			faulty(`is ${called}, not a duration`, 'Enter seconds (90) or minutes and seconds (1:30).'),
		);
	});
});

describe('a time', () => {
	const read = (value: unknown): Reading =>
		reading((parameters) => {
			const time = parameters.time('field');
			return time && toIsoUtc(time);
		}, value);
	const iso = '2026-05-01T09:30:00.000Z';

	it.each<[name: string, value: unknown]>([
		['a DateTime', MOMENT],
		['a Date', MOMENT.toJSDate()],
		['ISO 8601', '2026-05-01T09:30:00Z'],
		["ISO 8601 without a zone, in the workflow's", '2026-05-01T11:30:00'],
		["what n8n's own date field gives", '2026-05-01 11:30:00'],
		['epoch seconds', 1_777_627_800],
		['epoch milliseconds as text', '1777627800000'],
	])('is read from %s', (_name, value) => {
		expect(read(value)).toEqual(good(iso));
	});

	it.each([undefined, null, '', '  '])('is not given as %o', (value) => {
		expect(read(value)).toEqual(good(undefined));
	});

	it.each<[name: string, value: unknown, called: string]>([
		['a word', 'tomorrow', "'tomorrow'"],
		['a small number', 90, "'90'"],
		['a time of day', '09:30', "'09:30'"],
		['NaN', Number.NaN, "'NaN'"],
		['false', false, "'false'"],
		['an invalid Date', new Date(Number.NaN), 'an object'],
		['an object', { time: iso }, 'an object'],
		['a list', [iso], 'a list'],
	])('%s is none', (_name, value, called) => {
		expect(read(value)).toEqual(
			faulty(
				`is ${called}, not a date and time`,
				'Enter it like 2026-05-01T09:30:00Z, or pick a time from the input.',
			),
		);
	});
});

describe('a value in a message', () => {
	const called = (value: unknown): string | undefined =>
		reading((parameters) => parameters.wholeNumber('field'), value).faults[0]?.what;

	it('is cut after 40 characters', () => {
		expect(called('x'.repeat(40))).toBe(`is '${'x'.repeat(40)}', not a whole number`);
		expect(called('x'.repeat(41))).toBe(`is '${'x'.repeat(40)}…', not a whole number`);
	});

	it('is put on one line', () => {
		expect(called(' one\r\n\ttwo ')).toBe("is 'one two', not a whole number");
	});
});

describe('rows', () => {
	const rows = (value: unknown) => itemWith({ callAttributes: value }).rows('callAttributes', 'attribute');

	it.each<[name: string, value: unknown, expected: unknown]>([
		[
			'are read in order',
			{
				attribute: [
					{ name: 'A__c', value: 'a' },
					{ name: 'B__c', value: 'b' },
				],
			},
			[
				{ name: 'A__c', value: 'a' },
				{ name: 'B__c', value: 'b' },
			],
		],
		['keep values as they are', { attribute: [{ name: 'A', value: 12 }] }, [{ name: 'A', value: 12 }]],
		['keep false', { attribute: [{ name: 'A', value: false }] }, [{ name: 'A', value: false }]],
		[
			'have an empty name when it is left out, and no value rather than an empty one',
			{ attribute: [{}, { name: null, value: null }] },
			[
				{ name: '', value: undefined },
				{ name: '', value: null },
			],
		],
		['take a number for a name', { attribute: [{ name: 7, value: 'a' }] }, [{ name: '7', value: 'a' }]],
		[
			'leave out what is no row',
			{ attribute: ['a', null, [1], { name: 'A', value: '1' }] },
			[{ name: 'A', value: '1' }],
		],
		['are none in an empty field', {}, []],
		['are none in another group', { other: [{ name: 'A', value: '1' }] }, []],
		['are none in text', 'A=1', []],
		['are none in a list', [{ name: 'A', value: '1' }], []],
		['are none in null', null, []],
		['are none when nothing is given', undefined, []],
	])('%s', (_name, value, expected) => {
		expect(rows(value)).toEqual(expected);
	});
});

describe('a name', () => {
	it('with a dot reads from a collection', () => {
		const parameters = itemWith({
			updateFields: { queue: ' 00G000000000001 ', seconds: '1:30' },
			queue: 'x',
		});
		expect([parameters.text('updateFields.queue'), parameters.seconds('updateFields.seconds')]).toEqual([
			'00G000000000001',
			90,
		]);
	});

	it.each<[name: string, collection: unknown]>([
		['missing', undefined],
		['null', null],
		['text', '{"queue":"x"}'],
		['a list', [{ queue: 'x' }]],
		['empty', {}],
		['holding null', { queue: null }],
		['holding nothing', { queue: '' }],
	])('with a dot is not given when the collection is %s', (_name, collection) => {
		const parameters = itemWith({ updateFields: collection });
		expect([parameters.text('updateFields.queue'), parameters.faults]).toEqual([undefined, []]);
	});

	it.each([
		'options.__proto__',
		'options.constructor',
		'options.toString',
		'options.hasOwnProperty',
		'options.__defineGetter__',
	])('of what every object has is not given: %s', (name) => {
		const parameters = itemWith({ options: {} });
		expect([
			parameters.raw(name),
			parameters.text(name),
			parameters.wholeNumber(name),
			parameters.seconds(name),
			parameters.time(name),
			parameters.faults,
		]).toEqual([undefined, undefined, undefined, undefined, undefined, []]);
	});

	it('in a fault is the last part, which the label belongs to', () => {
		const parameters = itemWith({ options: { timeout: 'long' } });
		parameters.seconds('options.timeout');
		expect(parameters.faults).toEqual([
			{
				field: 'timeout',
				what: "is 'long', not a duration",
				fix: 'Enter seconds (90) or minutes and seconds (1:30).',
			},
		]);
	});
});

describe('an item', () => {
	it('gathers all its faults in the order they were met', () => {
		const parameters = itemWith({ a: [], b: 'x', d: 'many' });
		parameters.text('a');
		parameters.time('b');
		parameters.wholeNumber('d');
		expect(parameters.faults.map(({ field }) => field)).toEqual(['a', 'b', 'd']);
	});

	it('reads its own parameters and keeps its own faults', () => {
		const items = itemsWith([{ field: 'one' }, { field: ['two'] }]);
		const [first, second] = [items(0), items(1)];
		expect([first.text('field'), second.text('field')]).toEqual(['one', undefined]);
		expect([first.faults.length, second.faults.length]).toEqual([0, 1]);
	});

	it('hands out what stands there untouched', () => {
		const value = { deep: [1, { er: true }] };
		const parameters = itemWith({ field: value, empty: '', nothing: null });
		expect(parameters.raw('field')).toBe(value);
		expect([parameters.raw('empty'), parameters.raw('nothing'), parameters.raw('missing')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});
