import { describe, expect, it } from 'vitest';
import { inputPaths, pickFromInput } from '../../../nodes/shared/host/inputValue';

/** What is picked from the item by the expression; 'ask n8n' where n8n has to be asked. */
function picked(expression: string, json: unknown): unknown {
	const paths = inputPaths(expression);
	const found = paths && pickFromInput(paths, json);
	return found ? found.value : 'ask n8n';
}

describe('an expression that only picks from the item', () => {
	it.each([
		['={{ $json.from }}', { from: '+1' }, '+1'],
		['={{$json.from}}', { from: '+1' }, '+1'],
		['={{ $json.count }}', { count: 0 }, 0],
		['={{ $json.flag }}', { flag: false }, false],
		['={{ $json.from }}', { from: '' }, ''],
		['={{ $json.from }}', { from: null }, null],
		['={{ $json.from }}', {}, undefined],
		['={{ $json.a ?? $json.b }}', { a: null, b: 2 }, 2],
		['={{ $json.a ?? $json.b }}', { a: 1, b: 2 }, 1],
		['={{ $json.a ?? $json.b }}', { a: '', b: 2 }, ''],
		['={{ $json.a ?? $json.b }}', { a: 1 }, 1],
		['={{ $json.a ?? $json.b }}', {}, undefined],
		['={{ $json.a ?? $now }}', { a: 'then' }, 'then'],
		['={{ $json.queue?.name }}', { queue: { name: 'Support' } }, 'Support'],
		['={{ $json.queue.name }}', { queue: { name: 'Support' } }, 'Support'],
		['={{ $json.queue?.name }}', { queue: null }, undefined],
		['={{ $json.queue?.name }}', {}, undefined],
		['={{ $json.transcript?.startedAt ?? $json.occurredAt }}', { transcript: null, occurredAt: 'x' }, 'x'],
	])('%s of %j is %j', (expression, json, value) => {
		expect(picked(expression, json)).toEqual(value);
	});
});

describe('n8n is asked', () => {
	it.each([
		['for the time', '={{ $json.a ?? $now }}', {}],
		['for a list', '={{ $json.lines }}', { lines: [1] }],
		['for an object', '={{ $json.queue }}', { queue: { name: 'Support' } }],
		['for what is inherited', '={{ $json.toString }}', {}],
		['for the constructor', '={{ $json.constructor }}', {}],
		['for a prototype', '={{ $json.__proto__ }}', {}],
		['for a name that n8n refuses', '={{ $json.a?.prototype }}', { a: null }],
		['for an inherited name on a path of nothing', '={{ $json.a?.constructor }}', { a: null }],
		['where a path leads through nothing', '={{ $json.queue.name }}', { queue: null }],
		['where a path leads through a text', '={{ $json.from.length }}', { from: '+1' }],
		['for the whole item', '={{ $json }}', { from: '+1' }],
		['for a call', '={{ $json.from.trim() }}', { from: '+1' }],
		['for an index', '={{ $json["from"] }}', { from: '+1' }],
		['for arithmetic', '={{ $json.a + $json.b }}', { a: 1, b: 2 }],
		['for a choice by ||', '={{ $json.a || $json.b }}', { a: 1 }],
		['for text around it', '=Call {{ $json.from }}', { from: '+1' }],
		['for a space behind it', '={{ $json.from }} ', { from: '+1' }],
		['for two of them', '={{ $json.a }}{{ $json.b }}', { a: 1, b: 2 }],
		['for another node', "={{ $('Webhook').item.json.from }}", { from: '+1' }],
		['for no expression', '$json.from', { from: '+1' }],
	])('%s', (_what, expression, json) => {
		expect(picked(expression, json)).toBe('ask n8n');
	});
});
