import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

const SENTIMENT = 'IntelligenceSignal__Sentiment';

async function createCalls(...keys: string[]): Promise<void> {
	await rig.run({ type: 'createVoiceCall', items: keys.map((callId) => callEvent({ callId })) });
}

/** What reached the simulator after the call was created. */
const sent = () => bodies(rig.simulator).slice(1) as Array<{ events: IDataObject[] }>;

const transcript = (changes: IDataObject = {}) =>
	callEvent({
		eventType: 'transcript',
		transcript: { text: 'Hello', speaker: 'customer', startedAt: '2026-05-01T09:30:05.250Z', endedAt: null },
		...changes,
	});

describe('Send Real-Time Event in the engine', () => {
	it('sends a category with the key and the time of the call event', async () => {
		await createCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [transcript()],
			parameters: { value: 'CustomerAngry' },
		});
		expect(result.outputs[0]).toEqual([
			{
				json: { vendorCallKey: 'call-1', status: 'Accepted', eventCount: 1 },
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests[1]).toMatchObject({
			method: 'POST',
			path: '/telephony/v1/voiceCalls/call-1/realtimeConversationEvents',
			body: '{"service":"AmazonConnectContactLens","events":[{"type":"IntelligenceSignal__Category","value":"CustomerAngry","startTime":1777627805250}]}',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('sends a sentiment with all there is to say about it', async () => {
		await createCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [{ vendorCallKey: 'call-1', mood: -250.126, at: 1_777_627_800, who: 'agent' }],
			parameters: {
				type: SENTIMENT,
				value: '={{ $json.mood }}',
				participant: '={{ $json.who }}',
				startTime: '={{ $json.at }}',
				service: 'CXoneAgentAssistService',
				additionalFields: { score: 990, persist: '={{ "false" }}' },
			},
		});
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual([
			{
				service: 'CXoneAgentAssistService',
				persist: false,
				events: [
					{
						type: SENTIMENT,
						value: '-250.13',
						startTime: 1_777_627_800_000,
						score: 990,
						participant: 'AGENT',
					},
				],
			},
		]);
		expect(rig.simulator.conversationEvents('call-1')).toMatchObject([
			{ kind: 'realTime', value: '-250.13', persist: false, participant: 'AGENT' },
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('does not send what was entered for another choice', async () => {
		await createCalls('call-1');
		await rig.run({
			type: 'sendConversationEvent',
			items: [transcript()],
			parameters: {
				value: 'CustomerAngry',
				participant: 'AGENT',
				events: '[{"type":"Category"}]',
				endTime: '1',
			},
		});
		expect(sent()[0]?.events).toEqual([
			{ type: 'IntelligenceSignal__Category', value: 'CustomerAngry', startTime: 1_777_627_805_250 },
		]);
	});

	it('sends a list in the order in which the events began', async () => {
		await createCalls('call-1');
		const events = [
			{ type: 'Sentiment', value: 'POSITIVE', startTime: '2026-05-01T09:30:09Z', participant: 'customer' },
			{ type: 'Category', value: 'Greeting', startTime: 1_777_627_801_000, score: 900 },
			{ type: 'category', value: 'Refund', startTime: 1_777_627_805 },
		];
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [callEvent({ events })],
			parameters: { eventsFrom: 'list', events: '={{ $json.events }}', additionalFields: { persist: true } },
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({
			vendorCallKey: 'call-1',
			status: 'Accepted',
			eventCount: 3,
		});
		expect(sent()).toEqual([
			{
				service: 'AmazonConnectContactLens',
				persist: true,
				events: [
					{
						type: 'IntelligenceSignal__Category',
						value: 'Greeting',
						startTime: 1_777_627_801_000,
						score: 900,
					},
					{ type: 'IntelligenceSignal__Category', value: 'Refund', startTime: 1_777_627_805_000 },
					{ type: SENTIMENT, value: '1000', startTime: 1_777_627_809_000, participant: 'CUSTOMER' },
				],
			},
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('takes the short name of a type from an expression, and the participant that goes with it', async () => {
		await createCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [callEvent()],
			parameters: { type: '={{ "Sentiment" }}', value: 'NEGATIVE', participant: 'AGENT' },
		});
		expect(result.error).toBeUndefined();
		expect(rig.simulator.conversationEvents('call-1')).toMatchObject([
			{ type: SENTIMENT, value: '-1000', participant: 'AGENT' },
		]);
	});

	it('sends the events of a transferred call under the key of the first call', async () => {
		await createCalls('call-1');
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [callEvent({ callId: 'call-2', parentCallId: 'call-1' })],
			parameters: { value: 'CustomerAngry' },
		});
		expect(result.outputs[0]?.[0]?.json.vendorCallKey).toBe('call-1');
	});

	it('sends the items of each call in the order in which they began, and gives them out in their own', async () => {
		const calls = ['call-1', 'call-2', 'call-3'];
		await createCalls(...calls);
		const items = Array.from({ length: 30 }, (_, n) => {
			const second = (n * 7) % 30;
			return { vendorCallKey: calls[n % 3], second, at: 1_777_627_800 + second };
		});
		const result = await rig.run({
			type: 'sendConversationEvent',
			items,
			parameters: { value: '={{ "second" + $json.second }}', startTime: '={{ $json.at }}' },
		});
		expect(result.outputs[0]?.map(({ json, pairedItem }) => [json.vendorCallKey, pairedItem])).toEqual(
			items.map(({ vendorCallKey }, item) => [vendorCallKey, { item }]),
		);
		for (const key of calls) {
			const seconds = items.filter(({ vendorCallKey }) => vendorCallKey === key).map(({ second }) => second);
			expect(rig.simulator.conversationEvents(key).map(({ value }) => value)).toEqual(
				seconds.toSorted((a, b) => a - b).map((second) => `second${second}`),
			);
		}
		expect(rig.simulator.violations).toEqual([]);
	});

	it.each<[string, IDataObject, IDataObject, string]>([
		[
			'a voice call ID for a key',
			{ voiceCallId: '0LQRM0000006CSz' },
			{ value: 'X', vendorCallKey: '={{ $json.voiceCallId }}' },
			"'Vendor Call Key' is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here.",
		],
		['no category', callEvent(), { value: '={{ " " }}' }, "'Category' is empty."],
		['no sentiment', callEvent(), { type: SENTIMENT, value: '={{ null }}' }, "'Sentiment' is empty."],
		[
			'a sentiment out of range',
			callEvent(),
			{ type: SENTIMENT, value: '1200' },
			"'Sentiment' is '1200', which is no number from -1000 to 1000.",
		],
		[
			'a time of day',
			callEvent(),
			{ value: 'X', startTime: '={{ "half past nine" }}' },
			"'Start Time' is 'half past nine', not a date and time.",
		],
		[
			'a confidence out of range',
			callEvent(),
			{ value: 'X', additionalFields: { score: 1001 } },
			"'Confidence' is '1001', which is no number from 0 to 1000.",
		],
		[
			'another service',
			callEvent(),
			{ value: 'X', service: '={{ "Other" }}' },
			"'Intelligence Service' is 'Other', which Salesforce does not know.",
		],
		[
			'a place for events that there is not',
			callEvent(),
			{ value: 'X', eventsFrom: '={{ "List" }}', events: '[]' },
			"'Events' is none of the choices.",
		],
		['an empty list', callEvent(), { eventsFrom: 'list' }, "'List of Events' has no event in it."],
		[
			'a list that is none',
			callEvent(),
			{ eventsFrom: 'list', events: 'CustomerAngry' },
			"'List of Events' is not a list of events.",
		],
		[
			'a list with one event that lacks its time',
			callEvent(),
			{ eventsFrom: 'list', events: '[{"type":"Category","value":"X"}]' },
			"'startTime' is empty.",
		],
		[
			'a list whose second event is wrong',
			callEvent(),
			{
				eventsFrom: 'list',
				events:
					'[{"type":"Category","value":"X","startTime":1777627800},{"type":"Sentiment","value":5,"startTime":1777627800}]',
			},
			"'participant of event 2' is empty.",
		],
	])('sends nothing with %s', async (_name, item, parameters, message) => {
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [item],
			parameters: parameters as { value: string },
		});
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'sends 18 of 20 events when two items are bad, with %s',
		async (onError) => {
			await createCalls('call-1');
			const result = await rig.run({
				type: 'sendConversationEvent',
				items: Array.from({ length: 20 }, (_, n) => transcript({ n })),
				parameters: { value: '={{ $itemIndex % 10 === 6 ? "" : "Topic" + $json.n }}' },
				onError,
			});
			const all = result.outputs.flat();
			expect(all.filter(({ json }) => json.error).map(({ json }) => json.error)).toEqual(
				[6, 16].map((n) => `Item ${n}: 'Category' is empty.`),
			);
			expect(rig.simulator.conversationEvents('call-1')).toHaveLength(18);
		},
	);

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never sends a signal a second time after %s, and says that it may have been sent',
		async (kind) => {
			await createCalls('call-1');
			rig.simulator.faults.add({
				match: { path: /realtimeConversationEvents/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'sendConversationEvent',
				items: [transcript()],
				parameters: { value: 'X', options: { timeout: 1 } },
			});
			expect(result.error?.message).toContain('The events may have been sent.');
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(rig.simulator.conversationEvents('call-1')).toHaveLength(1);
		},
	);

	it("refuses to run with n8n's Retry On Fail", async () => {
		const result = await rig.run({
			type: 'sendConversationEvent',
			items: [transcript()],
			parameters: { value: 'X' },
			retryOnFail: true,
		});
		expect(result.error?.message).toContain("'Retry On Fail' is on");
		expect(rig.simulator.requests).toEqual([]);
	});
});
