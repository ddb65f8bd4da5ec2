import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import type { CallMemory } from '../../../nodes/shared/call-event/CallMemory';
import { decodeCallMemory, encodeCallMemory } from '../../../nodes/shared/call-event/callMemoryText';
import { type CallState, callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { anyStream, type Draw, seeded, shuffled } from '../../fixtures/call-events/anyEvents.ts';

/** Draws from a list of numbers, which fast-check can make smaller when a property fails. */
function drawing(numbers: readonly number[]): Draw {
	let place = 0;
	return (bound) => (numbers[place++ % numbers.length] ?? 0) % bound;
}

const numbers = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 600 });

const seed = fc.integer();

const streams = fc.oneof(
	numbers.map((drawn) => anyStream(drawing(drawn), 12)),
	seed.map((drawn) => anyStream(seeded(drawn), 12)),
);

function remembered(events: readonly CallEvent[]): CallMemory {
	return rememberEvents(undefined, events);
}

/** Some of them again, all in another order. */
function repeated(events: readonly CallEvent[], draw: Draw): CallEvent[] {
	return shuffled(draw, [...events, ...events.filter(() => draw(3) === 0)]);
}

/** Told bit by bit, as a store hands it from one execution to the next. */
function inSteps(events: readonly CallEvent[], draw: Draw): CallMemory {
	let memory: CallMemory | undefined;
	for (let place = 0; place < events.length;) {
		const next = place + 1 + draw(3);
		memory = decodeCallMemory(encodeCallMemory(rememberEvents(memory, events.slice(place, next))));
		place = next;
	}
	return memory ?? remembered([]);
}

const INSTANTS = ['startedAt', 'queuedAt', 'answeredAt', 'endedAt'] as const;

const DURATIONS = [
	'ringSeconds',
	'queueSeconds',
	'talkSeconds',
	'totalSeconds',
	'holdSeconds',
	'holdCount',
	'longestHoldSeconds',
] as const;

/** What holds for every state, whatever it was told. */
function faultsOf(state: CallState): string[] {
	const at = (name: (typeof INSTANTS)[number]) => {
		const told = state[name];
		return told === null ? undefined : Date.parse(told);
	};
	const order = (earlier: (typeof INSTANTS)[number], later: (typeof INSTANTS)[number]) => {
		const [from, to] = [at(earlier), at(later)];
		return from !== undefined && to !== undefined && from > to ? [`${earlier} after ${later}`] : [];
	};
	const isOver = state.phase === 'ended';
	return [
		...INSTANTS.filter((name) => Number.isNaN(at(name))),
		...order('startedAt', 'queuedAt'),
		...order('startedAt', 'answeredAt'),
		...order('startedAt', 'endedAt'),
		...order('queuedAt', 'endedAt'),
		...order('answeredAt', 'endedAt'),
		...DURATIONS.filter((name) => {
			const value = state[name];
			if (value === null) return false;
			const most = name === 'holdCount' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1;
			return !Number.isInteger(value) || Object.is(value, -0) || value < 0 || value > most;
		}),
		...(isOver === (state.endedAt !== null) && isOver === (state.endKnownFrom !== null) ? [] : ['end']),
		...(state.answeredAt !== null && state.outcome !== 'answered' ? ['answered, yet not so'] : []),
		...(!isOver && state.outcome !== null && !['answered', 'voicemail'].includes(state.outcome)
			? ['outcome of a call that goes on']
			: []),
		...(!isOver && (state.cause ?? state.endedBy) !== null ? ['cause of a call that goes on'] : []),
		...((state.longestHoldSeconds ?? 0) > (state.holdSeconds ?? Infinity) ? ['longest hold'] : []),
	];
}

describe('the memory and the state of a call, of any events', () => {
	it('are the same in whichever order and however often the events come', () => {
		fc.assert(
			fc.property(streams, seed, (events, order) => {
				const memory = remembered(events);
				const again = remembered(repeated(events, seeded(order)));
				expect(again).toEqual(memory);
				expect(callState(again)).toEqual(callState(memory));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('are the same in however many steps they are told, with a store in between', () => {
		fc.assert(
			fc.property(streams, seed, (events, order) => {
				const draw = seeded(order);
				expect(inSteps(repeated(events, draw), draw)).toEqual(remembered(events));
			}),
			{ numRuns: 2_000 },
		);
	});

	it('are the same from two memories joined in either order', () => {
		fc.assert(
			fc.property(streams, streams, (some, others) => {
				const memory = remembered([...some, ...others]);
				expect(rememberEvents(remembered(some), others)).toEqual(memory);
				expect(rememberEvents(remembered(others), some)).toEqual(memory);
				expect(rememberEvents(memory, [...some, ...others])).toEqual(memory);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('hold no time or duration that cannot be', () => {
		fc.assert(
			fc.property(streams, (events) => {
				expect(faultsOf(callState(remembered(events)))).toEqual([]);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('stay over once an event about the whole call ended it', () => {
		let over = 0;
		fc.assert(
			fc.property(streams, streams, (events, late) => {
				const memory = remembered(events);
				const ended = ({ eventType, legId, callId }: CallMemory['events'][number]) =>
					eventType === 'ended' && (legId === undefined || legId === callId);
				if (!memory.events.some(ended)) return;
				over += 1;
				expect(callState(memory).endKnownFrom).toBe('call');
				expect(callState(rememberEvents(memory, late)).phase).toBe('ended');
			}),
			{ numRuns: 3_000 },
		);
		expect(over).toBeGreaterThan(300);
	});

	it('come of 100,000 streams without a throw', () => {
		const phases = new Map<string, number>();
		for (let stream = 0; stream < 100_000; stream += 1) {
			const draw = seeded(stream);
			const state = callState(remembered(anyStream(draw, 8)));
			const faults = faultsOf(state);
			if (faults.length > 0) expect({ stream, faults }).toEqual({ stream, faults: [] });
			phases.set(state.phase, (phases.get(state.phase) ?? 0) + 1);
		}
		// Otherwise the streams would say little.
		expect([...phases.keys()].sort()).toEqual(['active', 'ended', 'held', 'queued', 'ringing']);
		expect(Math.min(...phases.values())).toBeGreaterThan(1_000);
	}, 60_000);
});
