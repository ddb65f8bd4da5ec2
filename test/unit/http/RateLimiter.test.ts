import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../nodes/shared/http/RateLimiter';

const HOUR_MS = 3_600_000;

describe('the rate limit', () => {
	it('lets no more than its number start in any window, in the order they asked', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.integer({ min: 10, max: 30 }),
				fc.array(fc.nat(20), { minLength: 1, maxLength: 10 }),
				async (limit, windowMs, pauses) => {
					const limiter = new RateLimiter(limit, windowMs);
					const asked: number[] = [];
					const started: Array<{ index: number; at: number }> = [];
					const turns: Array<Promise<unknown>> = [];
					for (const [index, pause] of pauses.entries()) {
						if (pause > 0) await delay(pause);
						asked.push(performance.now());
						turns.push(limiter.start().then(() => started.push({ index, at: performance.now() })));
					}
					await Promise.all(turns);
					expect(started.map(({ index }) => index)).toEqual(pauses.map((_pause, index) => index));
					// A start is never before it was asked for, so that this bound holds however late anything is.
					for (const { index, at } of started.slice(limit)) {
						expect(at).toBeGreaterThanOrEqual((asked[index - limit] ?? Number.NaN) + windowMs);
					}
				},
			),
			{ numRuns: 25 },
		);
	}, 30_000);

	it('lets as many start at once as its number', async () => {
		const limiter = new RateLimiter(50, HOUR_MS);
		await Promise.all(Array.from({ length: 50 }, async () => await limiter.start()));
	});

	it('counts anew when the window is over', async () => {
		const limiter = new RateLimiter(2, 20);
		const begun = performance.now();
		for (let count = 0; count < 7; count++) await limiter.start();
		expect(performance.now() - begun).toBeGreaterThanOrEqual(60);
	});

	it('has a window of one second unless told otherwise', async () => {
		const limiter = new RateLimiter(1);
		const begun = performance.now();
		await limiter.start();
		await limiter.start();
		expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
	});
});

describe('a caller that gives up', () => {
	it('gets the reason, at once', async () => {
		const limiter = new RateLimiter(1, HOUR_MS);
		await limiter.start();
		const controller = new AbortController();
		const reason = new Error('the execution was cancelled');
		const waiting = limiter.start(controller.signal);
		controller.abort(reason);
		await expect(waiting).rejects.toBe(reason);
	});

	it('gets the reason at once also from the middle of the line', async () => {
		const limiter = new RateLimiter(1, HOUR_MS);
		const [first, middle, last] = [new AbortController(), new AbortController(), new AbortController()];
		await limiter.start();
		const waiting = [first, middle, last].map(async ({ signal }) => await limiter.start(signal));
		const outcomes = waiting.map((turn) => turn.catch((reason: unknown) => reason));
		middle.abort('middle');
		await expect(outcomes[1]).resolves.toBe('middle');
		last.abort('last');
		await expect(outcomes[2]).resolves.toBe('last');
		first.abort('first');
		await expect(outcomes[0]).resolves.toBe('first');
	});

	it('before it asked takes no turn from anyone', async () => {
		const limiter = new RateLimiter(2, HOUR_MS);
		await limiter.start();
		await expect(limiter.start(AbortSignal.abort('before'))).rejects.toBe('before');
		await limiter.start();
	});

	it('does not hold up those behind it, and they still keep to the limit', async () => {
		const limiter = new RateLimiter(1, 40);
		const begun = performance.now();
		await limiter.start();
		const controller = new AbortController();
		const given = limiter.start(controller.signal).catch((reason: unknown) => reason);
		const behind = limiter.start();
		controller.abort('enough');
		await expect(given).resolves.toBe('enough');
		await behind;
		expect(performance.now() - begun).toBeGreaterThanOrEqual(40);
	});

	it('after it started changes nothing', async () => {
		const limiter = new RateLimiter(1, 20);
		const controller = new AbortController();
		await limiter.start(controller.signal);
		controller.abort();
		await limiter.start();
	});
});
