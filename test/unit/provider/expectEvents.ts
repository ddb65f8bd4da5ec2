import { expect } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { isEventType } from '../../../nodes/shared/call-event/eventTypes';
import { ProblemError } from '../../../nodes/shared/problem';
import { NOTHING_KNOWN, wholeEvent } from '../../fixtures/providers/events.ts';
import { RECEIVED_AT } from './delivery.ts';

/** The events, whole and exactly: what `expected` does not name is null. An id that is not named must be a hash. */
export function expectEvents(
	events: readonly CallEvent[],
	expected: ReadonlyArray<Partial<CallEvent>>,
	raw: unknown,
): void {
	expect(events).toEqual(
		expected.map((said, index) =>
			wholeEvent({
				eventId: events[index]?.eventId ?? '',
				receivedAt: RECEIVED_AT,
				raw: raw as Record<string, unknown>,
				...said,
			}),
		),
	);
	for (const [index, event] of events.entries()) {
		expect(Object.keys(event)).toEqual(Object.keys(NOTHING_KNOWN));
		if (expected[index]?.eventId === undefined) expect(event.eventId).toMatch(/^[0-9a-f]{64}$/);
	}
}

/** Whatever was read is events of the schema, and plain JSON; anything else that happens is a ProblemError. */
export function expectEventsOrProblem(read: () => readonly CallEvent[]): void {
	let events: readonly CallEvent[];
	try {
		events = read();
	} catch (error) {
		expect(error).toBeInstanceOf(ProblemError);
		return;
	}
	for (const event of events) {
		expect(Object.keys(event)).toEqual(Object.keys(NOTHING_KNOWN));
		expect(isEventType(event.eventType)).toBe(true);
	}
	expect(JSON.parse(JSON.stringify(events))).toEqual(events);
}
