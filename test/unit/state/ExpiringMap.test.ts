import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpiringMap } from '../../../nodes/shared/state/ExpiringMap';

function entry(expiresAt: number) {
	return { value: '', expiresAt };
}

describe('a map whose entries run out', () => {
	it('forgets an entry at its time, not before', () => {
		const map = new ExpiringMap(10);
		map.set('a', entry(100), 0);
		expect(map.get('a', 99)).toEqual(entry(100));
		expect(map.get('a', 100)).toBeUndefined();
		expect(map.size).toBe(0);
	});

	it('makes room by what ran out, and only then by the oldest', () => {
		const map = new ExpiringMap(3);
		map.set('old', entry(1_000), 0);
		map.set('short', entry(10), 0);
		map.set('new', entry(1_000), 0);
		map.set('newer', entry(1_000), 20);
		expect(map.alive(20).map(([key]) => key)).toEqual(['old', 'new', 'newer']);
		map.set('newest', entry(1_000), 20);
		expect(map.alive(20).map(([key]) => key)).toEqual(['new', 'newer', 'newest']);
	});

	it('lets go of what ran out when those that have not are asked for', () => {
		const map = new ExpiringMap(100);
		for (let n = 0; n < 50; n++) map.set(`k${n}`, entry(n < 40 ? 10 : 1_000), 0);
		expect(map.alive(20)).toHaveLength(10);
		expect(map.size).toBe(10);
	});

	it('counts an entry that is set again as new', () => {
		const map = new ExpiringMap(2);
		map.set('a', entry(1_000), 0);
		map.set('b', entry(1_000), 0);
		map.set('a', entry(2_000), 0);
		map.set('c', entry(1_000), 0);
		expect(map.alive(0).map(([key]) => key)).toEqual(['a', 'c']);
	});

	it('never holds more than its capacity, nor anything that ran out', () => {
		const step = fc.record({ key: fc.integer({ min: 0, max: 30 }), ttl: fc.nat(50), wait: fc.nat(5) });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 100 }), (capacity, steps) => {
				const map = new ExpiringMap(capacity);
				let now = 0;
				for (const { key, ttl, wait } of steps) {
					now += wait;
					map.set(String(key), entry(now + ttl), now);
					expect(map.size).toBeLessThanOrEqual(capacity);
					expect(map.get(String(key), now)?.expiresAt).toBe(ttl === 0 ? undefined : now + ttl);
				}
			}),
		);
	});
});
