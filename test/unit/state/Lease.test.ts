import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lease } from '../../../nodes/shared/state/Lease';
import { ProcessStore } from '../../../nodes/shared/state/ProcessStore';
import type { StateStore } from '../../../nodes/shared/state/StateStore';
import { until } from '../../rigs/until.ts';

const MINUTE = 60_000;

let folder: string;
let store: ProcessStore;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lease-'));
	store = new ProcessStore({
		path: join(folder, 'state.jsonl'),
		capacity: 100,
		onProblem: () => undefined,
		writeDelayMs: 600_000,
	});
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

async function taken(timeMs = MINUTE, from: StateStore = store): Promise<Lease> {
	const lease = await Lease.take(from, 'call', timeMs);
	if (!lease) return expect.fail('The lease was not to be had.');
	return lease;
}

/** The store with another compareAndSet, asked with whether it is the first time. */
function storeThat(swaps: (ask: () => Promise<boolean>, times: number) => Promise<boolean>): StateStore {
	let times = 0;
	return {
		claim: async (key, ttlMs) => await store.claim(key, ttlMs),
		release: async (key) => await store.release(key),
		get: async (key) => await store.get(key),
		compareAndSet: async (...asked) => {
			times += 1;
			return await swaps(async () => await store.compareAndSet(...asked), times);
		},
		persist: async () => await store.persist(),
	};
}

describe('a lease', () => {
	it('is held by one at a time, and free when it is given back', async () => {
		const lease = await taken();
		expect(await Lease.take(store, 'call', MINUTE)).toBeUndefined();
		expect(lease.isLost).toBe(false);
		await lease.release();
		expect(lease.isLost).toBe(true);
		const next = await until('it is free', async () => await Lease.take(store, 'call', MINUTE), {
			everyMs: 2,
		});
		await next.release();
	});

	it('is given to one of 20 who ask at once', async () => {
		const all = await Promise.all(
			Array.from({ length: 20 }, async () => await Lease.take(store, 'call', MINUTE)),
		);
		const held = all.filter((lease) => lease !== undefined);
		expect(held).toHaveLength(1);
		await held[0]?.release();
	});

	it('is held for longer than its time by one who is alive', async () => {
		const lease = await taken(400);
		let renewals = 0;
		await until(
			'it was renewed several times',
			async () => {
				expect(await Lease.take(store, 'call', 400)).toBeUndefined();
				renewals += 1;
				return renewals > 40;
			},
			{ everyMs: 20 },
		);
		expect(lease.isLost).toBe(false);
		await lease.release();
	});

	it('is free after its time when its holder no longer renews it', async () => {
		const dead = storeThat(async (ask, times) =>
			times === 1 ? await ask() : await new Promise(() => undefined),
		);
		const lost = await taken(60, dead);
		const next = await until('it is free', async () => await Lease.take(store, 'call', MINUTE), {
			everyMs: 5,
		});
		expect(lost.isLost).toBe(true);
		expect(lost.signal.aborted).toBe(true);
		await next.release();
	});

	it('is taken for lost by a holder that somebody else has taken it from, and then given back by neither mistake', async () => {
		const lease = await taken();
		await store.release('call');
		const other = await taken();
		expect(await lease.renew()).toBe(false);
		expect(lease.signal.aborted).toBe(true);
		await lease.release();
		expect(await Lease.take(store, 'call', MINUTE)).toBeUndefined();
		expect(await other.renew()).toBe(true);
		await other.release();
	});

	it('is taken for lost when the store cannot be asked for its time', async () => {
		const gone = storeThat(async (ask, times) => {
			if (times === 1) return await ask();
			throw new Error('The store is gone.');
		});
		const lease = await taken(100, gone);
		await until('it is lost', () => lease.isLost, { everyMs: 5 });
		expect(lease.signal.aborted).toBe(true);
	});

	it('is known to be held although the answer of the store was lost', async () => {
		const deaf = storeThat(async (ask) => {
			await ask();
			throw new Error('The answer was lost.');
		});
		const lease = await taken(MINUTE, deaf);
		expect(await lease.renew()).toBe(true);
		expect(await Lease.take(store, 'call', MINUTE)).toBeUndefined();
		await expect(lease.release()).rejects.toThrow('The answer was lost.');
	});
});
