import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
	readEventFields,
	readListedEvents,
} from '../../../../nodes/SendConversationEvent/operations/readEvents';
import type { ConversationEvent } from '../../../../nodes/shared/salesforce/conversationEvent';
import { itemWith } from '../../host/itemContext.ts';

/** What is read, with times as ISO text, and what is wrong with it. */
function listed(events: unknown) {
	const parameters = itemWith({ events });
	return { events: readListedEvents(parameters).map(plain), faults: parameters.faults };
}

function plain({ startTime, endTime, ...event }: ConversationEvent): Record<string, unknown> {
	const given = Object.entries({ ...event, startTime: startTime?.toISO(), endTime: endTime?.toISO() });
	return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

const ANGRY = {
	type: 'IntelligenceSignal__Category',
	value: 'CustomerAngry',
	startTime: '2026-05-01T09:30:00.000Z',
};

const EXAMPLE =
	'Write it like [{"type": "Sentiment", "value": 400, "startTime": "2026-05-01T09:30:00Z", "participant": "CUSTOMER"}], with double quotes around names and texts.';

describe('a list of events', () => {
	it.each<[string, unknown]>([
		['JSON text', '[{"type":"Category","value":"CustomerAngry","startTime":1777627800000}]'],
		[
			'a list from an expression',
			[{ type: 'Category', value: 'CustomerAngry', startTime: 1_777_627_800_000 }],
		],
		['one object alone', { type: 'Category', value: 'CustomerAngry', startTime: 1_777_627_800_000 }],
		['one object alone as text', '{"type":"category","value":" CustomerAngry ","startTime":1777627800}'],
		['empty fields beside', [{ ...ANGRY, endTime: null, score: '', participant: ' ', type: 'CATEGORY' }]],
	])('is read from %s', (_name, given) => {
		expect(listed(given)).toEqual({ events: [ANGRY], faults: [] });
	});

	it.each<[string, unknown]>([
		['seconds', 1_777_627_800],
		['seconds with a fraction', 1_777_627_800.0],
		['milliseconds', 1_777_627_800_000],
		['milliseconds as text', '1777627800000'],
		['microseconds', 1_777_627_800_000_000],
		['ISO text with a zone', '2026-05-01T11:30:00+02:00'],
		["ISO text without a zone, in the workflow's", '2026-05-01T11:30:00'],
		['a luxon DateTime', DateTime.fromMillis(1_777_627_800_000)],
		['a Date', new Date(1_777_627_800_000)],
	])('has its times read from %s', (_name, startTime) => {
		expect(listed([{ type: 'Category', value: 'CustomerAngry', startTime }])).toEqual({
			events: [ANGRY],
			faults: [],
		});
	});

	it('has numbers taken for text, and who it is about in any case', () => {
		const event = {
			type: 'Sentiment',
			value: -250.5,
			score: 990,
			participant: 'agent',
			endTime: 1_777_627_807,
		};
		expect(listed([event])).toEqual({
			events: [
				{
					type: 'IntelligenceSignal__Sentiment',
					value: '-250.5',
					score: '990',
					participant: 'AGENT',
					endTime: '2026-05-01T09:30:07.000Z',
				},
			],
			faults: [],
		});
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['blank text', ' '],
		['an empty list', []],
		['an empty list as text', '[]'],
	])('is empty when it is %s', (_name, given) => {
		expect(listed(given)).toEqual({ events: [], faults: [] });
	});

	it.each<[string, unknown]>([
		['broken JSON', '[{"type":'],
		['single quotes', "[{'type': 1}]"],
		['text', 'CustomerAngry'],
		['a number', 7],
		['a number as text', '7'],
		['true', true],
	])('is not %s', (_name, given) => {
		expect(listed(given)).toEqual({
			events: [],
			faults: [{ field: 'events', what: 'is not a list of events', fix: EXAMPLE }],
		});
	});
});

describe('in a list is pointed out', () => {
	it.each<[unknown, string]>([
		['CustomerAngry', "has 'CustomerAngry' where event 2 should be"],
		[7, "has '7' where event 2 should be"],
		[null, "has 'null' where event 2 should be"],
		[[ANGRY], 'has a list where event 2 should be'],
	])('an event that is %j', (entry, what) => {
		const faults = [{ field: 'events', what, fix: EXAMPLE }];
		expect(listed([ANGRY, entry, {}])).toEqual({ events: [], faults });
	});

	it('a field that no event has', () => {
		expect(listed([ANGRY, { ...ANGRY, sentiment: 5, starttime: 1 }]).faults).toEqual([
			{
				field: 'sentiment of event 2',
				what: 'is not a field of an event',
				fix: 'Use type, value, startTime, endTime, score, participant.',
			},
			{
				field: 'starttime of event 2',
				what: 'is not a field of an event',
				fix: 'Use type, value, startTime, endTime, score, participant.',
			},
		]);
	});

	it.each<[string, unknown, string, string]>([
		['value', { name: 'x' }, 'is an object, not text', 'Give a single text or number.'],
		['type', ['Category'], 'is a list, not text', 'Give a single text or number.'],
		['score', true, "is 'true', not text", 'Give a single text or number.'],
		[
			'startTime',
			'half past nine',
			"is 'half past nine', not a date and time",
			'Write it like 2026-05-01T09:30:00Z, or as milliseconds since 1970.',
		],
		[
			'endTime',
			7500,
			"is '7500', not a date and time",
			'Write it like 2026-05-01T09:30:00Z, or as milliseconds since 1970.',
		],
	])('a %s that is %j', (name, value, what, fix) => {
		expect(listed([{ ...ANGRY, [name]: value }]).faults).toEqual([{ field: name, what, fix }]);
		expect(listed([ANGRY, ANGRY, { ...ANGRY, [name]: value }]).faults).toEqual([
			{ field: `${name} of event 3`, what, fix },
		]);
	});

	it('nothing that every object has', () => {
		const entry = JSON.parse('{"__proto__": 1, "constructor": 2}') as object;
		expect(listed([entry]).faults.map(({ field }) => field)).toEqual(['__proto__', 'constructor']);
	});
});

describe('an event from the fields of the node', () => {
	const values = {
		type: 'IntelligenceSignal__Sentiment',
		value: 400.13,
		startTime: '2026-05-01T11:30:00',
		endTime: '2026-05-01T09:30:07Z',
		participant: 'customer',
		additionalFields: { score: 990, participant: 'AGENT' },
	};

	it('has what the operation asks for', () => {
		const parameters = itemWith(values);
		const read = readEventFields(parameters, { score: 'additionalFields.score' });
		expect(plain(read)).toEqual({
			type: 'IntelligenceSignal__Sentiment',
			value: '400.13',
			startTime: '2026-05-01T09:30:00.000Z',
			score: '990',
			participant: 'CUSTOMER',
		});
		expect(parameters.faults).toEqual([]);
	});

	it('has who it is about from where the operation says, and its end', () => {
		const read = readEventFields(itemWith(values), {
			participant: 'additionalFields.participant',
			endTime: 'endTime',
		});
		expect(plain(read)).toMatchObject({ participant: 'AGENT', endTime: '2026-05-01T09:30:07.000Z' });
	});
});
