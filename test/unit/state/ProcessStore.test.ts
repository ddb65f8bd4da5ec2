import {
	appendFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessStore } from '../../../nodes/shared/state/ProcessStore';
import { processStore } from '../../../nodes/shared/state/processStores';

const HOUR = 3_600_000;

let folder: string;
let clock: number;
let problems: unknown[];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'process-store-'));
	clock = 1_777_887_000_000;
	problems = [];
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

function open(capacity = 100, path = join(folder, 'state.jsonl')): ProcessStore {
	return new ProcessStore({
		path,
		capacity,
		onProblem: (error) => problems.push(error),
		now: () => clock,
		// Long enough that nothing is written but by flush().
		writeDelayMs: 600_000,
	});
}

function lines(): string[] {
	return readFileSync(join(folder, 'state.jsonl'), 'utf8')
		.split('\n')
		.filter((line) => line !== '');
}

describe('a claim', () => {
	it('succeeds for exactly one of many at once', async () => {
		const store = open();
		const outcomes = await Promise.all(
			Array.from({ length: 100 }, async () => await store.claim('event', HOUR)),
		);
		expect(outcomes.filter(Boolean)).toHaveLength(1);
	});

	it('of another key is another claim', async () => {
		const store = open();
		expect([
			await store.claim('a', HOUR),
			await store.claim('b', HOUR),
			await store.claim('a', HOUR),
		]).toEqual([true, true, false]);
	});

	it('is free again when it was given back, and when its time is up', async () => {
		const store = open();
		await store.claim('a', HOUR);
		await store.release('a');
		expect(await store.claim('a', HOUR)).toBe(true);
		clock += HOUR - 1;
		expect(await store.claim('a', HOUR)).toBe(false);
		clock += 1;
		expect(await store.claim('a', HOUR)).toBe(true);
	});

	it('of the oldest is forgotten when there are too many', async () => {
		const store = open(3);
		for (const key of ['a', 'b', 'c', 'd']) await store.claim(key, HOUR);
		expect(await store.claim('b', HOUR)).toBe(false);
		expect(await store.claim('a', HOUR)).toBe(true);
	});
});

describe('a value', () => {
	it('is set only by who knows the one before', async () => {
		const store = open();
		expect(await store.get('call')).toBeUndefined();
		expect(await store.compareAndSet('call', 'ringing', 'answered', HOUR)).toBe(false);
		expect(await store.compareAndSet('call', undefined, 'ringing', HOUR)).toBe(true);
		expect(await store.compareAndSet('call', undefined, 'ringing', HOUR)).toBe(false);
		expect(await store.get('call')).toBe('ringing');
		expect(await store.compareAndSet('call', 'ringing', 'answered', HOUR)).toBe(true);
		expect(await store.get('call')).toBe('answered');
		await store.release('call');
		expect(await store.get('call')).toBeUndefined();
	});

	it('of a claimed key is the empty text, and none is lost to a race', async () => {
		const store = open();
		await store.claim('count', HOUR);
		expect(await store.get('count')).toBe('');
		const add = async (): Promise<void> => {
			for (;;) {
				const before = await store.get('count');
				if (await store.compareAndSet('count', before, String(Number(before) + 1), HOUR)) return;
			}
		};
		await Promise.all(Array.from({ length: 50 }, add));
		expect(await store.get('count')).toBe('50');
	});
});

describe('after a restart', () => {
	it('what was written is known', async () => {
		const store = open();
		await store.claim('a', HOUR);
		await store.claim('b', HOUR);
		await store.release('b');
		await store.compareAndSet('c', undefined, 'line\nbreak "quoted" ü', HOUR);
		store.flush();
		const again = open();
		expect(await again.claim('a', HOUR)).toBe(false);
		expect(await again.claim('b', HOUR)).toBe(true);
		expect(await again.get('c')).toBe('line\nbreak "quoted" ü');
		expect(problems).toEqual([]);
	});

	it('what was not written yet is let in again, so that a crash loses no event', async () => {
		const store = open();
		expect(await store.claim('a', HOUR)).toBe(true);
		expect(existsSync(join(folder, 'state.jsonl'))).toBe(false);
		expect(await open().claim('a', HOUR)).toBe(true);
	});

	it('what ran out meanwhile is forgotten', async () => {
		const store = open();
		await store.claim('a', HOUR);
		store.flush();
		clock += HOUR;
		expect(await open().claim('a', HOUR)).toBe(true);
	});

	it.each([
		['half a line at the end', '["b","",1777890'],
		['a line that is no JSON', 'x\u0000\u0000\n'],
		['lines of other shapes', '{"key":"b"}\n[1,2,3]\n["b","x"]\n["b",7,1]\nnull\n"b"\n'],
		['empty lines', '\n\n\n'],
	])('%s is passed over', async (_name, rubbish) => {
		const store = open();
		await store.claim('a', HOUR);
		store.flush();
		appendFileSync(join(folder, 'state.jsonl'), rubbish);
		const again = open();
		expect(await again.claim('a', HOUR)).toBe(false);
		expect(await again.claim('b', HOUR)).toBe(true);
		again.flush();
		const third = open();
		expect([await third.claim('a', HOUR), await third.claim('b', HOUR)]).toEqual([false, false]);
		expect(problems).toEqual([]);
	});

	it('no more than the capacity is taken over', async () => {
		const store = open(1_000);
		for (let index = 0; index < 50; index += 1) await store.claim(`k${index}`, HOUR);
		store.flush();
		const smaller = open(10);
		expect(await smaller.claim('k49', HOUR)).toBe(false);
		expect(await smaller.claim('k0', HOUR)).toBe(true);
	});
});

describe('the file', () => {
	it('is read by nobody but its owner', async () => {
		const store = open();
		await store.claim('a', HOUR);
		store.flush();
		expect(statSync(join(folder, 'state.jsonl')).mode & 0o777).toBe(0o600);
	});

	it('bears one line for a key that changed several times', async () => {
		const store = open();
		await store.claim('a', HOUR);
		await store.compareAndSet('a', '', '1', HOUR);
		await store.compareAndSet('a', '1', '2', HOUR);
		store.flush();
		store.flush();
		expect(lines()).toEqual([JSON.stringify(['a', '2', clock + HOUR])]);
	});

	it('does not grow without end', async () => {
		const store = open(10);
		for (let round = 0; round < 3_000; round += 1) {
			await store.claim(`k${round}`, HOUR);
			store.flush();
		}
		expect(lines().length).toBeLessThanOrEqual(2 * 10 + 1_000);
		expect(readdirSync(folder)).toEqual(['state.jsonl']);
	});

	it('is cleared of what is no longer true when it is opened', async () => {
		const store = open();
		for (let index = 0; index < 20; index += 1) {
			await store.claim('a', HOUR);
			store.flush();
			await store.release('a');
			store.flush();
		}
		expect(lines()).toHaveLength(40);
		open();
		expect(lines()).toEqual([]);
	});

	it('that cannot be written is reported once, and the store goes on in memory until it can', async () => {
		const blocked = join(folder, 'blocked');
		writeFileSync(blocked, 'a file where a folder should be');
		const path = join(blocked, 'state.jsonl');
		const store = open(100, path);
		problems = [];
		await store.claim('a', HOUR);
		store.flush();
		await store.claim('b', HOUR);
		store.flush();
		expect(await store.claim('a', HOUR)).toBe(false);
		expect(problems.length).toBeLessThanOrEqual(1);
		rmSync(blocked);
		mkdirSync(blocked);
		await store.claim('c', HOUR);
		store.flush();
		const again = open(100, path);
		for (const key of ['a', 'b', 'c']) expect(await again.claim(key, HOUR)).toBe(false);
	});
});

describe('the stores of a process', () => {
	const place = (owner: string) => ({
		folder,
		owner,
		capacity: 10,
		longestTtlMs: HOUR,
		onProblem: (error: unknown) => problems.push(error),
	});

	it('are one for each owner', async () => {
		expect(processStore(place('w1:n1'))).toBe(processStore(place('w1:n1')));
		const [one, other] = [processStore(place('w1:n1')), processStore(place('w2:n1'))];
		expect(await one.claim('a', HOUR)).toBe(true);
		expect(await other.claim('a', HOUR)).toBe(true);
		one.flush();
		other.flush();
		expect(readdirSync(folder).filter((name) => /^[0-9a-f]{32}\.jsonl$/.test(name))).toHaveLength(2);
	});

	it('leave no files behind for ever, and touch no others', () => {
		const names = [`${'a'.repeat(32)}.jsonl`, `${'b'.repeat(32)}.jsonl`, 'notes.jsonl'];
		for (const name of names) writeFileSync(join(folder, name), '');
		const longAgo = Date.now() / 1000 - 3 * 3_600;
		utimesSync(join(folder, names[0] ?? ''), longAgo, longAgo);
		utimesSync(join(folder, names[2] ?? ''), longAgo, longAgo);
		processStore(place('w3:n1'));
		expect(readdirSync(folder).sort()).toEqual([names[1], names[2]]);
		expect(problems).toEqual([]);
	});

	it('write what is pending when the process ends, and do not keep it from ending', () => {
		const script = `
			const { processStore } = require('./state/processStores.js');
			const store = processStore({
				folder: process.argv[1], owner: 'w:n', capacity: 10, longestTtlMs: ${HOUR}, onProblem: console.error,
			});
			void store.claim('a', ${HOUR});
		`;
		const child = spawnSync(process.execPath, ['-e', script, join(folder, 'state')], {
			cwd: compiledStores(),
			encoding: 'utf8',
			timeout: 60_000,
		});
		expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: '' });
		const [name = ''] = readdirSync(join(folder, 'state'));
		expect(readFileSync(join(folder, 'state', name), 'utf8')).toContain('["a","",');
	});
});

/** The stores as plain JavaScript in a folder of their own, for a process that knows no TypeScript. */
function compiledStores(): string {
	const source = join(import.meta.dirname, '../../../nodes/shared');
	const target = join(folder, 'code');
	mkdirSync(join(target, 'state'), { recursive: true });
	const stores = ['ExpiringMap', 'Journal', 'ProcessStore', 'processStores'].map((name) => `state/${name}`);
	for (const name of ['problem', ...stores]) {
		const { outputText } = ts.transpileModule(readFileSync(join(source, `${name}.ts`), 'utf8'), {
			compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
		});
		writeFileSync(join(target, `${name}.js`), outputText);
	}
	return target;
}
