import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { bodies } from './rig.ts';
import { AGENT, said, useTranscriptRig } from './transcriptRig.ts';

const { rig, createCalls, add, texts } = useTranscriptRig();

describe('Add Call Transcript in the engine, behind a trigger', () => {
	it('adds a line with nothing filled in', async () => {
		const before = await createCalls('call-1');
		const result = await add([said('Hi, I need help.', 5)]);
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]).toEqual([
			{
				json: {
					callId: 'call-1',
					messageId: 'call-1-event-5',
					senderType: 'END_USER',
					participantId: 'call-1END_USER',
					status: 'accepted',
					warnings: [],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests[before]).toMatchObject({
			method: 'POST',
			path: '/telephony/v1/voiceCalls/call-1/messages',
			body: '{"participantId":"call-1END_USER","messageId":"call-1-event-5","startTime":1777627805000,"endTime":1777627806000,"content":"Hi, I need help.","senderType":"END_USER"}',
		});
		expect(rig.simulator.violations).toEqual([]);
		expect(rig.simulator.invisibleProblems).toEqual([]);
	});

	it('adds the lines of several calls in bulk, each call in order of time', async () => {
		const before = await createCalls('call-1', 'call-2');
		const result = await add([
			said('Second', 20),
			said('First', 10),
			said('Other call', 5, { callId: 'call-2' }),
			said('Answer', 30, { speaker: 'agent', agent: { id: AGENT } }),
		]);
		expect(rig.simulator.requests.slice(before).map(({ path }) => path)).toEqual([
			'/telephony/v1/voiceCalls/messages',
			'/telephony/v1/voiceCalls/call-1/messages',
		]);
		expect(bodies(rig.simulator)[before]).toMatchObject({
			entries: [
				{ vendorCallKey: 'call-1', messages: [{ content: 'First' }, { content: 'Second' }] },
				{ vendorCallKey: 'call-2', messages: [{ content: 'Other call' }] },
			],
		});
		expect(
			result.outputs[0]?.map(({ json, pairedItem }) => [json.messageId, json.status, pairedItem]),
		).toEqual([
			['call-1-event-20', 'accepted', { item: 0 }],
			['call-1-event-10', 'accepted', { item: 1 }],
			['call-2-event-5', 'accepted', { item: 2 }],
			['call-1-event-30', 'accepted', { item: 3 }],
		]);
		expect(result.outputs[0]?.[3]?.json).toMatchObject({ senderType: 'HUMAN_AGENT', participantId: AGENT });
		expect(texts()).toEqual(['First', 'Second', 'Answer']);
		expect(rig.simulator.invisibleProblems).toEqual([]);
	});

	it.each([
		['bulk', ['/voiceCalls/messages', '/voiceCalls/messages']],
		['single', ['/voiceCalls/call-1/messages', '/voiceCalls/call-1/messages', '/voiceCalls/call-1/messages']],
	])('sends as it is told to: %s', async (send, paths) => {
		const before = await createCalls('call-1');
		await add([said('One', 1), said('Two', 3), said('Three', 5, { speaker: 'system' })], {
			parameters: { options: { send } },
		});
		expect(rig.simulator.requests.slice(before).map(({ path }) => path)).toEqual(
			paths.map((path) => `/telephony/v1${path}`),
		);
		expect(texts()).toEqual(['One', 'Two', 'Three']);
	});

	it('leaves partial results out and says so, unless told otherwise', async () => {
		await createCalls('call-1');
		const partial = said('Hi, I nee', 5, { isFinal: false });
		const result = await add([partial, said('Hi, I need help.', 5)]);
		expect(result.outputs[0]?.map(({ json }) => json)).toEqual([
			{
				callId: 'call-1',
				status: 'skipped',
				reason:
					"A partial result, which the speech recognition may still change. See 'Send Partial Results'.",
				warnings: [],
			},
			expect.objectContaining({ status: 'accepted' }),
		]);
		expect(texts()).toEqual(['Hi, I need help.']);
		await add([{ ...partial, eventId: 'partial-1' }], { parameters: { options: { sendPartials: true } } });
		expect(texts()).toEqual(['Hi, I need help.', 'Hi, I nee']);
	});

	it('sends an agent without a Salesforce user ID as the virtual agent, with a hint', async () => {
		await createCalls('call-1');
		const result = await add([said('How may I help?', 5, { speaker: 'agent', agent: { id: 'ext-17' } })]);
		const warning = "Sent without the rep's name, as VIRTUAL_AGENT, since 'ext-17' is no user ID (005…).";
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			senderType: 'VIRTUAL_AGENT',
			participantId: 'call-1VIRTUAL_AGENT',
			warnings: [warning],
		});
		expect(result.hints).toEqual([{ message: warning, type: 'warning', location: 'outputPane' }]);
	});

	it("uses the first call's key for a transferred call", async () => {
		await createCalls('call-1');
		await add([said('Hello again', 5, { callId: 'call-2', parentCallId: 'call-1' })]);
		expect(texts()).toEqual(['Hello again']);
	});

	it('tells lines without ID apart that are alike, the same way when run again', async () => {
		await createCalls('call-1');
		const items = [said('Yes.', 5, { eventId: null }), said('Yes.', 5, { eventId: null })];
		const first = await add(items);
		const ids = first.outputs[0]?.map(({ json }) => json.messageId);
		expect(new Set(ids).size).toBe(2);
		const second = await add(items);
		expect(second.outputs[0]?.map(({ json }) => json.messageId)).toEqual(ids);
		expect(texts()).toEqual(['Yes.', 'Yes.']);
	});

	it('sends a line once that is there twice', async () => {
		const before = await createCalls('call-1');
		const result = await add([said('Yes.', 5), said('Yes.', 5)]);
		expect(rig.simulator.requests).toHaveLength(before + 1);
		expect(result.outputs[0]?.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
	});

	it('warns of a speaker who talks over themselves', async () => {
		await createCalls('call-1');
		const result = await add([said('One', 5), said('Two', 5.5), said('Three', 5.6, { speaker: 'agent' })]);
		const overlap = "Begins before the same speaker's previous line ends: check the times.";
		expect(result.outputs[0]?.map(({ json }) => (json.warnings as string[]).includes(overlap))).toEqual([
			false,
			true,
			false,
		]);
	});
});

describe('Add Call Transcript in the engine, with fields filled in', () => {
	it('reads texts, times in seconds and names of its own', async () => {
		const before = await createCalls('call-1');
		const result = await add(
			[{ key: 'call-1', who: 'Caller', words: 'Hello', start: 1777627805, end: '1777627806500' }],
			{
				parameters: {
					callId: '={{ $json.key }}',
					content: '={{ $json.words }}!',
					senderType: '={{ $json.who }}',
					startTime: '={{ $json.start }}',
					endTime: '={{ $json.end }}',
					messageId: '',
				},
			},
		);
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[before]).toMatchObject({
			content: 'Hello!',
			senderType: 'END_USER',
			startTime: 1777627805000,
			endTime: 1777627806500,
			messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
		});
	});

	it.each<[string, IDataObject, string]>([
		['content', { content: '={{ " " }}' }, "'Text' is empty."],
		['content', { content: '={{ {} }}' }, "'Text' is an object, not text."],
		['senderType', { senderType: 'spk_0' }, "'Speaker' is 'spk_0', which is no known speaker."],
		[
			'participantId',
			{ senderType: 'external', participantId: '' },
			"'Speaker ID' is empty, but an external participant has to be told from others.",
		],
		['startTime', { startTime: '={{ 12.5 }}' }, "'Start Time' is '12.5', not a date and time."],
		['startTime', { startTime: '={{ 946684799 }}' }, "'Start Time' lies in the year 1999."],
		['endTime', { endTime: '2026-05-01T09:30:04Z' }, "'End Time' is before the start."],
		[
			'callId',
			{ callId: '0LQRM0000006CSz' },
			"'Vendor Call Key' is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here.",
		],
		['callId', { callId: '={{ null }}' }, "'Vendor Call Key' is empty."],
		['send', { options: { send: 'sideways' } }, "'Send' is none of the choices."],
		['linesFrom', { linesFrom: '={{ "nowhere" }}' }, "'Lines From' is none of the choices."],
	])('refuses a bad %s: %j', async (_field, parameters, message) => {
		const result = await add([said('Hello', 5)], { parameters: parameters as never });
		expect(result.error?.message).toBe(message);
		expect(result.error?.description).toMatch(/Nothing was sent\.$/);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('tells everything that is wrong with an item at once', async () => {
		const result = await add([{}]);
		expect(result.error?.message).toBe(
			"4 things need to be put right: 'Vendor Call Key', 'Text', 'Start Time', 'Speaker'.",
		);
	});

	it('refuses a message ID that two lines of a call have', async () => {
		const result = await add([said('One', 5), said('Two', 6)], { parameters: { messageId: 'same' } });
		expect(result.error?.message).toBe(
			"Item 1: 'Message ID' is 'same', which another line of the same call has.",
		);
	});

	it('says when the operation is none it has', async () => {
		const result = await add([said('One', 5)], { parameters: { operation: 'sing' } });
		expect(result.error?.message).toBe("'Operation' is 'sing', which this node does not have.");
	});
});
