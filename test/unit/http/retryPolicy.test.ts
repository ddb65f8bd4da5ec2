import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	backoffMs,
	type Repeat,
	retryAfterFault,
	retryAfterStatus,
	statusLeavesOpen,
} from '../../../nodes/shared/http/retryPolicy';
import { TransportError, type TransportFault } from '../../../nodes/shared/http/TransportError';

const REPEATS: Repeat[] = ['repeatable', 'onlyIfUnsent'];

/** Bounds of the wait before each retry, in ms: the first, second and third. */
const WAITS: ReadonlyArray<readonly [least: number, most: number]> = [
	[250, 500],
	[500, 1_000],
	[1_000, 2_000],
];

/** Whether a fault may pass by itself. */
const PASSES: Record<TransportFault, boolean> = {
	refused: true,
	hostNotFound: true,
	unreachable: true,
	connectTimeout: true,
	tls: true,
	certificate: false,
	blocked: false,
	cancelled: false,
	reset: true,
	answerTimeout: true,
	answerTooLarge: false,
	notHttp: false,
};

function expectWait(wait: number | undefined, retry: number): void {
	const [least, most] = WAITS[retry] ?? [Number.NaN, Number.NaN];
	expect(wait).toBeGreaterThanOrEqual(least);
	expect(wait).toBeLessThanOrEqual(most);
}

describe('after a fault', () => {
	const rows = REPEATS.flatMap((repeat) =>
		Object.entries(PASSES).flatMap(([fault, passes]) =>
			[false, true].map((mayHaveArrived) => ({
				repeat,
				fault: fault as TransportFault,
				mayHaveArrived,
				again: passes && (repeat === 'repeatable' || !mayHaveArrived) ? 'three times' : 'never',
			})),
		),
	);

	it.each(rows)(
		'$repeat, $fault, may have arrived: $mayHaveArrived: again $again',
		({ repeat, fault, mayHaveArrived, again }) => {
			const error = new TransportError(fault, 'acme.test', mayHaveArrived);
			for (const retry of [0, 1, 2, 3, 4]) {
				const wait = retryAfterFault(repeat, error, retry);
				if (again === 'three times' && retry < 3) expectWait(wait, retry);
				else expect(wait).toBeUndefined();
			}
		},
	);

	it('what must happen once only is never sent again when it may have arrived', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...(Object.keys(PASSES) as TransportFault[])),
				fc.nat(10),
				(fault, retry) => {
					const error = new TransportError(fault, 'acme.test', true);
					expect(retryAfterFault('onlyIfUnsent', error, retry)).toBeUndefined();
				},
			),
		);
	});
});

describe('after an answer', () => {
	const NOW = Date.UTC(2026, 4, 1, 9, 30);
	const answer = (status: number, retryAfter?: string) => ({
		status,
		headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
		body: '',
	});
	const passing: Record<Repeat, number[]> = { repeatable: [429, 502, 503, 504], onlyIfUnsent: [429] };
	const statuses = [
		200, 201, 202, 204, 207, 301, 307, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 501, 502, 503, 504,
		505, 599,
	];
	/** What a header asks for: a wait in ms, our own backoff, or longer than is waited for. */
	const headers: Array<[header: string | undefined, wait: number | 'backoff' | 'never']> = [
		[undefined, 'backoff'],
		['soon', 'backoff'],
		['-3', 'backoff'],
		['0', 0],
		['3', 3_000],
		['60', 60_000],
		['61', 'never'],
		['3600', 'never'],
		['Fri, 01 May 2026 09:30:10 GMT', 10_000],
		['Fri, 01 May 2026 09:31:00 GMT', 60_000],
		['Fri, 01 May 2026 09:31:01 GMT', 'never'],
		['Fri, 01 May 2026 09:00:00 GMT', 0],
	];

	const rows = REPEATS.flatMap((repeat) =>
		statuses.map((status) => ({
			repeat,
			status,
			again: passing[repeat].includes(status) ? 'three times, as Retry-After says' : 'never',
		})),
	);

	it.each(rows)('$repeat, $status: again $again', ({ repeat, status, again }) => {
		for (const [header, asked] of headers) {
			for (const retry of [0, 1, 2, 3]) {
				const wait = retryAfterStatus(repeat, answer(status, header), retry, NOW);
				if (again === 'never' || retry === 3 || asked === 'never') expect(wait).toBeUndefined();
				else if (asked === 'backoff') expectWait(wait, retry);
				else expect(wait).toBe(asked);
			}
		}
	});

	it.each(statuses)('with %i leaves open whether the request was acted on, if it is 408 or 5xx', (status) => {
		expect(statusLeavesOpen(status)).toBe(status === 408 || status >= 500);
	});
});

describe('the backoff', () => {
	it.each([
		[0, 250, 500],
		[1, 500, 1_000],
		[2, 1_000, 2_000],
		[3, 2_000, 4_000],
		[4, 4_000, 8_000],
		[5, 4_000, 8_000],
		[50, 4_000, 8_000],
	])('before retry %i is from %i to %i ms', (retry, least, most) => {
		expect([backoffMs(retry, () => 0), backoffMs(retry, () => 1)]).toEqual([least, most]);
	});

	it('stays within its bounds, whatever chance says', () => {
		fc.assert(
			fc.property(
				fc.nat(1_100),
				fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
				(retry, chance) => {
					const wait = backoffMs(retry, () => chance);
					const ceiling = Math.min(500 * 2 ** retry, 8_000);
					expect(Number.isInteger(wait) && wait >= ceiling / 2 && wait <= ceiling).toBe(true);
				},
			),
		);
	});

	it('differs from one caller to the next', () => {
		const waits = new Set(Array.from({ length: 100 }, () => backoffMs(4)));
		expect(waits.size).toBeGreaterThan(50);
	});
});
