import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Emitter, type EmitterOptions } from '../../../../nodes/PbxTrigger/Emitter';

const NEVER = 600_000;

/** Executions that run until they are told to end. */
class Executions {
	readonly begun: string[][] = [];

	private readonly running: Array<() => void> = [];

	readonly emitter: Emitter<string>;

	constructor(options: Partial<EmitterOptions<string>> = {}) {
		this.emitter = new Emitter<string>({
			longestWaitMs: NEVER,
			...options,
			begin: async (items) => {
				this.begun.push([...items]);
				await new Promise<void>((resolve) => this.running.push(resolve));
			},
		});
		opened.push(this.emitter);
	}

	/** Ends the execution that runs longest. */
	async end(count = 1): Promise<void> {
		for (let ended = 0; ended < count; ended += 1) this.running.shift()?.();
		await new Promise((resolve) => setImmediate(resolve));
	}

	get count(): number {
		return this.running.length;
	}
}

const opened: Array<Emitter<string>> = [];

// No timer outlives its test.
afterEach(() => {
	for (const emitter of opened.splice(0)) emitter.close();
});

const names = (count: number, first = 0) => Array.from({ length: count }, (_, at) => `${first + at}`);

describe('while few executions run', () => {
	it('begins one at once for the events of each happening', async () => {
		const { emitter, begun } = new Executions();
		await emitter.push(['initiated', 'ringing']);
		await emitter.push(['answered']);
		expect(begun).toEqual([['initiated', 'ringing'], ['answered']]);
	});

	it('begins nothing for nothing', async () => {
		const { emitter, begun } = new Executions();
		await emitter.push([]);
		expect(begun).toEqual([]);
	});

	it('puts no more than 500 into one', async () => {
		const { emitter, begun } = new Executions();
		await emitter.push(names(1_100));
		expect(begun.map((items) => items.length)).toEqual([500, 500, 100]);
		expect(begun.flat()).toEqual(names(1_100));
	});
});

describe('while ten executions run', () => {
	it('gathers what happens, and begins with it together as soon as one has ended', async () => {
		const executions = new Executions();
		for (const name of names(13)) await executions.emitter.push([name]);
		expect(executions.begun).toHaveLength(10);
		await executions.end();
		expect(executions.begun.at(-1)).toEqual(['10', '11', '12']);
		await executions.end();
		expect(executions.begun).toHaveLength(11);
		expect(executions.count).toBe(9);
	});

	it('begins with it after a while although none ends, so that long ones stop nothing', async () => {
		const executions = new Executions({ longestWaitMs: 5 });
		for (const name of names(12)) await executions.emitter.push([name]);
		expect(executions.begun).toHaveLength(10);
		await vi.waitFor(() => expect(executions.begun).toHaveLength(11));
		expect(executions.begun.at(-1)).toEqual(['10', '11']);
		await executions.emitter.push(['12']);
		expect(executions.begun).toHaveLength(11);
		await vi.waitFor(() => expect(executions.begun).toHaveLength(12));
	});

	it('begins with it after a while although others end all the time, of which still too many run', async () => {
		const executions = new Executions({ mostRunning: 1, longestWaitMs: 30 });
		for (const name of names(6)) {
			await executions.emitter.push([name]);
			await vi.waitFor(() => expect(executions.begun.flat()).toContain(name));
		}
		await executions.emitter.push(['waits']);
		const ends = setInterval(() => void executions.end(), 20);
		onTestFinished(() => clearInterval(ends));
		await vi.waitFor(() => expect(executions.begun.flat()).toContain('waits'));
		expect(executions.count).toBeGreaterThan(1);
	});

	it('begins with it when one has ended that failed', async () => {
		const begun: string[][] = [];
		const emitter = new Emitter<string>({
			mostRunning: 1,
			longestWaitMs: NEVER,
			begin: async (items) => {
				begun.push([...items]);
				return await Promise.reject(new Error('no'));
			},
		});
		opened.push(emitter);
		await emitter.push(['first']);
		await emitter.push(['second']);
		await vi.waitFor(() => expect(begun).toEqual([['first'], ['second']]));
	});

	it('begins at once again when fewer run', async () => {
		const executions = new Executions();
		for (const name of names(10)) await executions.emitter.push([name]);
		await executions.end(3);
		await executions.emitter.push(['next']);
		expect(executions.begun.at(-1)).toEqual(['next']);
	});
});

describe('while an execution runs for a call', () => {
	const keyOf = (name: string) => name.split(' ')[0];

	it('gathers what happens to that call, and begins with it as soon as that one has ended', async () => {
		const executions = new Executions({ keyOf });
		await executions.emitter.push(['a initiated']);
		await executions.emitter.push(['a ringing']);
		await executions.emitter.push(['a missed']);
		expect(executions.begun).toEqual([['a initiated']]);
		await executions.end();
		expect(executions.begun).toEqual([['a initiated'], ['a ringing', 'a missed']]);
	});

	it('begins at once with what happens to others', async () => {
		const executions = new Executions({ keyOf });
		await executions.emitter.push(['a initiated']);
		await executions.emitter.push(['a ringing', 'b initiated']);
		expect(executions.begun).toEqual([['a initiated'], ['b initiated']]);
		await executions.end();
		expect(executions.begun.at(-1)).toEqual(['a ringing']);
	});

	it('begins after a while with what happens to that call although it runs on', async () => {
		const executions = new Executions({ keyOf, longestWaitMs: 30 });
		await executions.emitter.push(['a initiated']);
		await executions.emitter.push(['a ringing']);
		expect(executions.begun).toEqual([['a initiated']]);
		await vi.waitFor(() => expect(executions.begun).toEqual([['a initiated'], ['a ringing']]));
		expect(executions.count).toBe(2);
		await executions.end();
		await executions.emitter.push(['a missed']);
		// The second one still runs.
		expect(executions.begun).toHaveLength(2);
	});

	it('drops nothing, keeps the order of each call, and never runs two for one call', async () => {
		const steps = fc.array(
			fc.oneof(
				fc.record({ push: fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { maxLength: 6 }) }),
				fc.record({ end: fc.integer({ min: 1, max: 3 }) }),
			),
			{ maxLength: 60 },
		);
		await fc.assert(
			fc.asyncProperty(steps, async (list) => {
				const executions = new Executions({ keyOf, mostRunning: 3, mostGathered: 4 });
				const pushed: string[] = [];
				for (const step of list) {
					if ('push' in step) {
						const items = step.push.map((key, at) => `${key} ${pushed.length + at}`);
						pushed.push(...items);
						await executions.emitter.push(items);
					} else await executions.end(step.end);
					// Those that run longest end first, so that the newest run.
					const running = executions.begun.slice(executions.begun.length - executions.count);
					const keys = running.flatMap((items) => [...new Set(items.map(keyOf))]);
					expect(new Set(keys).size).toBe(keys.length);
				}
				executions.emitter.close();
				expect([...executions.begun.flat()].sort()).toEqual([...pushed].sort());
				for (const key of ['a', 'b', 'c', '__proto__']) {
					const of = (items: readonly string[]) => items.filter((item) => keyOf(item) === key);
					expect(of(executions.begun.flat())).toEqual(of(pushed));
				}
			}),
		);
	});
});

describe('when more comes than can be begun with', () => {
	it('makes whoever brings it wait until no more than 10,000 are left', async () => {
		const executions = new Executions({ mostRunning: 1 });
		await executions.emitter.push(['first']);
		await executions.emitter.push(names(10_000));
		let isTaken = false;
		const taken = executions.emitter.push(['more']).then(() => (isTaken = true));
		await executions.end(0);
		expect(isTaken).toBe(false);
		await executions.end();
		await taken;
		expect(executions.begun.at(-1)).toEqual(names(500));
	});

	it('drops nothing and keeps the order, whatever comes and however executions end', async () => {
		const steps = fc.array(
			fc.oneof(
				fc.record({ push: fc.integer({ min: 0, max: 30 }) }),
				fc.record({ end: fc.integer({ min: 1, max: 4 }) }),
			),
			{ maxLength: 60 },
		);
		await fc.assert(
			fc.asyncProperty(steps, async (list) => {
				const executions = new Executions({ mostRunning: 3, mostGathered: 7, mostWaiting: 20 });
				const pushes: Array<Promise<void>> = [];
				let pushed = 0;
				for (const step of list) {
					if ('push' in step) {
						pushes.push(executions.emitter.push(names(step.push, pushed)));
						pushed += step.push;
					} else await executions.end(step.end);
					expect(executions.count).toBeLessThanOrEqual(3);
				}
				executions.emitter.close();
				await Promise.all(pushes);
				expect(executions.begun.flat()).toEqual(names(pushed));
				expect(Math.max(0, ...executions.begun.map((items) => items.length))).toBeLessThanOrEqual(7);
			}),
		);
	});
});

it('begins with everything that waits when it is closed, since nobody brings it again', async () => {
	const executions = new Executions({ mostRunning: 1, mostWaiting: 600 });
	await executions.emitter.push(['first']);
	const waits = executions.emitter.push(names(700));
	executions.emitter.close();
	await waits;
	expect(executions.begun.map((items) => items.length)).toEqual([1, 500, 200]);
});
