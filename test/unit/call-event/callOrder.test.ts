import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RememberedEvent } from '../../../nodes/shared/call-event/CallMemory';
import { inCallOrder } from '../../../nodes/shared/call-event/callOrder';
import { EVENT_TYPES } from '../../../nodes/shared/call-event/eventTypes';
import { permutations, seeded, shuffled } from '../../fixtures/call-events/anyEvents.ts';
import { at } from '../../fixtures/call-events/tell.ts';

function event(eventId: string, time: string, told: Partial<RememberedEvent> = {}): RememberedEvent {
	return {
		eventId,
		eventType: 'ringing',
		occurredAt: at(time),
		occurredAtSource: 'vendor',
		callId: 'c',
		...told,
	};
}

function orderOf(events: readonly RememberedEvent[]): string {
	return inCallOrder(events)
		.map(({ eventId }) => eventId)
		.join(' ');
}

describe('events of a call', () => {
	it.each<[string, string, RememberedEvent[]]>([
		['by time', 'a b c', [event('c', '10:00:02'), event('a', '10:00:00'), event('b', '10:00:01')]],
		[
			'by the counter of the leg rather than by time',
			'a b',
			[event('b', '10:00:00', { sequence: 2 }), event('a', '10:00:05', { sequence: 1 })],
		],
		[
			'by time, where the counters are of two legs',
			'b a',
			[event('b', '10:00:00', { sequence: 2, legId: 'x' }), event('a', '10:00:05', { sequence: 1 })],
		],
		[
			'by how far the call has come, where the times are the same',
			'initiated ringing queued answered held resumed transferred ended recordingReady other',
			(
				[
					'other',
					'recordingReady',
					'ended',
					'transferred',
					'resumed',
					'held',
					'answered',
					'queued',
					'ringing',
					'initiated',
				] as const
			).map((eventType) => event(eventType, '10:00:00', { eventType })),
		],
		['by id, where nothing else differs', 'a b', [event('b', '10:00:00'), event('a', '10:00:00')]],
		[
			// By the counter a comes before b, by the clock b before c and c before a.
			'by the counter, with what lies between by the clock put before both',
			'c a b',
			[
				event('a', '10:00:05', { sequence: 1 }),
				event('b', '10:00:00', { sequence: 2 }),
				event('c', '10:00:03', { legId: 'x' }),
			],
		],
		[
			// By the counter a comes before b, by their types b before c and c before a.
			'by the counter, where the times are the same',
			'c a b',
			[
				event('a', '10:00:00', { sequence: 1, eventType: 'ended' }),
				event('b', '10:00:00', { sequence: 2, eventType: 'ringing' }),
				event('c', '10:00:00', { eventType: 'answered' }),
			],
		],
	])('%s', (_rule, expected, events) => {
		const some = events.length > 6 ? [events, events.toReversed()] : permutations(events);
		for (const order of some) expect(orderOf(order)).toBe(expected);
	});

	const few = { maxLength: 9 };
	const sets = fc
		.array(
			fc.record({
				seconds: fc.nat(4),
				sequence: fc.option(fc.nat(4), { nil: undefined }),
				legId: fc.constantFrom('x', 'y', undefined),
				eventType: fc.constantFrom(...EVENT_TYPES.map(({ value }) => value)),
			}),
			few,
		)
		.map((told) =>
			told.map(({ seconds, sequence, legId, eventType }, place) =>
				event(`${place}`, `10:00:0${seconds}`, {
					eventType,
					...(sequence === undefined ? {} : { sequence }),
					...(legId === undefined ? {} : { legId }),
				}),
			),
		);

	it('stand in one strict order, however they are given', () => {
		fc.assert(
			fc.property(sets, fc.integer(), (events, seed) => {
				expect(orderOf(shuffled(seeded(seed), events))).toBe(orderOf(events));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('never contradict the counter within a leg, nor the clock among events that have none', () => {
		fc.assert(
			fc.property(sets, (events) => {
				const ordered = inCallOrder(events);
				expect(ordered).toHaveLength(events.length);
				for (const leg of ['x', 'y', undefined]) {
					const counted = ordered
						.filter(({ legId }) => legId === leg)
						.flatMap(({ sequence }) => sequence ?? []);
					expect(counted).toEqual(counted.toSorted((one, other) => one - other));
				}
				const times = ordered
					.filter(({ sequence }) => sequence === undefined)
					.map(({ occurredAt }) => occurredAt);
				expect(times).toEqual(times.toSorted());
			}),
			{ numRuns: 3_000 },
		);
	});
});
