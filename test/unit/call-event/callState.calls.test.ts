import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { permutations, seeded, shuffled } from '../../fixtures/call-events/anyEvents.ts';
import { CALLS } from '../../fixtures/call-events/calls.ts';

function stateOf(events: readonly CallEvent[]) {
	return callState(rememberEvents(undefined, events));
}

/** All orders of up to six events, else 500 of them. */
function* orders(events: readonly CallEvent[]): Generator<CallEvent[]> {
	if (events.length <= 6) yield* permutations(events);
	else for (let seed = 0; seed < 500; seed += 1) yield shuffled(seeded(seed), events);
}

describe('the state of a call', () => {
	it.each(CALLS)('$name', ({ events, state }) => {
		expect(stateOf(events)).toEqual(state);
	});

	it.each(CALLS)('is the same in every order, with events doubled: $name', ({ events, state }) => {
		const told = JSON.stringify(state);
		let place = 0;
		for (const order of orders(events)) {
			place += 1;
			const again = order.filter((_event, index) => (place >> (index % 8)) % 2 === 0);
			const doubled = place % 2 === 0 ? [...order, ...again] : [...again, ...order];
			const found = stateOf(doubled);
			if (JSON.stringify(found) !== told) expect(found).toEqual(state);
		}
		expect(place).toBeGreaterThanOrEqual(6);
	});

	it.each(CALLS)('comes of any way through a store, event by event: $name', ({ events, state }) => {
		const memory = shuffled(seeded(7), [...events, ...events]).reduce<
			ReturnType<typeof rememberEvents> | undefined
		>((known, event) => rememberEvents(known, [event]), undefined);
		expect(memory && callState(memory)).toEqual(state);
	});
});
