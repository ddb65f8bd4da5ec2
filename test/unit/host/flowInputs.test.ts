import { describe, expect, it } from 'vitest';
import { readFlowInputs } from '../../../nodes/shared/host/flowInputs';
import type { Fault } from '../../../nodes/shared/problem';
import { itemWith } from './itemContext.ts';

function read(
	rows: ReadonlyArray<{ name?: unknown; value?: unknown }> | undefined,
	json?: unknown,
): { inputs: Record<string, unknown> | undefined; faults: readonly Fault[] } {
	const parameters = itemWith({
		...(rows && { flowInputParameters: { input: rows } }),
		flowInputParametersJson: json,
	});
	return { inputs: readFlowInputs(parameters), faults: parameters.faults };
}

describe('flow inputs', () => {
	it.each<
		[
			name: string,
			rows: Array<{ name?: unknown; value?: unknown }> | undefined,
			json: unknown,
			inputs: unknown,
		]
	>([
		['none', undefined, undefined, undefined],
		['none in an empty field', [], '', undefined],
		['none in a blank field', [], ' \n ', undefined],
		['none in null', [], null, undefined],
		['none in an empty object', [], '{}', undefined],
		['rows', [{ name: 'customerTier', value: 'Gold' }], '', { customerTier: 'Gold' }],
		['rows with blanks around the name', [{ name: ' tier ', value: ' Gold ' }], '', { tier: ' Gold ' }],
		[
			'rows with values of any kind',
			[{ name: 'n', value: 3 }, { name: 'b', value: false }, { name: 'e' }],
			'',
			{ n: 3, b: false, e: undefined },
		],
		['JSON as text', undefined, '{"customerTier":"Gold","visits":3}', { customerTier: 'Gold', visits: 3 }],
		[
			'JSON as an object',
			undefined,
			{ customerTier: 'Gold', open: null },
			{ customerTier: 'Gold', open: null },
		],
		['both', [{ name: 'a', value: '1' }], '{"b":{"deep":[1]}}', { a: '1', b: { deep: [1] } }],
	])('%s', (_name, rows, json, inputs) => {
		expect(read(rows, json)).toEqual({ inputs, faults: [] });
	});

	it('of a name that every object has are still their own', () => {
		const { inputs, faults } = read([{ name: 'constructor', value: 'c' }], '{"__proto__":"p"}');
		expect([Object.entries(inputs ?? {}), faults]).toEqual([
			[
				['constructor', 'c'],
				['__proto__', 'p'],
			],
			[],
		]);
	});

	it.each<[name: string, json: unknown]>([
		['broken JSON', '{"a":'],
		['single quotes', "{'a': 1}"],
		['a list', '[1]'],
		['a list from an expression', [1]],
		['a number', '3'],
		['a number from an expression', 3],
		['null as text', 'null'],
		['text in quotes', '"a"'],
		['false', false],
	])('as %s are refused', (_name, json) => {
		expect(read([{ name: 'a', value: '1' }], json).faults).toEqual([
			{
				field: 'flowInputParametersJson',
				what: 'is not a JSON object',
				fix: 'Write it like {"customerTier": "Gold"}, with double quotes around names and texts.',
			},
		]);
	});

	it.each([{ name: '', value: 'x' }, { name: '  ', value: 'x' }, { value: 'x' }])(
		'in a row without a name are refused: %j',
		(row) => {
			expect(read([row]).faults).toEqual([
				{
					field: 'flowInputParameters',
					what: 'has a row without a name',
					fix: 'Enter the variable name.',
				},
			]);
		},
	);

	it.each<[name: string, rows: Array<{ name: string; value: string }>, json: string]>([
		[
			'by two rows',
			[
				{ name: 'tier', value: '1' },
				{ name: ' tier', value: '2' },
			],
			'',
		],
		['by a row and JSON', [{ name: 'tier', value: '1' }], '{"tier":"2"}'],
	])('given twice %s are refused', (_name, rows, json) => {
		expect(read(rows, json).faults).toEqual([
			{
				field: 'flowInputParameters',
				what: "gives 'tier' a second time",
				fix: 'Keep one of the two.',
			},
		]);
	});
});
