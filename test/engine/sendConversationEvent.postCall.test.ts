import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

const SENTIMENT = 'IntelligenceSignal__Sentiment';

const ended = (callId = 'call-1') =>
	callEvent({
		eventType: 'ended',
		callId,
		startedAt: '2026-05-01T09:30:00.000Z',
		answeredAt: '2026-05-01T09:30:10.000Z',
		endedAt: '2026-05-01T09:35:00.000Z',
	});

/** Calls that are over. */
async function endCalls(...keys: string[]): Promise<void> {
	const items = keys.map((callId) => ended(callId));
	await rig.run({ type: 'createVoiceCall', items });
	await rig.run({ type: 'updateVoiceCall', items, parameters: { whatHappened: 'ended' } });
	await rig.simulator.settled();
}

/** A list of sentences with their sentiments, the last one first. */
const list = (count: number) =>
	Array.from({ length: count }, (_, n) => count - 1 - n).map((n) => ({
		type: 'Sentiment',
		value: n,
		startTime: 1_777_627_800_000 + n * 1000,
		endTime: 1_777_627_800_900 + n * 1000,
		participant: n % 2 === 0 ? 'AGENT' : 'CUSTOMER',
	}));

const range = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('Store Post-Call Sentiment in the engine', () => {
	it('stores a sentiment over the time of the call event', async () => {
		await endCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [ended()],
			parameters: { operation: 'postCall', value: 'negative', participant: 'CUSTOMER' },
		});
		expect(result.outputs[0]).toEqual([
			{
				json: { vendorCallKey: 'call-1', status: 'Accepted', eventCount: 1, requestCount: 1 },
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests.at(-1)).toMatchObject({
			method: 'POST',
			path: '/telephony/v1/voiceCalls/call-1/postConversationEvents',
			body: '{"service":"AmazonConnectContactLens","events":[{"type":"IntelligenceSignal__Sentiment","value":"-1000","startTime":1777627810000,"endTime":1777628100000,"participant":"CUSTOMER"}]}',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it("stores the overall score, as Salesforce's own program does", async () => {
		rig.simulator.configure({ overallSentimentScore: 'accept' });
		await endCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [ended()],
			parameters: {
				operation: 'postCall',
				type: 'IntelligenceSignal__OverallSentimentScore',
				value: '={{ 2.7 }}',
				participant: 'AGENT',
			},
		});
		expect(result.error).toBeUndefined();
		expect(rig.simulator.conversationEvents('call-1')).toMatchObject([
			{
				kind: 'postCall',
				type: 'IntelligenceSignal__OverallSentimentScore',
				value: '2.7',
				participant: 'AGENT',
			},
		]);
	});

	it('stores a list of 60, 25 at a time, in the order in which they began', async () => {
		await endCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [{ ...ended(), sentences: list(60) }],
			parameters: { operation: 'postCall', eventsFrom: 'list', events: '={{ $json.sentences }}' },
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({
			vendorCallKey: 'call-1',
			status: 'Accepted',
			eventCount: 60,
			requestCount: 3,
		});
		expect(rig.simulator.conversationEvents('call-1').map(({ value }) => value)).toEqual(range(60));
		const requests = bodies(rig.simulator).slice(2) as Array<{ events: unknown[] }>;
		expect(requests.map(({ events }) => events.length)).toEqual([25, 25, 10]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('tells how many of a list were stored when Salesforce fails in between', async () => {
		await endCalls('call-1');
		rig.simulator.faults.add({
			match: { path: /postConversationEvents/ },
			fault: { kind: 'resetBefore' },
			skip: 1,
			times: 'always',
		});
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [{ ...ended(), sentences: list(60) }],
			parameters: { operation: 'postCall', eventsFrom: 'list', events: '={{ $json.sentences }}' },
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			error: expect.stringContaining(
				'The events may have been stored. The first 25 of 60 events, by start time, were accepted before.',
			) as string,
			details: { mayBeDone: true, storedEventCount: 25, eventCount: 60 },
		});
		expect(rig.simulator.conversationEvents('call-1').map(({ value }) => value)).toEqual(range(25));
	});

	it('sends the items of each call in the order in which they began', async () => {
		await endCalls('call-1', 'call-2');
		const items = [...list(6), ...list(6)].map((event, n) => ({
			...event,
			vendorCallKey: n < 6 ? 'call-1' : 'call-2',
		}));
		const result = await rig.run({
			type: 'sendConversationEvent',
			items,
			parameters: {
				operation: 'postCall',
				value: '={{ $json.value }}',
				participant: '={{ $json.participant }}',
				startTime: '={{ $json.startTime }}',
				endTime: '={{ $json.endTime }}',
			},
		});
		expect(result.error).toBeUndefined();
		for (const key of ['call-1', 'call-2']) {
			expect(rig.simulator.conversationEvents(key).map(({ value }) => value)).toEqual(range(6));
		}
	});

	it('says that the call has to be over first', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [ended()],
			parameters: { operation: 'postCall', value: '5' },
		});
		expect(result.error?.message).toContain('the conversation is not closed yet');
		expect(result.error?.description).toContain(
			'Salesforce stores these events only of calls that have ended: close the call with Update Voice Call first.',
		);
	});

	it.each<[string, Record<string, string>, string]>([
		['no sentiment', { value: '={{ "" }}' }, "'Sentiment' is empty."],
		['no end', { value: '5', endTime: '={{ null }}' }, "'End Time' is empty."],
		[
			'an end before the start',
			{ value: '5', endTime: '2026-05-01T09:30:09Z' },
			"'End Time' is before its start.",
		],
		[
			'the type of a real-time event',
			{ value: '5', type: '={{ "IntelligenceSignal__Category" }}' },
			"'Event Type' is 'Category', which is no type of event that can be sent this way.",
		],
	])('sends nothing with %s', async (_name, wrong, message) => {
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [ended()],
			parameters: { operation: 'postCall', ...wrong },
		});
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never stores an event a second time after %s, and says that it may have been stored',
		async (kind) => {
			await endCalls('call-1');
			rig.simulator.faults.add({
				match: { path: /postConversationEvents/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'sendConversationEvent',
				items: [ended()],
				parameters: { operation: 'postCall', type: SENTIMENT, value: '5', options: { timeout: 1 } },
			});
			expect(result.error?.message).toContain('The events may have been stored.');
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(rig.simulator.conversationEvents('call-1')).toHaveLength(1);
		},
	);

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'stores the good ones of several items, with %s',
		async (onError) => {
			await endCalls('call-1');
			const result = await rig.run({
				type: 'sendConversationEvent',
				items: Array.from({ length: 10 }, () => ended()),
				parameters: { operation: 'postCall', value: '={{ $itemIndex === 4 ? 2000 : $itemIndex }}' },
				onError,
			});
			const failures = result.outputs.flat().filter(({ json }) => json.error);
			expect(failures.map(({ json }) => json.error)).toEqual([
				"Item 4: 'Sentiment' is '2000', which is no number from -1000 to 1000.",
			]);
			expect(rig.simulator.conversationEvents('call-1').map(({ value }) => value)).toEqual(
				range(10).filter((value) => value !== '4'),
			);
		},
	);

	it("refuses to run with n8n's Retry On Fail", async () => {
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [ended()],
			parameters: { operation: 'postCall', value: '5' },
			retryOnFail: true,
		});
		expect(result.error?.message).toContain("'Retry On Fail' is on");
		expect(rig.simulator.requests).toEqual([]);
	});
});
