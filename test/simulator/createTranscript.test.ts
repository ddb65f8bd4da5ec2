import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import {
	ACCEPTED,
	AGENT,
	CALL_START,
	closeCall,
	createCall,
	say,
	transferCall,
	utterance,
} from './testConversations.ts';
import { send, testContactCenters } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({
		contactCenters: testContactCenters(),
		applyDelayMs: 0,
	});
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url);
});
afterAll(() => sim.close());

const rulesOf = (list: Array<{ rule: string }>): string[] => list.map(({ rule }) => rule);
const idsOf = (key = 'key'): string[] => sim.transcript(key).map(({ messageId }) => messageId);

test('an utterance is stored and its end user gets the documented name', async () => {
	const answer = await say(sim.url, utterance({ participantId: '+14081456688' }));
	expect([answer.status, answer.text]).toEqual([202, ACCEPTED]);
	expect(sim.transcript('key')).toEqual([
		{
			messageId: 'm1',
			participantId: 'keyEND_USER',
			senderType: 'END_USER',
			content: 'My order has not arrived.',
			startTime: CALL_START + 5000,
			endTime: CALL_START + 5900,
			receivedAt: expect.stringMatching(/^20\d\d-/) as string,
			cameBy: 'message',
			requestNumber: 2,
			repeats: 0,
		},
	]);
	expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
});

test('the path may end in a slash, as it does from the Java client', async () => {
	const answer = await send(sim.url, { path: '/voiceCalls/key/messages/', body: utterance() });
	expect([answer.status, answer.text, idsOf()]).toEqual([202, ACCEPTED, ['m1']]);
});

test('the status can be set', async () => {
	sim.configure({ transcriptStatus: 200 });
	expect((await say(sim.url, utterance())).status).toBe(200);
});

test('a transcript is in the order in which it was said', async () => {
	await say(sim.url, utterance({ messageId: 'second' }, 20));
	await say(sim.url, utterance({ messageId: 'first', senderType: 'HUMAN_AGENT', participantId: AGENT }, 10));
	await say(sim.url, utterance({ messageId: 'third' }, 20));
	expect(idsOf()).toEqual(['first', 'second', 'third']);
	expect(sim.conversation('key')?.entries.map(({ messageId }) => messageId)).toEqual([
		'second',
		'first',
		'third',
	]);
	expect(sim.invisibleProblems).toEqual([]);
});

test('words of one participant that come out of order are stored and recorded', async () => {
	await say(sim.url, utterance({ messageId: 'second' }, 20));
	await say(sim.url, utterance({ messageId: 'first' }, 10));
	expect(idsOf()).toEqual(['first', 'second']);
	expect(sim.invisibleProblems).toMatchObject([
		{ rule: 'out-of-order', message: 'first came after later words of the same participant' },
	]);
});

describe('an utterance that breaks a rule', () => {
	const without = (field: string): object =>
		Object.fromEntries(Object.entries(utterance()).filter(([name]) => name !== field));

	test.each([
		[without('participantId'), 'missing', 'participantId is required'],
		[without('messageId'), 'missing', 'messageId is required'],
		[without('startTime'), 'missing', 'startTime is required'],
		[without('endTime'), 'missing', 'endTime is required'],
		[without('content'), 'missing', 'content is required'],
		[without('senderType'), 'missing', 'senderType is required'],
		[utterance({ messageId: ' ' }), 'bad-value', 'messageId must not be empty'],
		[utterance({ content: '' }), 'bad-value', 'content must not be empty'],
		[utterance({ content: 5 }), 'wrong-type', 'content must be string, got number 5'],
		[utterance({ startTime: '2026-01-15T10:00:05Z' }), 'wrong-type', 'startTime must be int64, got string'],
		[
			utterance({ startTime: CALL_START + 0.5 }),
			'wrong-type',
			`startTime must be int64, got number ${CALL_START}.5`,
		],
		[
			utterance({ startTime: CALL_START / 1000 }),
			'bad-value',
			'startTime must be milliseconds since 1970 (13 digits)',
		],
		[
			utterance({ endTime: CALL_START * 1000 }),
			'bad-value',
			'endTime must be milliseconds since 1970 (13 digits)',
		],
		[utterance({ endTime: CALL_START }), 'bad-value', 'endTime lies before startTime'],
		[
			utterance({ senderType: 'AGENT' }),
			'bad-value',
			'senderType must be one of END_USER, EXTERNAL_USER, HUMAN_AGENT, SUPERVISOR, VIRTUAL_AGENT',
		],
		[
			utterance({ senderType: 'HUMAN_AGENT', participantId: 'sam@example.com' }),
			'bad-value',
			'participantId must be a user id (005) for HUMAN_AGENT',
		],
		[
			utterance({ callCenterApiName: 'AcmeContactCenter' }),
			'unknown-field',
			'callCenterApiName is not a known field',
		],
	])('%j is refused and recorded', async (body, rule, message) => {
		const answer = await say(sim.url, body);
		expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
		expect(sim.violations).toMatchObject([{ rule, message, refused: true }]);
		expect(sim.transcript('key')).toEqual([]);
	});

	test('every fault is named at once', async () => {
		const answer = await say(sim.url, { content: '', senderType: 'X' });
		expect(answer.json).toMatchObject({
			message: expect.stringMatching(/content must.*; senderType must.*; participantId is/) as string,
		});
		expect(sim.violations).toHaveLength(6);
	});

	test('impossible times can be taken: seconds then lie long before the conversation', async () => {
		sim.configure({ impossibleTimes: 'take' });
		await say(sim.url, utterance({ endTime: CALL_START }));
		await say(sim.url, utterance({ messageId: 'm2', startTime: CALL_START / 1000 }));
		expect(idsOf()).toEqual(['m1']);
		expect(rulesOf(sim.invisibleProblems)).toEqual(['outside-conversation']);
	});

	test('unknown fields can be tolerated, as real clients need', async () => {
		sim.configure({ unknownFields: 'tolerate' });
		expect((await say(sim.url, utterance({ callCenterApiName: 'x' }))).status).toBe(202);
		expect(sim.violations).toMatchObject([{ rule: 'unknown-field', refused: false }]);
	});
});

describe('the call', () => {
	test('is named by its vendor call key alone', async () => {
		const answer = await say(sim.url, utterance(), '0LQ000000000001');
		expect([answer.status, answer.json]).toEqual([
			404,
			{ errorCode: 'RECORD_ID_AS_KEY', message: 'a vendor call key is needed here, not a voice call id' },
		]);
		expect(rulesOf(sim.violations)).toEqual(['record-id-as-key']);
		expect(sim.transcript('key')).toEqual([]);
	});

	test('has to be there', async () => {
		sim.configure({ unknownCallStatus: 400 });
		const answer = await say(sim.url, utterance(), 'nobody');
		expect([answer.status, answer.json]).toEqual([
			400,
			{ errorCode: 'UNKNOWN_CALL', message: 'no voice call has this vendor call key' },
		]);
	});

	test('is the first of its chain; words for a later one are stored and recorded', async () => {
		await transferCall(sim.url, 'key', 'second');
		await say(sim.url, utterance());
		expect(sim.invisibleProblems).toEqual([]);
		await say(sim.url, utterance({ messageId: 'm2', participantId: 'anything' }), 'second');
		expect(sim.invisibleProblems).toMatchObject([
			{
				rule: 'not-first-call',
				vendorCallKey: 'second',
				message: 'a transcript has to name the first call of the conversation, key',
			},
		]);
		expect(sim.transcript('second')).toEqual(sim.transcript('key'));
		expect(sim.transcript('key')).toMatchObject([
			{ messageId: 'm1' },
			{ messageId: 'm2', participantId: 'keyEND_USER' },
		]);
	});

	test('of a later key can be refused', async () => {
		sim.configure({ laterCallKeys: 'refuse' });
		await transferCall(sim.url, 'key', 'second');
		const answer = await say(sim.url, utterance(), 'second');
		expect([answer.status, rulesOf(sim.violations), idsOf()]).toEqual([400, ['not-first-call'], []]);
	});
});

describe('participant ids', () => {
	test.each([
		['HUMAN_AGENT', AGENT, []],
		['HUMAN_AGENT', `${AGENT}AAA`, []],
		['EXTERNAL_USER', 'whoever', []],
		['SUPERVISOR', 'keySUPERVISOR', []],
		['VIRTUAL_AGENT', 'keyVIRTUAL_AGENT', []],
		['SUPERVISOR', 'key', ['participant-id']],
		['VIRTUAL_AGENT', 'VIRTUAL_AGENT', ['participant-id']],
	])('%s %s is stored as it is', async (senderType, participantId, problems) => {
		await say(sim.url, utterance({ senderType, participantId }));
		expect(sim.transcript('key')).toMatchObject([{ senderType, participantId }]);
		expect(rulesOf(sim.invisibleProblems)).toEqual(problems);
	});

	test('that only clients use can be refused', async () => {
		sim.configure({ clientParticipantIds: 'refuse' });
		const answer = await say(
			sim.url,
			utterance({ senderType: 'VIRTUAL_AGENT', participantId: 'VIRTUAL_AGENT' }),
		);
		expect([answer.status, answer.json]).toEqual([
			400,
			{
				errorCode: 'PARTICIPANT_ID',
				message: 'participantId of VIRTUAL_AGENT should be keyVIRTUAL_AGENT',
			},
		]);
		expect(idsOf()).toEqual([]);
	});
});

describe('a message id that comes again', () => {
	test('is accepted and stored once, in whichever call of the chain', async () => {
		await transferCall(sim.url, 'key', 'second');
		await say(sim.url, utterance());
		const answer = await say(sim.url, utterance());
		await say(sim.url, utterance(), 'second');
		expect([answer.status, answer.text]).toEqual([202, ACCEPTED]);
		expect(sim.transcript('key')).toMatchObject([{ messageId: 'm1', repeats: 2 }]);
		expect(rulesOf(sim.invisibleProblems)).toEqual(['not-first-call']);
	});

	test('with other words loses them, which is recorded', async () => {
		await say(sim.url, utterance());
		await say(sim.url, utterance({ content: 'Something else.' }));
		expect(sim.transcript('key')).toMatchObject([{ content: 'My order has not arrived.', repeats: 1 }]);
		expect(sim.invisibleProblems).toMatchObject([
			{ rule: 'message-id-reused', message: 'm1 was dropped: the id is that of another message' },
		]);
	});

	test('is another message in another conversation', async () => {
		await createCall(sim.url, 'other');
		await say(sim.url, utterance());
		await say(sim.url, utterance(), 'other');
		expect([idsOf(), idsOf('other'), sim.invisibleProblems]).toEqual([['m1'], ['m1'], []]);
	});

	test('can be refused', async () => {
		sim.configure({ repeatedMessageId: 'refuse' });
		await say(sim.url, utterance());
		const answer = await say(sim.url, utterance());
		expect([answer.status, answer.json]).toEqual([
			400,
			{ errorCode: 'REPEATED_MESSAGE', message: 'the conversation has a message m1 already' },
		]);
	});
});

describe('words outside the conversation', () => {
	const close = async (key = 'key'): Promise<void> => {
		await closeCall(sim.url, key);
		await sim.settled();
	};

	test('are accepted and dropped before it began', async () => {
		const answer = await say(sim.url, utterance({ startTime: CALL_START - 1 }));
		expect([answer.status, answer.text, idsOf()]).toEqual([202, ACCEPTED, []]);
		expect(sim.invisibleProblems).toMatchObject([
			{
				rule: 'outside-conversation',
				field: 'startTime',
				vendorCallKey: 'key',
				message: 'm1 was dropped: its time lies before the conversation began',
			},
		]);
	});

	test.each([
		[0, true],
		[59.999, true],
		[60, true],
		[60.001, false],
	])('of a minute: said %d s into it, and coming after it, stored: %s', async (at, stored) => {
		await close();
		await say(sim.url, utterance({}, at));
		expect(idsOf()).toEqual(stored ? ['m1'] : []);
		expect(sim.invisibleProblems.map(({ message }) => message)).toEqual(
			stored ? [] : ['m1 was dropped: its time lies after the conversation ended'],
		);
	});

	test('can all be dropped once it is closed', async () => {
		sim.configure({ lateUtterances: 'drop' });
		await close();
		await say(sim.url, utterance());
		expect(sim.invisibleProblems).toMatchObject([
			{ message: 'm1 was dropped: it came after the conversation had ended' },
		]);
	});

	test('are measured by the whole chain: it ends with the last call', async () => {
		await transferCall(sim.url, 'key', 'second');
		await close();
		await say(sim.url, utterance({}, 90));
		await closeCall(sim.url, 'second', 120);
		await sim.settled();
		await say(sim.url, utterance({ messageId: 'm2' }, 120));
		await say(sim.url, utterance({ messageId: 'm3' }, 121));
		expect([idsOf(), rulesOf(sim.invisibleProblems)]).toEqual([['m1', 'm2'], ['outside-conversation']]);
	});

	test('can be measured by when the record was open', async () => {
		sim.configure({ conversationTimes: 'ofRecords' });
		await say(sim.url, utterance());
		await say(sim.url, utterance({ messageId: 'm2', startTime: Date.now(), endTime: Date.now() }));
		await close();
		const late = Date.now() + 60_000;
		await say(sim.url, utterance({ messageId: 'm3', startTime: late, endTime: late }));
		expect(idsOf()).toEqual(['m2']);
		expect(sim.invisibleProblems.map(({ message }) => message)).toEqual([
			'm1 was dropped: its time lies before the conversation began',
			'm3 was dropped: its time lies after the conversation ended',
		]);
	});
});

describe('a pause or a hold', () => {
	test.each([
		['pauseRecording', 'recording-paused', 'm1 was dropped: recording is paused'],
		['putOnHold', 'on-hold', 'm1 was dropped: a party is on hold'],
	] as const)('%s of everybody drops words unseen until it ends', async (control, rule, message) => {
		sim[control]('0LQ000000000001');
		const answer = await say(sim.url, utterance());
		expect([answer.status, answer.text, idsOf()]).toEqual([202, ACCEPTED, []]);
		expect(sim.invisibleProblems).toMatchObject([{ rule, message }]);
		sim.resume('key');
		await say(sim.url, utterance());
		expect(idsOf()).toEqual(['m1']);
	});

	test.each([['END_USER'], ['keyEND_USER']])('of %s drops the words of nobody else', async (participant) => {
		sim.putOnHold('key', participant);
		await say(sim.url, utterance());
		await say(sim.url, utterance({ messageId: 'm2', senderType: 'HUMAN_AGENT', participantId: AGENT }));
		expect(idsOf()).toEqual(['m2']);
	});

	test('of one call does not affect another, but all of its chain', async () => {
		await createCall(sim.url, 'other');
		await transferCall(sim.url, 'key', 'second');
		sim.pauseRecording('second');
		await say(sim.url, utterance());
		await say(sim.url, utterance(), 'other');
		expect([idsOf(), idsOf('other')]).toEqual([[], ['m1']]);
	});

	test('is noted in the history, once', async () => {
		sim.putOnHold('key', 'END_USER');
		sim.putOnHold('key', 'END_USER');
		sim.pauseRecording('key');
		sim.resume('key', 'END_USER');
		sim.resume('key', 'END_USER');
		expect(sim.conversation('key')?.silences).toEqual([{ reason: 'recordingPaused', participant: null }]);
		sim.resume('key');
		expect(
			sim
				.call('key')
				?.history.slice(1)
				.map(({ what, detail }) => [what, detail]),
		).toEqual([
			['putOnHold', 'END_USER'],
			['recordingPaused', 'everybody'],
			['resumed', 'END_USER'],
			['resumed', 'everybody'],
		]);
	});
});
