import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { AGENT, said, useTranscriptRig } from './transcriptRig.ts';

const { rig, createCalls, add, texts } = useTranscriptRig();

describe('Add Call Transcript in the engine, with a list in the item', () => {
	const LINES = [
		{
			speaker: 'customer',
			text: 'Hello?',
			startTime: '2026-05-01T09:30:05Z',
			endTime: '2026-05-01T09:30:06Z',
		},
		{ speaker: 'agent', text: 'How may I help?', startTime: 1777627807, agentId: AGENT },
		{ speaker: 'agent', text: 'Are you there?', startTime: 1777627810000, messageId: 'mine' },
	];
	const fromList = { linesFrom: 'list' };

	it('adds them all and tells of each', async () => {
		await createCalls('call-1');
		const result = await add([{ vendorCallKey: 'call-1', lines: LINES }], { parameters: fromList });
		expect(result.error).toBeUndefined();
		const { json, pairedItem } = result.outputs[0]?.[0] ?? { json: {} };
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).toEqual({
			callId: 'call-1',
			accepted: 3,
			dropped: 0,
			skipped: 0,
			lines: [
				{
					messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
					senderType: 'END_USER',
					participantId: 'call-1END_USER',
					status: 'accepted',
				},
				{
					messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
					senderType: 'HUMAN_AGENT',
					participantId: AGENT,
					status: 'accepted',
				},
				{
					messageId: 'mine',
					senderType: 'VIRTUAL_AGENT',
					participantId: 'call-1VIRTUAL_AGENT',
					status: 'accepted',
				},
			],
			warnings: [
				"Line 3: Sent without the rep's name, as VIRTUAL_AGENT, since no user ID (005…) of the rep was given.",
			],
		});
		expect(texts()).toEqual(['Hello?', 'How may I help?', 'Are you there?']);
	});

	it('takes JSON text', async () => {
		await createCalls('call-1');
		const result = await add([{ callId: 'call-1' }], {
			parameters: { ...fromList, lines: JSON.stringify(LINES) },
		});
		expect(result.error).toBeUndefined();
		expect(texts()).toEqual(['Hello?', 'How may I help?', 'Are you there?']);
	});

	it('takes collected transcript events, without partial results', async () => {
		await createCalls('call-1');
		const agent = { speaker: 'agent', agent: { id: AGENT } };
		const events = [said('Hello?', 5), said('Hel', 6, { isFinal: false }), said('Yes?', 7, agent)];
		const result = await add([{ callId: 'call-1', events }], {
			parameters: { ...fromList, lines: '={{ $json.events }}' },
		});
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			accepted: 2,
			skipped: 1,
			lines: [
				{ messageId: 'call-1-event-5', status: 'accepted' },
				{ status: 'skipped' },
				{ messageId: 'call-1-event-7', participantId: AGENT, status: 'accepted' },
			],
			warnings: [],
		});
		expect(texts()).toEqual(['Hello?', 'Yes?']);
	});

	it.each<[string, unknown, string]>([
		['nothing', null, "'Lines' is empty."],
		['an object', { text: 'Hello' }, "'Lines' is not a list."],
		['text that is no JSON', 'Hello', "'Lines' is not a list."],
		['a list of texts', ['Hello'], "'Lines' has a line that is no object (line 1)."],
		[
			'a line without text',
			[LINES[0], { ...LINES[1], text: '' }],
			"'Lines' has a line whose 'text' is empty (line 2).",
		],
		[
			'an offset for a time',
			[{ ...LINES[0], startTime: 12.5, endTime: null }],
			"'Lines' has a line whose 'startTime' is not a date and time (line 1).",
		],
		[
			'times in the wrong order',
			[{ ...LINES[0], endTime: '2026-05-01T09:30:04Z' }],
			"'Lines' has a line whose 'endTime' is before the start (line 1).",
		],
		[
			'an unknown speaker',
			[{ ...LINES[0], speaker: 'ch_0' }],
			"'Lines' has a line whose 'speaker' is 'ch_0', which is no known speaker (line 1).",
		],
		[
			'one ID for two lines',
			[LINES[2], { ...LINES[0], messageId: 'mine' }],
			"'Lines' has a line whose 'messageId' is 'mine', which another line of the same call has (line 2).",
		],
	])('refuses %s', async (_what, lines, message) => {
		const result = await add([{ callId: 'call-1', lines } as IDataObject], { parameters: fromList });
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('refuses a line of another call, but none of a call that was transferred from this one', async () => {
		await createCalls('call-1');
		const parameters = { ...fromList, callId: 'call-1', lines: '={{ $json.lines }}' };
		const others = [said('Mine', 5), said('Theirs', 6, { callId: 'call-2' })];
		const refused = await add([{ lines: others }], { parameters });
		expect(refused.error?.message).toBe("'Lines' has a line that is of another call, 'call-2' (line 2).");
		const transferred = [said('Mine', 5), said('Later', 6, { callId: 'call-2', parentCallId: 'call-1' })];
		expect((await add([{ lines: transferred }], { parameters })).error).toBeUndefined();
		expect(texts()).toEqual(['Mine', 'Later']);
	});

	it('names the first of many mistakes and counts the others', async () => {
		const lines = Array.from({ length: 9 }, () => ({ ...LINES[0], text: '' }));
		const result = await add([{ callId: 'call-1', lines }], { parameters: fromList });
		expect(result.error?.message).toBe("6 things need to be put right: 'Lines'.");
		expect(result.error?.description).toContain("(6) 'Lines' has 4 more such mistakes.");
	});

	it('fails when a line fails, and tells of every line', async () => {
		await createCalls('call-1');
		rig.simulator.faults.add({
			match: { path: '/telephony/v1/voiceCalls/call-1/messages' },
			fault: { kind: 'status', status: 400, body: '{"message":"not this"}' },
		});
		const result = await add([{ callId: 'call-1', lines: LINES }], {
			parameters: { ...fromList, options: { send: 'single' } },
			onError: 'continueRegularOutput',
		});
		const { error, details } = result.outputs[0]?.[0]?.json as { error: string; details: IDataObject };
		expect(error).toBe(
			'1 of 3 lines could not be added, the first of them line 1: Salesforce refused the request (400): not this.',
		);
		expect(details).toMatchObject({
			code: 'salesforce.400',
			fix: 'Correct what it names and run the item again. When the item is run again, lines that were added are not added twice.',
			callId: 'call-1',
			accepted: 2,
			failed: 1,
			lines: [{ status: 'failed' }, { status: 'accepted' }, { status: 'accepted' }],
		});
	});
});
