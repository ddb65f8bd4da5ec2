import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { CALL_START, closeCall, createCall } from './testConversations.ts';
import { send, testContactCenters, type ClaimChanges, type TestAnswer } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url);
});
afterAll(() => sim.close());

const post = (body: unknown, key = 'key'): Promise<TestAnswer> =>
	send(sim.url, { path: `/voiceCalls/${key}/postConversationEvents`, body });
const sentiment = (changes: ClaimChanges = {}): object => ({
	type: 'IntelligenceSignal__Sentiment',
	value: '-250',
	startTime: CALL_START + 5000,
	endTime: CALL_START + 9000,
	participant: 'AGENT',
	...changes,
});
const from = (...events: unknown[]): object => ({ service: 'AmazonConnectContactLens', events });
const close = async (): Promise<void> => {
	await closeCall(sim.url);
	await sim.settled();
};

test('sentiments of a closed conversation are kept and answered 202', async () => {
	await close();
	const answer = await post(from(sentiment(), sentiment({ participant: 'CUSTOMER' })));
	expect([answer.status, answer.text]).toEqual([202, '']);
	expect(sim.conversationEvents('key')).toMatchObject([
		{
			kind: 'postCall',
			service: 'AmazonConnectContactLens',
			type: 'IntelligenceSignal__Sentiment',
			value: '-250',
			startTime: CALL_START + 5000,
			endTime: CALL_START + 9000,
			participant: 'AGENT',
			score: null,
			persist: null,
		},
		{ participant: 'CUSTOMER' },
	]);
	expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
});

test.each([
	['refuse', 400, ['conversation-open'], []],
	['drop', 202, [], ['conversation-open']],
] as const)('before it is closed: %s', async (earlyPostCallEvents, status, violations, problems) => {
	sim.configure({ earlyPostCallEvents });
	expect((await post(from(sentiment()))).status).toBe(status);
	expect(sim.conversationEvents('key')).toEqual([]);
	expect(sim.violations.map(({ rule }) => rule)).toEqual(violations);
	expect(sim.invisibleProblems.map(({ rule }) => rule)).toEqual(problems);
});

test.each([
	[
		{ ...from(sentiment()), service: 'VonageConversationalInsights' },
		'service must be one of AmazonConnectContactLens',
	],
	[{ ...from(sentiment()), persist: true }, 'persist is not a known field'],
	[from(), 'events must not be empty'],
	[
		from(sentiment({ type: 'IntelligenceSignal__Category' })),
		'events[0].type must be one of IntelligenceSignal__Sentiment',
	],
	[
		from(sentiment({ type: 'IntelligenceSignal__OverallSentimentScore' })),
		'events[0].type must be one of IntelligenceSignal__Sentiment',
	],
	[from(sentiment({ score: 5 })), 'events[0].score is not a known field'],
	[from(sentiment({ endTime: CALL_START })), 'events[0].endTime lies before startTime'],
	[
		from(sentiment({ endTime: CALL_START * 10 })),
		'events[0].endTime must be milliseconds since 1970 (13 digits)',
	],
	[
		from(sentiment(), sentiment({ startTime: CALL_START })),
		'events[1].startTime lies before that of the event before it',
	],
	[
		from(sentiment({ value: '1000.001' })),
		'events[0].value must be from -1000 to 1000 with at most 2 decimals',
	],
])('%j is refused and recorded', async (body, message) => {
	await close();
	const answer = await post(body);
	expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
	expect(sim.violations).toMatchObject([{ message }]);
	expect(sim.conversationEvents('key')).toEqual([]);
});

test('participant and end are required', async () => {
	await close();
	await post(from({ type: 'IntelligenceSignal__Sentiment', value: '1', startTime: CALL_START }));
	expect(sim.violations.map(({ rule, field }) => [rule, field])).toEqual([
		['missing', 'events[0].endTime'],
		['missing', 'events[0].participant'],
	]);
});

test("the overall score of Salesforce's own client can be accepted", async () => {
	sim.configure({ overallSentimentScore: 'accept' });
	await close();
	const type = 'IntelligenceSignal__OverallSentimentScore';
	expect((await post(from(sentiment({ type })))).status).toBe(202);
	expect(sim.conversationEvents('key')).toMatchObject([{ type }]);
});

test.each([
	['0LQ000000000001', 'record-id-as-key'],
	['nobody', 'unknown-call'],
])('the call %s is refused', async (key, rule) => {
	await close();
	const answer = await post(from(sentiment()), key);
	expect([answer.status, sim.violations[0]?.rule]).toEqual([404, rule]);
});
