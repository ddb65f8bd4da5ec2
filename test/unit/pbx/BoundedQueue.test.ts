import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { reconnectMs } from '../../../nodes/shared/pbx/backoff';
import { BoundedQueue } from '../../../nodes/shared/pbx/BoundedQueue';
import { until } from '../../rigs/until.ts';

describe('a bounded queue', () => {
	it('works items off one after the other, and says when there are none', async () => {
		const log: string[] = [];
		const queue = new BoundedQueue<number>({
			limit: 10,
			mayDrop: () => true,
			work: async (item) => {
				log.push(`begin ${item}`);
				await sleep(1);
				log.push(`end ${item}`);
			},
			onFailure: (error) => {
				throw error;
			},
			onEmpty: () => void log.push('empty'),
		});
		queue.push(1);
		queue.push(2);
		expect(log).toEqual([]);
		await until('it is empty', () => log.includes('empty'));
		expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'empty']);
		expect(queue.takeDropped()).toBe(0);
	});

	it('drops the oldest it may when it is full, and counts them once', async () => {
		const done: number[] = [];
		const queue = new BoundedQueue<number>({
			limit: 3,
			mayDrop: (item) => item !== 1,
			work: (item) => void done.push(item),
			onFailure: (error) => {
				throw error;
			},
			onEmpty: () => undefined,
		});
		for (const item of [1, 2, 3, 4, 5]) queue.push(item);
		expect(queue.length).toBe(3);
		await until('it is worked off', () => done.length === 3);
		expect(done).toEqual([1, 4, 5]);
		expect(queue.takeDropped()).toBe(2);
		expect(queue.takeDropped()).toBe(0);
	});

	it('goes on after an item that could not be worked off', async () => {
		const log: unknown[] = [];
		const queue = new BoundedQueue<number>({
			limit: 3,
			mayDrop: () => true,
			work: async (item) => {
				if (item === 1) throw new Error('no');
				log.push(item);
			},
			onFailure: (error) => void log.push(error),
			onEmpty: () => void log.push('empty'),
		});
		queue.push(1);
		queue.push(2);
		await until('it is empty', () => log.includes('empty'));
		expect(log).toEqual([new Error('no'), 2, 'empty']);
	});

	it('works nothing off once it is closed', async () => {
		const done: number[] = [];
		const queue = new BoundedQueue<number>({
			limit: 3,
			mayDrop: () => true,
			work: (item) => void done.push(item),
			onFailure: (error) => {
				throw error;
			},
			onEmpty: () => void done.push(-1),
		});
		queue.push(1);
		queue.close();
		queue.push(2);
		await sleep(5);
		expect(done).toEqual([]);
	});
});

describe('the wait before coming back', () => {
	it.each([
		[0, 500, 1_000],
		[1, 1_000, 2_000],
		[4, 8_000, 16_000],
		[5, 15_000, 30_000],
		[1_000, 15_000, 30_000],
	])('at attempt %i is from %i to %i ms', (attempt, least, most) => {
		expect(reconnectMs(attempt, () => 0)).toBe(least);
		expect(reconnectMs(attempt, () => 1)).toBe(most);
	});
});
