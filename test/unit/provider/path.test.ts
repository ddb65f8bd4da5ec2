import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath, valueAt, withoutPath } from '../../../nodes/shared/provider/path';

describe('a path', () => {
	it.each([
		['callId', ['callId']],
		['data.call.id', ['data', 'call', 'id']],
		['parties[0].number', ['parties', 0, 'number']],
		['[1][2].a', [1, 2, 'a']],
		['call-id.x y', ['call-id', 'x y']],
		['$', []],
		['$.a', ['a']],
		['$[0].a', [0, 'a']],
		['$ref', ['$ref']],
		[' a.b ', ['a', 'b']],
	])('%j is %j', (text, steps) => {
		expect(parsePath(text)).toEqual(steps);
	});

	it.each(['a..b', 'a.', 'a[', 'a[x]', 'a[-1]', 'a]', '[0]a', 'a[0', '$$.'])('%j is none', (text) => {
		expect(parsePath(text)).toBeUndefined();
	});
});

describe('the value at a path', () => {
	const payload = {
		a: { b: [{ c: 'found' }, null] },
		'x.y': 'dotted',
		x: { y: 'nested' },
		empty: '',
		zero: 0,
	};

	it.each([
		['a.b[0].c', 'found'],
		['a.b[1]', null],
		['a.b[2]', undefined],
		['a.b[1].c', undefined],
		['a.b.length', undefined],
		['a.b.0', undefined],
		['x.y', 'dotted'],
		['empty', ''],
		['zero', 0],
		['zero.toFixed', undefined],
		['empty.length', undefined],
		['nothing.at.all', undefined],
	])('%j is %j', (text, value) => {
		expect(valueAt(payload, parsePath(text) ?? [])).toBe(value);
	});

	it.each([
		'__proto__',
		'constructor',
		'constructor.name',
		'a.constructor',
		'a.b.constructor',
		'toString',
		'a.hasOwnProperty',
	])('%j leads nowhere', (text) => {
		expect(valueAt(payload, parsePath(text) ?? [])).toBeUndefined();
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.anything({ withNullPrototype: true }), fc.string(), (value, text) => {
				const path = parsePath(text);
				if (path) valueAt(value, path);
			}),
		);
	});
});

describe('a payload without a path', () => {
	it.each([
		[{ token: 's', a: 1 }, 'token', { a: 1 }],
		[{ auth: { token: 's', x: 1 }, a: 1 }, 'auth.token', { auth: { x: 1 }, a: 1 }],
		[{ 'auth.token': 's', a: 1 }, 'auth.token', { a: 1 }],
		[{ list: [{ token: 's' }] }, 'list[0].token', { list: [{}] }],
		[{ a: 1 }, 'token', { a: 1 }],
		[{ a: 1 }, 'a.b.c', { a: 1 }],
		['text', 'a', 'text'],
	])('%j less %s', (payload, text, rest) => {
		const before = structuredClone(payload);
		expect(withoutPath(payload, parsePath(text) ?? [])).toEqual(rest);
		expect(payload).toEqual(before);
	});
});
