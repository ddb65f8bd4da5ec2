import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type CallAttributes,
	checkCallAttributes,
	encodeCallAttributes,
} from '../../../nodes/shared/salesforce/callAttributes';

const NOT_AN_OBJECT = {
	field: 'callAttributesJson',
	what: 'is not a JSON object',
	fix: 'Write it like {"Department__c": "Support"}, with double quotes around names and texts.',
};

const FIELD_NAME = 'Enter the API name of the voice call field, e.g. Department__c.';

const noFieldName = (field: string, name: string) => ({
	field,
	what: `names '${name}', which is no field name`,
	fix: FIELD_NAME,
});

const again = (field: string, name: string) => ({
	field,
	what: `gives '${name}' a second time`,
	fix: 'Keep one of the two.',
});

const notOneValue = (field: string, name: string, kind: string) => ({
	field,
	what: `gives '${name}' ${kind}`,
	fix: 'A voice call field takes one text, number, true or false.',
});

const ROWS = 'callAttributes';

const JSON_FIELD = 'callAttributesJson';

describe('the one string that is sent', () => {
	it.each<[string, CallAttributes | undefined, string | undefined]>([
		['an untouched JSON field', { rows: [], json: '{}' }, undefined],
		['spaces in an empty object', { rows: [], json: ' { } ' }, undefined],
		['no attributes', undefined, undefined],
		['no rows', { rows: [] }, undefined],
		['no rows and no JSON', { rows: [], json: undefined }, undefined],
		['null for JSON', { rows: [], json: null }, undefined],
		['empty JSON text', { rows: [], json: '' }, undefined],
		['blank JSON text', { rows: [], json: ' \n' }, undefined],
		['an empty object', { rows: [], json: {} }, undefined],
		['one row', { rows: [{ name: 'A__c', value: 'b' }] }, '{"A__c":"b"}'],
		['blanks around a name', { rows: [{ name: ' A__c\t', value: ' b ' }] }, '{"A__c":" b "}'],
		[
			'values of every kind',
			{
				rows: [
					{ name: 'Text__c', value: 'a "b" \\ ü\n' },
					{ name: 'Number__c', value: 1.5 },
					{ name: 'Yes__c', value: true },
					{ name: 'Nothing__c', value: null },
				],
			},
			String.raw`{"Text__c":"a \"b\" \\ ü\n","Number__c":1.5,"Yes__c":true,"Nothing__c":null}`,
		],
		['a value the input does not have', { rows: [], json: { A__c: undefined, B__c: 1 } }, '{"B__c":1}'],
		['an object', { rows: [], json: { A__c: 'b', B__c: 2 } }, '{"A__c":"b","B__c":2}'],
		['JSON text, to the letter', { rows: [], json: ' {"A__c" :\t"b"} ' }, '{"A__c" :\t"b"}'],
		[
			'JSON text with a long number, to the letter',
			{ rows: [], json: '{"Id__c": 12345678901234567890}' },
			'{"Id__c": 12345678901234567890}',
		],
		[
			'rows before JSON text',
			{ rows: [{ name: 'A__c', value: 'b' }], json: '{"B__c": 2}' },
			'{"A__c":"b","B__c":2}',
		],
		[
			'rows before an object',
			{ rows: [{ name: 'A__c', value: 'b' }], json: { B__c: 2 } },
			'{"A__c":"b","B__c":2}',
		],
		['rows beside blank JSON text', { rows: [{ name: 'A__c', value: 'b' }], json: ' ' }, '{"A__c":"b"}'],
	])('%s', (_name, attributes, sent) => {
		expect(checkCallAttributes(attributes)).toEqual([]);
		expect(encodeCallAttributes(attributes)).toBe(sent);
	});
});

describe('is pointed out', () => {
	it.each<[string, CallAttributes, object[]]>([
		...['{', "{'A__c': 'b'}", '{"A__c": "b", }', 'A__c=b', '[]', 'null', '"A__c"', '1', 'true'].map(
			(json): [string, CallAttributes, object[]] => [
				`JSON text ${json}`,
				{ rows: [], json },
				[NOT_AN_OBJECT],
			],
		),
		["the guide's own slip", { rows: [], json: '{"Department__c":"Support", "Sales"}' }, [NOT_AN_OBJECT]],
		['a list', { rows: [], json: [] }, [NOT_AN_OBJECT]],
		['a number', { rows: [], json: 0 }, [NOT_AN_OBJECT]],
		['false', { rows: [], json: false }, [NOT_AN_OBJECT]],
		[
			'a row without a name',
			{ rows: [{ name: ' ', value: 'b' }] },
			[{ field: ROWS, what: 'has a row without a name', fix: FIELD_NAME }],
		],
		['a label for a name', { rows: [{ name: 'My Field', value: '' }] }, [noFieldName(ROWS, 'My Field')]],
		['a name with a dot', { rows: [{ name: 'A.B__c', value: '' }] }, [noFieldName(ROWS, 'A.B__c')]],
		['a name that begins with a digit', { rows: [], json: { '1A': 1 } }, [noFieldName(JSON_FIELD, '1A')]],
		['blanks around a name in JSON', { rows: [], json: { ' A': 1 } }, [noFieldName(JSON_FIELD, ' A')]],
		[
			'a very long name, cut',
			{ rows: [{ name: `${'x'.repeat(79)}-${'y'.repeat(500)}`, value: '' }] },
			[noFieldName(ROWS, `${'x'.repeat(79)}-`)],
		],
		['__proto__ in a row', { rows: [{ name: '__proto__', value: 'b' }] }, [noFieldName(ROWS, '__proto__')]],
		[
			'__proto__ in JSON',
			{ rows: [], json: '{"__proto__": {"polluted": true}}' },
			[noFieldName(JSON_FIELD, '__proto__'), notOneValue(JSON_FIELD, '__proto__', 'a list or an object')],
		],
		[
			'the same name twice',
			{
				rows: [
					{ name: 'A__c', value: 'b' },
					{ name: 'A__c', value: 'c' },
				],
			},
			[again(ROWS, 'A__c')],
		],
		[
			'the same name in another case, as Salesforce counts',
			{ rows: [{ name: 'A__c', value: 'b' }], json: '{"a__C": 1}' },
			[again(JSON_FIELD, 'a__C')],
		],
		[
			'an object for a value',
			{ rows: [], json: { A__c: {} } },
			[notOneValue(JSON_FIELD, 'A__c', 'a list or an object')],
		],
		[
			'a list for a value',
			{ rows: [], json: '{"A__c": [1]}' },
			[notOneValue(JSON_FIELD, 'A__c', 'a list or an object')],
		],
		[
			'a date for a value',
			{ rows: [{ name: 'A__c', value: new Date(0) }] },
			[notOneValue(ROWS, 'A__c', 'a list or an object')],
		],
		...[Number.NaN, Number.POSITIVE_INFINITY, 10n, () => 1, Symbol('x')].map(
			(value): [string, CallAttributes, object[]] => [
				`${typeof value} ${String(value)}`,
				{ rows: [], json: { A__c: value } },
				[notOneValue(JSON_FIELD, 'A__c', 'something that JSON cannot hold')],
			],
		),
		[
			'all of it at once',
			{ rows: [{ name: '', value: '' }], json: { 'B c': [] } },
			[
				{ field: ROWS, what: 'has a row without a name', fix: FIELD_NAME },
				noFieldName(JSON_FIELD, 'B c'),
				notOneValue(JSON_FIELD, 'B c', 'a list or an object'),
			],
		],
	])('%s', (_name, attributes, faults) => {
		expect(checkCallAttributes(attributes)).toEqual(faults);
	});
});

describe('whatever the attributes are', () => {
	const value = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.boolean(),
		fc.constant(null),
	);
	const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,20}$/);

	it('those that pass come out of the string as they went in', () => {
		const attributes = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase() });
		fc.assert(
			fc.property(attributes, fc.nat(), (entries, cut) => {
				const rows = entries.slice(0, cut % (entries.length + 1));
				const rest = entries.slice(rows.length);
				const given = {
					rows: rows.map(([key, held]) => ({ name: key, value: held })),
					json: Object.fromEntries(rest),
				};
				expect(checkCallAttributes(given)).toEqual([]);
				const sent: unknown = JSON.parse(encodeCallAttributes(given) ?? '{}');
				// JSON writes -0 as 0.
				expect(sent).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(entries))));
			}),
		);
	});

	it('checking and sending them never throws', () => {
		const rows = fc.array(fc.record({ name: fc.string(), value: fc.anything() }));
		const json = fc.oneof(fc.json(), fc.string(), fc.anything(), fc.dictionary(name, fc.anything()));
		fc.assert(
			fc.property(rows, json, (held, text) => {
				const attributes = { rows: held, json: text };
				if (checkCallAttributes(attributes).length > 0) return;
				const sent = encodeCallAttributes(attributes);
				if (sent !== undefined) expect(JSON.parse(sent)).toBeTypeOf('object');
			}),
		);
	});

	it('no prototype is touched', () => {
		checkCallAttributes({ rows: [], json: '{"__proto__": {"polluted": true}, "constructor": "x"}' });
		encodeCallAttributes({
			rows: [{ name: 'constructor', value: 'x' }],
			json: '{"__proto__": {"polluted": 1}}',
		});
		expect('polluted' in {}).toBe(false);
	});
});
