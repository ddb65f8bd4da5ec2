import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { beforeAll, expect, it } from 'vitest';
import { ParameterSource } from '../../nodes/shared/host/ParameterSource.ts';
import { core, n8nWorkflow } from './core.ts';
import { Engine } from './Engine.ts';

const { ExecuteContext } = core;
const { createRunExecutionData, Workflow } = n8nWorkflow;

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.start();
});

/** What n8n lends a Create Voice Call node with these parameters for these items, and how often its parameters are asked for. */
function contextFor(parameters: IDataObject, jsons: IDataObject[], type = 'createVoiceCall') {
	const node = {
		id: 'n',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const nodeTypes = { ...engine.types(), getByNameAndVersion: () => engine.nodeType('createVoiceCall') };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const placed = workflow.nodes['Node'];
	if (!placed) throw new Error('The workflow has lost its node');
	Object.assign(placed.parameters, parameters);
	const items = jsons.map((json) => ({ json }));
	const context = new ExecuteContext(
		workflow,
		placed,
		engine.additionalData(workflow, {}),
		'webhook',
		createRunExecutionData(),
		0,
		items,
		{ main: [items] },
		{ node: placed, data: { main: [items] }, source: null },
		[],
	) as unknown as IExecuteFunctions;
	const asked: Array<{ name: string; itemIndex: number }> = [];
	const ask = context.getNodeParameter.bind(context) as (...all: unknown[]) => unknown;
	Object.assign(context, {
		getNodeParameter: (name: string, itemIndex: number, fallback: unknown, options?: object) => {
			if (options === undefined) asked.push({ name, itemIndex });
			return ask(name, itemIndex, fallback, options);
		},
	});
	return { source: ParameterSource.of(context), ask, asked };
}

const field = fc.constantFrom(
	'a',
	'b',
	'c',
	'length',
	'name',
	'toString',
	'constructor',
	'prototype',
	'binding',
);
const step = fc.tuple(fc.constantFrom('.', '?.'), field).map(([mark, name]) => mark + name);
const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => `$json${steps.join('')}`);
const expression = fc
	.array(path, { minLength: 1, maxLength: 3 })
	.map((paths) => `={{ ${paths.join(' ?? ')} }}`);
const value = fc.letrec<{ any: unknown }>((tie) => ({
	any: fc.oneof(
		{ maxDepth: 3 },
		fc.constantFrom(null, '', 'text', 0, 1.5, true, false, '2026-05-01T09:30:00.000Z'),
		fc.array(fc.integer(), { maxLength: 2 }),
		fc.dictionary(field, tie('any'), { maxKeys: 3, noNullPrototype: true }),
	),
})).any;
const json = fc.dictionary(field, value, { maxKeys: 4, noNullPrototype: true });

/** What n8n gives, or that it refuses. */
function outcome(get: () => unknown): unknown {
	try {
		return { value: get() ?? null };
	} catch (error) {
		return { refused: error instanceof Error ? error.message : String(error) };
	}
}

it('gives what n8n gives, whatever is picked from whatever item', () => {
	fc.assert(
		fc.property(expression, fc.array(json, { minLength: 1, maxLength: 3 }), (from, jsons) => {
			const { source, ask } = contextFor({ from }, jsons as IDataObject[]);
			for (const itemIndex of jsons.keys()) {
				expect(outcome(() => source.get('from', itemIndex, null))).toEqual(
					outcome(() => ask('from', itemIndex, null)),
				);
			}
		}),
		{ numRuns: 1_000 },
	);
});

it('asks n8n once for a parameter without an expression', () => {
	const { source, asked } = contextFor({ additionalFields: { callOrigin: 'Voicemail' } }, [{}, {}, {}]);
	for (const itemIndex of [0, 1, 2]) {
		expect(source.get('additionalFields', itemIndex, {})).toEqual({ callOrigin: 'Voicemail' });
	}
	expect(asked).toEqual([{ name: 'additionalFields', itemIndex: 0 }]);
});

it('asks n8n for every item where there is an expression inside', () => {
	const additionalFields = { callOrigin: '={{ $json.origin }}' };
	const { source, asked } = contextFor({ additionalFields }, [{ origin: 'A' }, { origin: 'B' }]);
	expect([0, 1].map((itemIndex) => source.get('additionalFields', itemIndex, {}))).toEqual([
		{ callOrigin: 'A' },
		{ callOrigin: 'B' },
	]);
	expect(asked).toHaveLength(2);
});

it('does not ask n8n for a default that picks from the item', () => {
	const { source, asked } = contextFor({}, [{ from: '+14155550123' }, { from: '+14155550124' }]);
	expect([0, 1].map((itemIndex) => source.get('from', itemIndex, null))).toEqual([
		'+14155550123',
		'+14155550124',
	]);
	expect(asked).toEqual([]);
});

it('asks n8n when the node is the tool of an agent, whose input is not what expressions see', () => {
	const { source, asked } = contextFor({}, [{ from: '+14155550123' }], 'createVoiceCallTool');
	expect(source.get('from', 0, null)).toBe('+14155550123');
	expect(asked).toEqual([{ name: 'from', itemIndex: 0 }]);
});
