import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../../../nodes/shared/salesforce/conversationEvent';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { credential } from '../../fixtures/salesforce/credential.ts';

/** Mostly a good value, now and then a bad one or none. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
	fc.option(fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: bad }), {
		nil: undefined,
		freq: 30,
	});

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '.', '\uD800', 'toString'));

const time = mostly(
	fc.integer({ min: 1_777_627_800_000, max: 1_777_627_900_000 }).map((ms) => DateTime.fromMillis(ms)),
	fc.constantFrom(DateTime.invalid('no time'), DateTime.fromMillis(1), DateTime.fromMillis(8e15)),
);

function eventsOf(types: string[], timesKnown: fc.Arbitrary<DateTime | undefined>, isRealTime: boolean) {
	const event: fc.Arbitrary<ConversationEvent> = fc.record({
		type: mostly(fc.constantFrom(...types), anyText),
		value: mostly(fc.oneof(fc.integer({ min: -1000, max: 1000 }).map(String), fc.constant('MIXED')), anyText),
		startTime: time,
		endTime: timesKnown,
		participant: mostly(fc.constantFrom('AGENT', 'CUSTOMER'), anyText),
		score: isRealTime ? mostly(fc.nat({ max: 1000 }).map(String), anyText) : fc.constant(undefined),
	});
	return fc.array(event, { maxLength: 4 });
}

type Kind = (value: unknown) => boolean;

const oneOf =
	(...choices: unknown[]): Kind =>
	(value) =>
		choices.includes(value);

const millis: Kind = (value) => Number.isSafeInteger(value) && Number(value) > 1e12 && Number(value) < 1e13;

const text: Kind = (value) => typeof value === 'string' && value !== '';

/** The documented fields and their types (reference, sections 13 and 14). */
const REAL_TIME: Record<string, Kind> = {
	type: oneOf('IntelligenceSignal__Category', 'IntelligenceSignal__Sentiment'),
	value: text,
	startTime: millis,
	score: (value) => typeof value === 'number' && value >= 0 && value <= 1000,
	participant: oneOf('AGENT', 'CUSTOMER'),
};

const POST_CALL: Record<string, Kind> = {
	type: oneOf('IntelligenceSignal__Sentiment', 'IntelligenceSignal__OverallSentimentScore'),
	value: (value) => text(value) && Math.abs(Number(value)) <= 1000,
	startTime: millis,
	endTime: millis,
	participant: oneOf('AGENT', 'CUSTOMER'),
};

interface Sent {
	events: Array<Record<string, unknown> & { startTime: number }>;
}

function holds(
	events: fc.Arbitrary<ConversationEvent[]>,
	operation: typeof realTimeEvent | typeof postCallEvent,
	documented: Record<string, Kind>,
	required: string[],
): void {
	let sent = 0;
	fc.assert(
		fc.property(events, (given) => {
			const fields = { vendorCallKey: 'CA1', service: 'AmazonConnectContactLens', events: given };
			const faults = operation.check(fields);
			for (const { field, what, fix } of faults) {
				expect([field, what, fix].every((part) => part !== '')).toBe(true);
				expect(fix).toMatch(/\.$/);
			}
			if (faults.length > 0) return;
			sent += 1;
			const { body } = operation.request(fields, credential);
			const wire = JSON.parse(JSON.stringify(body)) as Sent;
			expect(wire.events).toHaveLength(given.length);
			wire.events.forEach((event, n) => {
				const wrong = Object.entries(event).filter(([name, value]) => !documented[name]?.(value));
				expect([wrong, required.filter((name) => !(name in event))]).toEqual([[], []]);
				expect(event.startTime).toBeGreaterThanOrEqual(wire.events[n - 1]?.startTime ?? 0);
			});
		}),
		{ numRuns: 2_000 },
	);
	// Otherwise the test would say nothing.
	expect(sent).toBeGreaterThan(100);
}

describe('checking never throws, and what passes has documented fields of the documented types only, in order', () => {
	it('of real-time events', () => {
		const types = ['IntelligenceSignal__Category', 'IntelligenceSignal__Sentiment'];
		const events = eventsOf(types, fc.constant(undefined), true);
		holds(events, realTimeEvent, REAL_TIME, ['type', 'value', 'startTime']);
	});

	it('of stored events', () => {
		const types = ['IntelligenceSignal__Sentiment', 'IntelligenceSignal__OverallSentimentScore'];
		holds(eventsOf(types, time, false), postCallEvent, POST_CALL, [
			'type',
			'value',
			'startTime',
			'endTime',
			'participant',
		]);
	});
});
