import { describe, expect, it } from 'vitest';
import type { StateStore } from '../../../nodes/shared/state/StateStore';
import { type CallRecord, withNews } from '../../../nodes/shared/sync/CallRecord';
import { CallRecords } from '../../../nodes/shared/sync/CallRecords';
import { ANSWERED_CALL, CALL, event } from '../../fixtures/sync/calls.ts';
import { processStore } from '../../fixtures/sync/contexts.ts';

const HOUR = 3_600_000;

const count = (record: CallRecord): CallRecord => ({ ...record, arrivals: record.arrivals + 1 });

/** The inner store with another compareAndSet. */
function storeThat(
	inner: StateStore,
	compareAndSet: (ask: () => Promise<boolean>) => Promise<boolean>,
): StateStore {
	return {
		claim: async (key, ttlMs) => await inner.claim(key, ttlMs),
		release: async (key) => await inner.release(key),
		get: async (key) => await inner.get(key),
		compareAndSet: async (...asked) => await compareAndSet(async () => await inner.compareAndSet(...asked)),
		persist: async () => await inner.persist(),
	};
}

describe('where calls stand', () => {
	it('comes back as it was written', async () => {
		const records = new CallRecords(processStore(), HOUR);
		const [ringing] = ANSWERED_CALL;
		const { record } = await records.change(CALL, (known) =>
			withNews(known, {
				...(ringing ? { event: ringing } : {}),
				attributes: { A__c: 'x', B__c: 2, C__c: true },
			}),
		);
		expect(record.arrivals).toBe(1);
		expect((await records.read(CALL)).record).toEqual(record);
	});

	it('are forgotten when their time is up, those that are not closed after a day at the earliest', async () => {
		let now = 1_777_887_000_000;
		const store = processStore(() => now);
		const records = new CallRecords(store, HOUR);
		await records.change('open', count);
		await records.change('closed', (record) => ({
			...count(record),
			progress: { ...record.progress, final: 'told' },
		}));
		now += HOUR;
		expect((await records.read('closed')).text).toBeUndefined();
		now += 23 * HOUR - 1;
		expect((await records.read('open')).record.arrivals).toBe(1);
		now += 1;
		expect((await records.read('open')).text).toBeUndefined();
	});

	it('tell without much work up to which news Salesforce has everything', async () => {
		const records = new CallRecords(processStore(), HOUR);
		expect(await records.isCovered(CALL, 1)).toBe(false);
		await records.change(CALL, (record) => ({ ...record, arrivals: 3, covered: 2 }));
		expect([await records.isCovered(CALL, 2), await records.isCovered(CALL, 3)]).toEqual([true, false]);
	});

	it('loses no change to a race', async () => {
		const store = processStore();
		const both = [new CallRecords(store, HOUR), new CallRecords(store, HOUR)] as const;
		await Promise.all(
			Array.from({ length: 100 }, async (_, n) => await both[n % 2 === 0 ? 0 : 1].change(CALL, count)),
		);
		expect((await both[0].read(CALL)).record.arrivals).toBe(100);
	});

	it('writes nothing when nothing is changed', async () => {
		const records = new CallRecords(processStore(), HOUR);
		expect(await records.change(CALL, (record) => record)).toMatchObject({ text: undefined });
		expect((await records.read(CALL)).text).toBeUndefined();
	});

	it('replaces only what it was made from', async () => {
		const records = new CallRecords(processStore(), HOUR);
		const before = await records.read(CALL);
		expect(await records.replace(CALL, before, count(before.record))).toBeDefined();
		expect(await records.replace(CALL, before, count(before.record))).toBeUndefined();
		expect((await records.read(CALL)).record.arrivals).toBe(1);
	});

	it('is changed once although the answer of the store was lost', async () => {
		let losses = 1;
		const store = storeThat(processStore(), async (ask) => {
			const done = await ask();
			if (losses-- > 0) throw new Error('The answer was lost.');
			return done;
		});
		const records = new CallRecords(store, HOUR);
		expect((await records.change(CALL, count)).record.arrivals).toBe(1);
		expect((await records.read(CALL)).record.arrivals).toBe(1);
	});

	it('is not taken for changed when the store did not do it', async () => {
		const store = storeThat(processStore(), async () => {
			throw new Error('The store is gone.');
		});
		await expect(new CallRecords(store, HOUR).change(CALL, count)).rejects.toThrow('The store is gone.');
	});

	it('does not try without end with a store that does not do its work', async () => {
		const store = storeThat(processStore(), async () => await Promise.resolve(false));
		await expect(new CallRecords(store, HOUR).change(CALL, count)).rejects.toMatchObject({
			code: 'sync.contention',
		});
	}, 60_000);

	it('keeps no more lines than a record can hold', async () => {
		const records = new CallRecords(processStore(), HOUR);
		const line = (n: number) =>
			event('transcript', '31:00', {
				eventId: `line ${n}`,
				transcript: {
					text: `Line ${n}`,
					isFinal: true,
					speaker: null,
					sequence: null,
					language: null,
					confidence: null,
					startedAt: null,
					endedAt: null,
				},
			});
		for (let n = 0; n < 120; n++)
			await records.change(CALL, (record) => withNews(record, { event: line(n) }));
		expect((await records.read(CALL)).record.lines).toHaveLength(100);
	});
});
