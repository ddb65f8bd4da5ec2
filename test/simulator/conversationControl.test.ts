import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { control as askControl, readEvents } from './testControl.ts';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { CALL_START, createCall, say, transferCall, utterance } from './testConversations.ts';
import { send, testContactCenters } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url, 'a/b');
});
afterAll(() => sim.close());

const control = (method: string, path: string, body?: unknown): ReturnType<typeof askControl> =>
	askControl(sim.url, method, path, body);
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const sendSentiment = (): ReturnType<typeof send> =>
	send(sim.url, {
		path: '/voiceCalls/a%2Fb/realtimeConversationEvents',
		body: {
			service: 'VonageConversationalInsights',
			events: [
				{
					type: 'IntelligenceSignal__Sentiment',
					value: '-300',
					startTime: CALL_START,
					participant: 'CUSTOMER',
				},
			],
		},
	});
const askCallback = (): ReturnType<typeof send> =>
	send(sim.url, { path: '/voiceCalls/a%2Fb/requestCallback', body: { callbackNumber: '+1' } });

test('transcripts, signals and callbacks can be read', async () => {
	await say(sim.url, utterance({ messageId: 'late' }, 9), 'a%2Fb');
	await say(sim.url, utterance({ messageId: 'early' }, 1), 'a%2Fb');
	await sendSentiment();
	await askCallback();
	const transcript = { status: 200, json: asJson(sim.transcript('a/b')) };
	expect(transcript.json).toMatchObject([{ messageId: 'early' }, { messageId: 'late' }]);
	expect(await control('GET', '/calls/a%2Fb/transcript')).toEqual(transcript);
	expect(await control('GET', '/calls/0LQ000000000001/transcript')).toEqual(transcript);
	expect(await control('GET', '/calls/a%2Fb/conversationEvents')).toMatchObject({
		status: 200,
		json: [{ kind: 'realTime', value: '-300' }],
	});
	expect(await control('GET', '/contactRequests')).toEqual({
		status: 200,
		json: asJson(sim.contactRequests),
	});
});

test('conversations can be read without their entries, which may be many', async () => {
	await transferCall(sim.url, 'a/b', 'second');
	await say(sim.url, utterance(), 'a%2Fb');
	const conversation = {
		id: 'conversation-1',
		status: 'open',
		openedAt: sim.conversation('second')?.openedAt,
		closedAt: null,
		firstVendorCallKey: 'a/b',
		callIds: ['0LQ000000000001', '0LQ000000000002'],
		silences: [],
		entryCount: 1,
		eventCount: 0,
	};
	expect(await control('GET', '/conversations')).toEqual({ status: 200, json: [conversation] });
	expect(await control('GET', '/conversations/conversation-1')).toEqual({ status: 200, json: conversation });
	expect(await control('GET', '/calls/second')).toMatchObject({ json: { conversation } });
});

test.each([
	['GET', '/calls/other/transcript'],
	['GET', '/calls/other/conversationEvents'],
	['GET', '/conversations/other'],
	['POST', '/calls/other/pauseRecording'],
	['POST', '/calls/other/resume'],
])('%s %s is answered 404', async (method, path) => {
	const error = 'No such call or conversation.';
	expect(await control(method, path)).toEqual({ status: 404, json: { error } });
});

describe('pauses and holds', () => {
	test('are made and ended', async () => {
		expect(await control('POST', '/calls/a%2Fb/putOnHold', { participant: 'END_USER' })).toMatchObject({
			status: 200,
			json: { conversation: { silences: [{ reason: 'onHold', participant: 'END_USER' }] } },
		});
		await control('POST', '/calls/a%2Fb/pauseRecording');
		await say(sim.url, utterance(), 'a%2Fb');
		expect(sim.transcript('a/b')).toEqual([]);
		expect(await control('POST', '/calls/a%2Fb/resume')).toMatchObject({
			json: { conversation: { silences: [] } },
		});
	});

	test('need a participant that is a text', async () => {
		expect(await control('POST', '/calls/a%2Fb/putOnHold', { participant: 5 })).toEqual({
			status: 400,
			json: { error: '"participant" is a text.' },
		});
	});
});

test.each([
	[{ share: '1' }, '"share" is a number.'],
	[{ seed: 'x' }, '"seed" is a number.'],
])('a fault order with %j is refused', async (changes, error) => {
	const order = { fault: { kind: 'exhaustEntries' }, ...changes };
	expect(await control('POST', '/faults', order)).toEqual({ status: 400, json: { error } });
});

test('a share of requests to be hit can be ordered', async () => {
	const fault = { kind: 'exhaustEntries', vendorCallKeys: ['a/b'], share: 0.5, seed: 2 };
	const order = { match: { pathPattern: 'messages$' }, times: 'always', share: 0.25, seed: 9, fault };
	expect((await control('POST', '/faults', order)).status).toBe(201);
	expect((await control('GET', '/faults')).json).toMatchObject([
		{ share: 0.25, left: 'always', fault, match: { path: '/messages$/' } },
	]);
});

test('options of transcripts, events and flows can be changed', async () => {
	const changes = {
		utterancesPerSecond: 10,
		eventAnswer: { status: 200, body: '' },
		phoneChannels: { '+1': { flowDevName: 'A' } },
	};
	expect(await control('PATCH', '/options', changes)).toMatchObject({ status: 200, json: changes });
	expect(await control('PATCH', '/options', { utterancesPerSecond: '10' })).toEqual({
		status: 400,
		json: { error: 'The option "utterancesPerSecond" must be of type number.' },
	});
});

test('utterances, signals and callbacks are streamed, and the snapshot has those before', async () => {
	await say(sim.url, utterance(), 'a%2Fb');
	await askCallback();
	const stop = new AbortController();
	const response = await fetch(`${sim.url}/_sim/events`, { signal: stop.signal });
	const events = readEvents(response);
	const names = { conversationId: 'conversation-1', callId: '0LQ000000000001' };
	expect(await events.next()).toMatchObject({
		value: {
			event: 'snapshot',
			data: {
				conversations: [{ ...names, utterances: [{ messageId: 'm1' }], events: [] }],
				contactRequests: [{ callbackNumber: '+1' }],
			},
		},
	});
	await say(sim.url, utterance({ messageId: 'm2' }, 6), 'a%2Fb');
	await sendSentiment();
	await askCallback();
	expect(await events.next()).toMatchObject({
		value: { event: 'utterance', data: { ...names, utterance: { messageId: 'm2' } } },
	});
	expect(await events.next()).toMatchObject({
		value: { event: 'conversationEvent', data: { ...names, event: { value: '-300' } } },
	});
	expect(await events.next()).toMatchObject({
		value: { event: 'call', data: { entry: { what: 'callbackRequested' } } },
	});
	expect(await events.next()).toMatchObject({
		value: { event: 'contactRequest', data: { contactRequest: { vendorCallKey: 'a/b' } } },
	});
	stop.abort();
});

test('a conversation is forgotten with the last of its calls', async () => {
	sim.configure({ keep: 2 });
	await transferCall(sim.url, 'a/b', 'second');
	await createCall(sim.url, 'third');
	expect((await control('GET', '/conversations')).json).toMatchObject([
		{ id: 'conversation-1' },
		{ id: 'conversation-3' },
	]);
	await createCall(sim.url, 'fourth');
	expect((await control('GET', '/conversations')).json).toMatchObject([
		{ id: 'conversation-3' },
		{ id: 'conversation-4' },
	]);
});
