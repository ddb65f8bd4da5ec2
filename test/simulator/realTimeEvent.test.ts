import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { CALL_START, closeCall, createCall, transferCall } from './testConversations.ts';
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
	send(sim.url, { path: `/voiceCalls/${key}/realtimeConversationEvents`, body });
const sentiment = (changes: ClaimChanges = {}): object => ({
	type: 'IntelligenceSignal__Sentiment',
	value: '62.5',
	startTime: CALL_START + 5000,
	participant: 'CUSTOMER',
	...changes,
});
const category = (changes: ClaimChanges = {}): object => ({
	type: 'IntelligenceSignal__Category',
	value: 'Complaint',
	startTime: CALL_START + 6000,
	...changes,
});
const from = (...events: unknown[]): object => ({ service: 'AmazonConnectContactLens', events });

test('signals are kept in the order they came, and answered 202 without a body', async () => {
	const answer = await post({ ...from(sentiment(), category({ score: '870' })), persist: false });
	expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([202, '', null]);
	const common = {
		kind: 'realTime',
		service: 'AmazonConnectContactLens',
		endTime: null,
		persist: false,
		receivedAt: expect.any(String) as string,
		requestNumber: 2,
	};
	expect(sim.conversationEvents('key')).toEqual([
		{
			...common,
			type: 'IntelligenceSignal__Sentiment',
			value: '62.5',
			startTime: CALL_START + 5000,
			score: null,
			participant: 'CUSTOMER',
		},
		{
			...common,
			type: 'IntelligenceSignal__Category',
			value: 'Complaint',
			startTime: CALL_START + 6000,
			score: '870',
			participant: null,
		},
	]);
	expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
});

test('a repeat is kept once more: there is no event id', async () => {
	await post(from(sentiment()));
	await post(from(sentiment()));
	expect(sim.conversationEvents('key')).toHaveLength(2);
});

test('the answer can be set', async () => {
	sim.configure({ eventAnswer: { status: 200, body: '{}' } });
	const answer = await post(from(category()));
	expect([answer.status, answer.json]).toEqual([200, {}]);
});

test.each([
	['-1000', true],
	['1000', true],
	['1000.00', true],
	['0', true],
	['-12.34', true],
	['1000.01', false],
	['-1001', false],
	['1.234', false],
	['+5', false],
	['.5', false],
	['1e2', false],
	['positive', false],
])('a sentiment of %s is taken: %s', async (value, taken) => {
	const answer = await post(from(sentiment({ value })));
	expect([answer.status, answer.json]).toEqual(
		taken
			? [202, undefined]
			: [
					400,
					{
						errorCode: 'INVALID_BODY',
						message: 'events[0].value must be from -1000 to 1000 with at most 2 decimals',
					},
				],
	);
});

const SERVICES =
	'service must be one of AmazonConnectContactLens, CXoneAgentAssistService, VonageConversationalInsights';

test.each([
	[{ events: [category()] }, 'service is required'],
	[{ ...from(category()), service: 'ContactLens' }, SERVICES],
	[{ ...from(category()), service: 'CxoneAgentAssistService' }, SERVICES],
	[{ ...from(category()), persist: 'false' }, 'persist must be boolean, got string'],
	[{ service: 'VonageConversationalInsights' }, 'events is required'],
	[from(), 'events must not be empty'],
	[from('x'), 'events[0] must be an object'],
	[
		from(category({ type: 'Category' })),
		'events[0].type must be one of IntelligenceSignal__Category, IntelligenceSignal__Sentiment',
	],
	[from(category({ value: '' })), 'events[0].value must not be empty'],
	[from(category({ value: 5 })), 'events[0].value must be string, got number 5'],
	[from(category({ score: '1000.5' })), 'events[0].score must be from 0 to 1000'],
	[from(category({ score: -1 })), 'events[0].score must be from 0 to 1000'],
	[from(category({ score: ' ' })), 'events[0].score must be from 0 to 1000'],
	[from(category({ details: {} })), 'events[0].details is not a known field'],
	[from(category({ participant: 'REP' })), 'events[0].participant must be one of AGENT, CUSTOMER'],
	[from(sentiment({ participant: undefined })), 'events[0].participant is required for a sentiment'],
	[
		from(category({ startTime: CALL_START / 1000 })),
		'events[0].startTime must be milliseconds since 1970 (13 digits)',
	],
	[
		from(category({ startTime: CALL_START * 10 })),
		'events[0].startTime must be milliseconds since 1970 (13 digits)',
	],
	[from(category(), sentiment()), 'events[1].startTime lies before that of the event before it'],
])('%j is refused and recorded', async (body, message) => {
	const answer = await post(body);
	expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
	expect(sim.violations).toMatchObject([{ message, refused: true }]);
	expect(sim.conversationEvents('key')).toEqual([]);
});

describe('where the docs disagree with themselves', () => {
	test.each([
		['table', 202, 400],
		['example', 400, 202],
		['both', 202, 202],
	] as const)('CXone is spelled as in the %s', async (cxoneSpelling, byTable, byExample) => {
		sim.configure({ cxoneSpelling });
		const spelled = async (service: string): Promise<number> =>
			(await post({ service, events: [category()] })).status;
		expect(await spelled('CXoneAgentAssistService')).toBe(byTable);
		expect(await spelled('CxoneAgentAssistService')).toBe(byExample);
	});

	test.each([
		['string', 202, 400],
		['number', 400, 202],
		['both', 202, 202],
	] as const)('a score is a %s', async (scoreType, text, number) => {
		sim.configure({ scoreType });
		expect((await post(from(category({ score: '5' })))).status).toBe(text);
		expect((await post(from(category({ score: 5 })))).status).toBe(number);
	});

	test('times in seconds can be taken', async () => {
		sim.configure({ impossibleTimes: 'take' });
		expect((await post(from(category({ startTime: 1_515_000_000 })))).status).toBe(202);
	});
});

test.each([
	['0LQ000000000001', 'record-id-as-key'],
	['nobody', 'unknown-call'],
])('the call %s is refused', async (key, rule) => {
	const answer = await post(from(category()), key);
	expect([answer.status, sim.violations[0]?.rule]).toEqual([404, rule]);
});

test('signals for any call of a chain belong to one conversation', async () => {
	await transferCall(sim.url, 'key', 'second');
	await post(from(category()));
	await post(from(sentiment()), 'second');
	expect(sim.conversationEvents('second')).toEqual(sim.conversationEvents('key'));
	expect(sim.conversationEvents('key')).toHaveLength(2);
});

test.each([
	['drop', 0, 'the conversation is closed; the events were dropped'],
	['keep', 1, 'the conversation is closed; the events were kept'],
] as const)('after the end they are answered 202: %s', async (lateRealTimeEvents, kept, message) => {
	sim.configure({ lateRealTimeEvents });
	await closeCall(sim.url);
	await sim.settled();
	expect((await post(from(category()))).status).toBe(202);
	expect(sim.conversationEvents('key')).toHaveLength(kept);
	expect(sim.invisibleProblems).toMatchObject([{ rule: 'conversation-closed', message }]);
});
