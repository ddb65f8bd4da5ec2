import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
	type ConversationEvent,
	eventBody,
	eventType,
	firstStart,
	inTimeOrder,
	sentiment,
} from '../../../nodes/shared/salesforce/conversationEvent';
import { requestGroups } from '../../../nodes/shared/salesforce/storePostCallEvents';

describe('an event type', () => {
	it.each([
		['Category', 'IntelligenceSignal__Category'],
		['category', 'IntelligenceSignal__Category'],
		['IntelligenceSignal__Category', 'IntelligenceSignal__Category'],
		['SENTIMENT', 'IntelligenceSignal__Sentiment'],
		['intelligencesignal__sentiment', 'IntelligenceSignal__Sentiment'],
		['OverallSentimentScore', 'IntelligenceSignal__OverallSentimentScore'],
		['Keyword', 'Keyword'],
		['IntelligenceSignal__Intent', 'IntelligenceSignal__Intent'],
		['toString', 'toString'],
		['', ''],
	])('given as %j is %j', (given, type) => {
		expect(eventType(given)).toBe(type);
	});
});

describe('a sentiment', () => {
	it.each([
		['400.13', 400.13],
		['-1000', -1000],
		['1000', 1000],
		['0', 0],
		['400.126', 400.13],
		['-0.001', -0],
		['1e3', 1000],
		['+5', 5],
		['POSITIVE', 1000],
		['Neutral', 0],
		['mixed', 0],
		['negative', -1000],
	])('given as %j is %d', (given, number) => {
		expect(sentiment(given)).toBe(number);
	});

	it.each(['1000.01', '-1001', '400,13', 'happy', 'toString', '', 'NaN', 'Infinity', '0x10', '1 000'])(
		'is not %j',
		(given) => {
			expect(sentiment(given)).toBeUndefined();
		},
	);

	it('is text with at most two decimals on the wire, whatever number it was', () => {
		fc.assert(
			fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (number) => {
				const { value } = eventBody({ type: 'IntelligenceSignal__Sentiment', value: String(number) });
				expect(value).toMatch(/^(?:0|-?(?:[1-9]\d{0,3}|0)(?:\.\d{1,2})?)$/);
				expect(Math.abs(Number(value) - number)).toBeLessThanOrEqual(0.005_000_001);
			}),
			{ numRuns: 2_000 },
		);
	});
});

const events: fc.Arbitrary<ConversationEvent[]> = fc.array(
	fc
		.record({
			at: fc.integer({ min: 1_777_627_800_000, max: 1_777_627_800_030 }),
			value: fc.string(),
			zone: fc.constantFrom('utc', 'Europe/Berlin', 'America/New_York'),
		})
		.map(({ at, value, zone }) => ({ value, startTime: DateTime.fromMillis(at, { zone }) })),
	{ maxLength: 130 },
);

const startOf = ({ startTime }: ConversationEvent): number => startTime?.toMillis() ?? 0;

describe('whatever events there are and in whatever order', () => {
	it('sorting loses and doubles none, and keeps the order of those that began together', () => {
		fc.assert(
			fc.property(events, (given) => {
				const sorted = inTimeOrder(given);
				expect(sorted).toHaveLength(given.length);
				expect(new Set(sorted)).toEqual(new Set(given));
				sorted.forEach((event, n) => {
					const before = sorted[n - 1];
					if (!before) return;
					expect(startOf(before)).toBeLessThanOrEqual(startOf(event));
					if (startOf(before) === startOf(event)) {
						expect(given.indexOf(before)).toBeLessThan(given.indexOf(event));
					}
				});
				expect(firstStart(given)).toBe(sorted[0] && startOf(sorted[0]));
			}),
		);
	});

	it('requests together carry each once and in order, 25 at most in each and none empty', () => {
		fc.assert(
			fc.property(events, (given) => {
				const groups = requestGroups(given);
				expect(groups.flat()).toEqual(inTimeOrder(given));
				expect(groups.every(({ length }) => length >= 1 && length <= 25)).toBe(true);
				expect(groups).toHaveLength(Math.ceil(given.length / 25));
			}),
		);
	});

	it('what was given stays as it was', () => {
		const given = [2, 1, 3].map((n) => ({ startTime: DateTime.fromMillis(n) }));
		const before = [...given];
		requestGroups(given);
		expect(given).toEqual(before);
	});
});

it('begins nowhere without events', () => {
	expect(firstStart([])).toBeUndefined();
});
