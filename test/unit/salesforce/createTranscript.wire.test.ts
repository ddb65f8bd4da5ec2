import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createTranscript, type Utterance } from '../../../nodes/shared/salesforce/createTranscript';
import { at, wireOf } from '../../fixtures/salesforce/wire.ts';

const CALL = '5324881f-1e84-4367-8930-f69a74b30ca6';

const HELLO: Utterance = {
	callId: CALL,
	participantId: `${CALL}VIRTUAL_AGENT`,
	messageId: '57904eb6-5352-4c5e-adf6-5f100572cf5d116',
	startTime: at('2019-11-11T20:15:00Z'),
	endTime: at('2019-11-11T20:15:00Z'),
	content: 'Hello All',
	senderType: 'VIRTUAL_AGENT',
};

/** The three examples of "Create a Transcript" in the developer guide, Spring '26. */
describe('POST /voiceCalls/{vendorCallKey}/messages', () => {
	it('sends the example of a virtual agent', () => {
		expect(wireOf(createTranscript, HELLO)).toEqual({
			method: 'POST',
			path: '/voiceCalls/5324881f-1e84-4367-8930-f69a74b30ca6/messages',
			body: '{"participantId":"5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT","messageId":"57904eb6-5352-4c5e-adf6-5f100572cf5d116","startTime":1573503300000,"endTime":1573503300000,"content":"Hello All","senderType":"VIRTUAL_AGENT"}',
		});
	});

	it('sends the example of a rep', () => {
		const rep = { ...HELLO, participantId: '005123456789abc', senderType: 'HUMAN_AGENT' };
		expect(wireOf(createTranscript, rep).body).toBe(
			'{"participantId":"005123456789abc","messageId":"57904eb6-5352-4c5e-adf6-5f100572cf5d116","startTime":1573503300000,"endTime":1573503300000,"content":"Hello All","senderType":"HUMAN_AGENT"}',
		);
	});

	it('sends the example of an external participant', () => {
		const external = {
			...HELLO,
			participantId: 'a12355ce-03be-4335-a28891293sz',
			senderType: 'EXTERNAL_USER',
		};
		expect(wireOf(createTranscript, external).body).toBe(
			'{"participantId":"a12355ce-03be-4335-a28891293sz","messageId":"57904eb6-5352-4c5e-adf6-5f100572cf5d116","startTime":1573503300000,"endTime":1573503300000,"content":"Hello All","senderType":"EXTERNAL_USER"}',
		);
	});

	it('sends the start as the end when that is not known, in milliseconds whatever the zone', () => {
		const open = {
			...HELLO,
			startTime: DateTime.fromMillis(1573503300123, { zone: 'Asia/Tokyo' }),
			endTime: undefined,
		};
		expect(JSON.parse(wireOf(createTranscript, open).body)).toMatchObject({
			startTime: 1573503300123,
			endTime: 1573503300123,
		});
	});

	it('encodes the key in the path and leaves line breaks and emoji in the text', () => {
		const odd = { ...HELLO, callId: 'a/b c', content: 'One\nTwo 😀' };
		expect(wireOf(createTranscript, odd).path).toBe('/voiceCalls/a%2Fb%20c/messages');
		expect(JSON.parse(wireOf(createTranscript, odd).body)).toMatchObject({ content: 'One\nTwo 😀' });
	});

	it('replaces half a character that a cut-off text ends in', () => {
		const cut = { ...HELLO, content: 'Bye 😀'.slice(0, 5) };
		expect(JSON.parse(wireOf(createTranscript, cut).body)).toMatchObject({ content: 'Bye \uFFFD' });
	});

	it('may be repeated', () => {
		expect(createTranscript.repeat(HELLO)).toBe('repeatable');
	});
});

describe('The check of an utterance', () => {
	const KEY_FIX =
		"Enter the telephony system's own ID of the call; for a transferred call, that of the first call.";
	const RECORD_ID_FIX =
		"Enter the telephony system's own ID of the call, the 'Vendor Call Key' it was created with; for a transferred call, that of the first call.";

	it.each<[Partial<Utterance>, string, string, string]>([
		[{ callId: undefined }, 'callId', 'is empty', KEY_FIX],
		[
			{ callId: '0LQRM0000006CSz' },
			'callId',
			'is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here',
			RECORD_ID_FIX,
		],
		[{ callId: '0LQRM0000006CSz4AM' }, 'callId', expect.stringContaining('0LQ…') as string, RECORD_ID_FIX],
		[{ callId: '..' }, 'callId', 'is no call ID', 'A dot alone would change the address of the request.'],
		[{ content: undefined }, 'content', 'is empty', 'Enter what was said, or leave the line out.'],
		[{ content: ' \n' }, 'content', 'is empty', 'Enter what was said, or leave the line out.'],
		[{ senderType: undefined }, 'senderType', 'is empty', 'Enter who spoke, e.g. customer or agent.'],
		[
			{ senderType: 'AGENT' },
			'senderType',
			"is 'AGENT', which Salesforce does not know",
			'Choose one of: END_USER, EXTERNAL_USER, HUMAN_AGENT, SUPERVISOR, VIRTUAL_AGENT.',
		],
		[{ participantId: '' }, 'participantId', 'is empty', 'Enter the ID of the one who spoke.'],
		[{ messageId: undefined }, 'messageId', 'is empty', 'Enter an ID that no other line of the call has.'],
		[
			{ startTime: undefined },
			'startTime',
			'is empty',
			'Enter when the line began, e.g. 2026-05-01T09:30:05Z.',
		],
		[
			{ startTime: at('1970-01-19T05:05:03Z') },
			'startTime',
			'lies in the year 1970',
			'Check the unit (seconds or milliseconds) and the format of the time.',
		],
		[
			{ endTime: at('2019-11-11T20:14:59.999Z') },
			'endTime',
			'is before the start',
			'Check both, their units and their time zones.',
		],
		[
			{ endTime: at('2019-11-12T20:15:00.001Z') },
			'endTime',
			'is more than 24 hours after the start',
			'Check the units of both; a line lasts seconds.',
		],
	])('refuses %j', (changes, field, what, fix) => {
		expect(createTranscript.check({ ...HELLO, ...changes })).toEqual([{ field, what, fix }]);
	});

	it('tells everything that is wrong at once', () => {
		expect(createTranscript.check({}).map(({ field }) => field)).toEqual([
			'callId',
			'content',
			'senderType',
			'participantId',
			'messageId',
			'startTime',
		]);
	});

	it('takes a vendor call key that only looks like an ID', () => {
		expect(createTranscript.check({ ...HELLO, callId: '0LQ-17' })).toEqual([]);
		expect(createTranscript.check({ ...HELLO, callId: '123456789012345' })).toEqual([]);
	});
});
