import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../../../nodes/shared/salesforce/conversationEvent';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { at } from '../../fixtures/salesforce/wire.ts';

const CALL = { vendorCallKey: 'CA1', service: 'AmazonConnectContactLens' };

const CATEGORY: ConversationEvent = {
	type: 'IntelligenceSignal__Category',
	value: 'CustomerAngry',
	startTime: at('2026-05-01T09:30:00Z'),
};

const SENTIMENT: ConversationEvent = {
	type: 'IntelligenceSignal__Sentiment',
	value: '400.13',
	startTime: at('2026-05-01T09:30:00Z'),
	participant: 'CUSTOMER',
};

const STORED: ConversationEvent = { ...SENTIMENT, endTime: at('2026-05-01T09:30:07Z') };

const realTime = (...events: ConversationEvent[]) => realTimeEvent.check({ ...CALL, events });

const postCall = (...events: ConversationEvent[]) => postCallEvent.check({ ...CALL, events });

const UNIT = 'Check the unit (seconds or milliseconds) and the format of the time.';

const NUMBER = 'Enter a number such as 400.13 or -250, or one of POSITIVE, NEUTRAL, MIXED and NEGATIVE.';

const BOTH = 'Category, Sentiment';

describe('a real-time event passes', () => {
	it.each<[string, ConversationEvent]>([
		['as a category', CATEGORY],
		['as a category of a participant', { ...CATEGORY, participant: 'AGENT' }],
		['as a sentiment', SENTIMENT],
		['with the lowest score', { ...SENTIMENT, score: '0' }],
		['with the highest score', { ...SENTIMENT, score: '1000' }],
		['with a sentiment in words', { ...SENTIMENT, value: 'MIXED' }],
	])('%s', (_name, event) => {
		expect(realTime(event)).toEqual([]);
	});

	it.each([
		'AmazonConnectContactLens',
		'CXoneAgentAssistService',
		'CxoneAgentAssistService',
		'VonageConversationalInsights',
	])('of %s', (service) => {
		expect(realTimeEvent.check({ ...CALL, service, events: [CATEGORY] })).toEqual([]);
	});
});

describe('a stored event passes', () => {
	it.each<[string, ConversationEvent]>([
		['as a sentiment', STORED],
		['as an overall score', { ...STORED, type: 'IntelligenceSignal__OverallSentimentScore' }],
		['that took no time', { ...STORED, endTime: STORED.startTime }],
	])('%s', (_name, event) => {
		expect(postCall(event)).toEqual([]);
	});

	it('of no named service, as there is only one', () => {
		expect(postCallEvent.check({ vendorCallKey: 'CA1', events: [STORED] })).toEqual([]);
	});
});

describe('of a real-time event is pointed out', () => {
	it.each<[string, ConversationEvent, string, string, string]>([
		['no type', { ...CATEGORY, type: undefined }, 'type', 'is empty', `Choose one of: ${BOTH}.`],
		[
			'an unknown type',
			{ ...SENTIMENT, type: 'IntelligenceSignal__Intent' },
			'type',
			"is 'Intent', which is no type of event that can be sent this way",
			`Choose one of: ${BOTH}.`,
		],
		[
			'the type of stored events',
			{ ...SENTIMENT, type: 'IntelligenceSignal__OverallSentimentScore' },
			'type',
			"is 'OverallSentimentScore', which is no type of event that can be sent this way",
			`Choose one of: ${BOTH}.`,
		],
		[
			'no category',
			{ ...CATEGORY, value: '' },
			'value',
			'is empty',
			'Enter the name of the category as the rules in Salesforce know it, e.g. CustomerAngry.',
		],
		[
			'a category of two lines',
			{ ...CATEGORY, value: 'a\nb' },
			'value',
			'holds a line break or another invisible character',
			'Remove it; one line is allowed.',
		],
		['no sentiment', { ...SENTIMENT, value: undefined }, 'value', 'is empty', NUMBER],
		[
			'a sentiment above',
			{ ...SENTIMENT, value: '1000.01' },
			'value',
			"is '1000.01', which is no number from -1000 to 1000",
			NUMBER,
		],
		[
			'a sentiment below',
			{ ...SENTIMENT, value: '-1001' },
			'value',
			"is '-1001', which is no number from -1000 to 1000",
			NUMBER,
		],
		[
			'a sentiment in other words',
			{ ...SENTIMENT, value: 'angry' },
			'value',
			"is 'angry', which is no number from -1000 to 1000",
			NUMBER,
		],
		[
			'no start',
			{ ...CATEGORY, startTime: undefined },
			'startTime',
			'is empty',
			'Enter when it began, e.g. 2026-05-01T09:30:00Z.',
		],
		[
			'a start long ago',
			{ ...CATEGORY, startTime: at('1970-01-21T13:47:07Z') },
			'startTime',
			'lies in the year 1970',
			UNIT,
		],
		[
			'an end',
			{ ...CATEGORY, endTime: at('2026-05-01T09:30:07Z') },
			'endTime',
			'is not a field of a real-time event',
			'Remove it.',
		],
		[
			'nobody whose sentiment it is',
			{ ...SENTIMENT, participant: undefined },
			'participant',
			'is empty',
			'Say whose sentiment it is: AGENT or CUSTOMER.',
		],
		[
			'somebody else',
			{ ...CATEGORY, participant: 'SYSTEM' },
			'participant',
			"is 'SYSTEM', which Salesforce does not know",
			'Choose one of: AGENT, CUSTOMER.',
		],
		...['-1', '1000.5', 'high', '93%'].map((score): [string, ConversationEvent, string, string, string] => [
			`the score ${score}`,
			{ ...CATEGORY, score },
			'score',
			`is '${score}', which is no number from 0 to 1000`,
			'Enter how sure the source is: 0 for not at all, 1000 for completely.',
		]),
	])('%s', (_name, event, field, what, fix) => {
		expect(realTime(event)).toEqual([{ field, what, fix }]);
		expect(realTime(CATEGORY, event)).toEqual([{ field: `${field} of event 2`, what, fix }]);
	});
});

describe('of a stored event is pointed out', () => {
	it.each<[string, ConversationEvent, string, string, string]>([
		[
			'a category',
			{ ...STORED, ...CATEGORY },
			'type',
			"is 'Category', which is no type of event that can be sent this way",
			'Choose one of: Sentiment, OverallSentimentScore.',
		],
		[
			'no end',
			{ ...STORED, endTime: undefined },
			'endTime',
			'is empty',
			'Enter when it ended, e.g. 2026-05-01T09:30:07Z.',
		],
		[
			'an end before the start',
			{ ...STORED, endTime: at('2026-05-01T09:29:59.999Z') },
			'endTime',
			'is before its start',
			'Check both times, their units and time zones.',
		],
		[
			'an end long ago',
			{ ...STORED, endTime: at('1970-01-01T00:00:00Z') },
			'endTime',
			'lies in the year 1970',
			UNIT,
		],
		['a score', { ...STORED, score: '10' }, 'score', 'is not a field of a stored event', 'Remove it.'],
		[
			'nobody whose overall sentiment it is',
			{ ...STORED, type: 'IntelligenceSignal__OverallSentimentScore', participant: undefined },
			'participant',
			'is empty',
			'Say whose sentiment it is: AGENT or CUSTOMER.',
		],
	])('%s', (_name, event, field, what, fix) => {
		expect(postCall(event)).toEqual([{ field, what, fix }]);
		expect(postCall(STORED, STORED, event)).toEqual([{ field: `${field} of event 3`, what, fix }]);
	});

	it('another service than the documented one', () => {
		expect(
			postCallEvent.check({ ...CALL, service: 'VonageConversationalInsights', events: [STORED] }),
		).toEqual([
			{
				field: 'service',
				what: "is 'VonageConversationalInsights', which Salesforce does not know",
				fix: 'Choose one of: AmazonConnectContactLens.',
			},
		]);
	});
});

describe('of both is pointed out', () => {
	it('a list without an event', () => {
		const faults = [{ field: 'events', what: 'has no event in it', fix: 'Give at least one event.' }];
		expect([realTime(), postCall()]).toEqual([faults, faults]);
	});

	it('a Salesforce voice call ID for a vendor call key', () => {
		for (const faults of [
			realTimeEvent.check({ ...CALL, vendorCallKey: '0LQRM0000006CSz', events: [CATEGORY] }),
			postCallEvent.check({ ...CALL, vendorCallKey: '0LQRM0000006CSz', events: [STORED] }),
		]) {
			expect(faults.map(({ field, what }) => [field, what])).toEqual([
				['vendorCallKey', 'is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here'],
			]);
		}
	});

	it('all of it at once', () => {
		const faults = realTimeEvent.check({ service: 'Other', events: [{}, { ...CATEGORY, score: '-1' }] });
		expect(faults.map(({ field }) => field)).toEqual([
			'vendorCallKey',
			'service',
			'type of event 1',
			'value of event 1',
			'startTime of event 1',
			'score of event 2',
		]);
	});

	it('no service of a real-time event, once', () => {
		for (const service of [undefined, '']) {
			expect(realTimeEvent.check({ vendorCallKey: 'CA1', service, events: [CATEGORY] })).toEqual([
				{ field: 'service', what: 'is empty', fix: 'Choose the service that the event comes from.' },
			]);
		}
	});
});

it('neither is repeated once it may have been acted on', () => {
	expect(realTimeEvent.repeat({ events: [] })).toBe('onlyIfUnsent');
	expect(postCallEvent.repeat({ events: [] })).toBe('onlyIfUnsent');
});
