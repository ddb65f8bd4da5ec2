import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../nodes/shared/host/checkThenSend';
import { type Batch, sendInOrder } from '../../../nodes/shared/host/sendInOrder';

/** What was told of each item, in the order it was told. */
class Told implements Report {
	readonly outcomes: string[] = [];

	readonly done = (itemIndex: number): void => void this.outcomes.push(`${itemIndex} done`);

	readonly failed = (itemIndex: number, error: unknown): void =>
		void this.outcomes.push(`${itemIndex} failed: ${(error as Error).message}`);

	readonly partly = (itemIndex: number): void => void this.outcomes.push(`${itemIndex} partly`);
}

function batch(key: string, items: readonly number[], send: Batch['send']): Batch {
	return { key, items, send };
}

function succeeding(key: string, ...items: number[]): Batch {
	return batch(key, items, async ({ done }) => {
		await turn();
		for (const item of items) done(item, {});
	});
}

function throwing(key: string, ...items: number[]): Batch {
	return batch(key, items, async () => {
		await turn();
		throw new Error(`no ${key}`);
	});
}

describe('sendInOrder', () => {
	it('makes what a batch throws the outcome of all its items', async () => {
		const told = new Told();
		await sendInOrder([throwing('a', 0, 2), succeeding('b', 1)], { concurrency: 1, proceed: true }, told);
		expect(told.outcomes).toEqual(['0 failed: no a', '2 failed: no a', '1 done']);
	});

	it('begins nothing more once a batch has thrown', async () => {
		const told = new Told();
		await sendInOrder([throwing('a', 0), succeeding('b', 1)], { concurrency: 1, proceed: false }, told);
		expect(told.outcomes).toEqual(['0 failed: no a']);
	});

	it('begins nothing more once a batch has told that one of its items failed', async () => {
		const told = new Told();
		const mixed = batch('a', [0, 1], async ({ done, failed }) => {
			failed(0, new Error('refused'));
			done(1, {});
			await turn();
		});
		await sendInOrder([mixed, succeeding('b', 2)], { concurrency: 1, proceed: false }, told);
		expect(told.outcomes).toEqual(['0 failed: refused', '1 done']);
	});

	it('waits for what is under way when an item fails', async () => {
		const told = new Told();
		const slow = batch('b', [1], async ({ done }) => {
			for (let turns = 0; turns < 5; turns++) await turn();
			done(1, {});
		});
		const batches = [throwing('a', 0), slow, succeeding('c', 2)];
		await sendInOrder(batches, { concurrency: 2, proceed: false }, told);
		expect(told.outcomes).toEqual(['0 failed: no a', '1 done']);
	});

	it('goes on when it may, and keeps batches with the same key in order', async () => {
		const told = new Told();
		const batches = [throwing('a', 0), succeeding('a', 1), succeeding('b', 2)];
		await sendInOrder(batches, { concurrency: 3, proceed: true }, told);
		expect(told.outcomes).toEqual(['0 failed: no a', '2 done', '1 done']);
	});
});
