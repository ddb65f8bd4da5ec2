import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, type OrderedTask } from '../../../nodes/shared/host/inOrder';

/** A promise and the means to fulfil it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
	let open = (): void => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open };
}

async function hops(count: number): Promise<void> {
	for (let hop = 0; hop < count; hop++) await Promise.resolve();
}

describe('tasks in order', () => {
	const plans = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', '__proto__'), hops: fc.nat(12) }), {
		maxLength: 40,
	});

	it('run once each, never more at a time than allowed, and one by one within a key', async () => {
		await fc.assert(
			fc.asyncProperty(plans, fc.integer({ min: 1, max: 6 }), async (plan, concurrency) => {
				const begun: number[] = [];
				const done: number[] = [];
				const runningKeys = new Set<string>();
				let running = 0;
				const tasks = plan.map(({ key, hops: count }, index) => ({
					key,
					run: async () => {
						expect(runningKeys.has(key)).toBe(false);
						runningKeys.add(key);
						running += 1;
						expect(running).toBeLessThanOrEqual(concurrency);
						begun.push(index);
						await hops(count);
						running -= 1;
						runningKeys.delete(key);
						done.push(index);
					},
				}));
				await inOrder(tasks, concurrency);
				const all = plan.map((_task, index) => index);
				expect([...done].sort((a, b) => a - b)).toEqual(all);
				expect([...begun].sort((a, b) => a - b)).toEqual(all);
				for (const key of new Set(plan.map((task) => task.key))) {
					const ofKey = begun.filter((index) => plan[index]?.key === key);
					expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('use all of the concurrency there is work for', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 20 }),
				fc.integer({ min: 1, max: 20 }),
				async (keys, concurrency) => {
					const finish = gate();
					let begun = 0;
					const tasks = Array.from({ length: keys * 2 }, (_, index) => ({
						key: String(index % keys),
						run: async () => {
							begun += 1;
							await finish.opened;
						},
					}));
					const running = inOrder(tasks, concurrency);
					await hops(50);
					expect(begun).toBe(Math.min(keys, concurrency));
					finish.open();
					await running;
					expect(begun).toBe(keys * 2);
				},
			),
		);
	});

	it('all run one after the other when one at a time is allowed, and in list order when no key repeats', async () => {
		const begun: number[] = [];
		const tasks = [9, 0, 4, 2].map((count, index) => ({
			key: String(index),
			run: async () => {
				begun.push(index);
				await hops(count);
			},
		}));
		await inOrder(tasks, 1);
		expect(begun).toEqual([0, 1, 2, 3]);
	});

	it('of one key do not hold up those of another', async () => {
		const slow = gate();
		const done: string[] = [];
		const task = (key: string, name: string, wait?: Promise<void>): OrderedTask => ({
			key,
			run: async () => {
				await wait;
				done.push(name);
			},
		});
		const running = inOrder(
			[task('a', 'a1', slow.opened), task('a', 'a2'), task('b', 'b1'), task('b', 'b2'), task('c', 'c1')],
			2,
		);
		await hops(50);
		expect(done).toEqual(['b1', 'c1', 'b2']);
		slow.open();
		await running;
		expect(done).toEqual(['b1', 'c1', 'b2', 'a1', 'a2']);
	});

	it('are done at once when there are none', async () => {
		await inOrder([], 5);
	});

	it('may be very many of one key', async () => {
		let runs = 0;
		const task = { key: 'a', run: async () => void (runs += 1) };
		await inOrder(
			Array.from({ length: 20_000 }, () => task),
			5,
		);
		expect(runs).toBe(20_000);
	});

	it('that break their promise not to fail are not swallowed', async () => {
		const failing = { key: 'a', run: async () => await Promise.reject(new Error('a slip')) };
		await expect(inOrder([failing], 5)).rejects.toThrow('a slip');
	});
});
