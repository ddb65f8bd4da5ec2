import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { ACCEPTED, AGENT, CALL_START, createCall, sayAll, utterance } from './testConversations.ts';
import { send, testContactCenters } from './testRequests.ts';

const PARTIAL = 'Multi-Status: A few messages were not processed';
const GOOD = { status: 202, message: 'Successfully Processed Transcripts' };
const PAUSED = { status: 409, message: 'Transcription paused for participant' };
const limited = (ids: string): { status: number; message: string } => ({
	status: 400,
	message: `Error Processing Transcript with Id(s) [${ids}]. Error: io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED: Rate limit exceeded`,
});
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url, 'a');
	await createCall(sim.url, 'b');
});
afterAll(() => sim.close());

const words = (messageId: string, at = 5): object => utterance({ messageId }, at);
const agentWords = (messageId: string, at = 5): object =>
	utterance({ messageId, senderType: 'HUMAN_AGENT', participantId: AGENT }, at);
const idsOf = (key: string): string[] => sim.transcript(key).map(({ messageId }) => messageId);
const rulesOf = (list: Array<{ rule: string }>): string[] => list.map(({ rule }) => rule);
const many = (count: number, prefix = 'm'): object[] =>
	Array.from({ length: count }, (_, index) => words(`${prefix}${index}`, index));

test('words of several calls are stored, each in its own conversation', async () => {
	const answer = await sayAll(sim.url, [
		['a', words('a1'), words('a2', 6)],
		['b', words('b1')],
	]);
	expect([answer.status, answer.text]).toEqual([202, ACCEPTED]);
	expect(sim.transcript('a')).toMatchObject([
		{ messageId: 'a1', participantId: 'aEND_USER', startTime: CALL_START + 5000, cameBy: 'bulk' },
		{ messageId: 'a2', startTime: CALL_START + 6000 },
	]);
	expect(idsOf('b')).toEqual(['b1']);
	expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
});

test('a call may be named twice, each time with the words of one participant', async () => {
	const answer = await sayAll(sim.url, [
		['a', words('a1', 1), words('a3', 3)],
		['a', agentWords('a2', 2)],
	]);
	expect([answer.status, idsOf('a'), sim.invisibleProblems]).toEqual([202, ['a1', 'a2', 'a3'], []]);
});

test('an entry with words of two participants is stored and recorded', async () => {
	await sayAll(sim.url, [['a', words('a1'), agentWords('a2', 6)]]);
	expect([idsOf('a'), rulesOf(sim.invisibleProblems)]).toEqual([['a1', 'a2'], ['mixed-participants']]);
});

describe('a request that breaks a rule', () => {
	const five = (key: string): [string, ...object[]] => [key, ...many(5)];
	const tooMany = 'entries must not have more than 5 messages for';

	test.each([
		[{}, ['entries is required']],
		[{ entries: {} }, ['entries must be array, got object']],
		[{ entries: [] }, ['entries must not be empty']],
		[{ entries: ['a'] }, ['entries[0] must be an object']],
		[{ entries: [{}] }, ['entries[0].vendorCallKey is required', 'entries[0].messages is required']],
		[{ entries: [{ vendorCallKey: 'a', messages: [] }] }, ['entries[0].messages must not be empty']],
		[
			{ entries: [{ vendorCallKey: 'a', messages: [words('1'), 'x'] }] },
			['entries[0].messages[1] must be an object'],
		],
		[
			{ entries: [{ vendorCallKey: 'a', messages: [utterance({ content: '', id: 'x' })] }] },
			['entries[0].messages[0].content must not be empty', 'entries[0].messages[0].id is not a known field'],
		],
		[
			{ entries: [{ vendorCallKey: 'a', messages: [utterance({ endTime: CALL_START })] }] },
			['entries[0].messages[0].endTime lies before startTime'],
		],
		[{ entries: [{ vendorCallKey: 'a', messages: many(6) }] }, [`${tooMany} call a, got 6`]],
	])('%j is refused and stores nothing', async (body, messages) => {
		const answer = await send(sim.url, { path: '/voiceCalls/messages', body });
		expect([answer.status, answer.json]).toEqual([
			400,
			{ errorCode: 'INVALID_BODY', message: messages.join('; ') },
		]);
		expect(sim.violations.map(({ message }) => message)).toEqual(messages);
		expect(idsOf('a')).toEqual([]);
	});

	test.each([
		['calls', 6, ['a', 'b', 'c', 'd', 'e', 'f'], 'entries must not be for more than 5 calls, got 6'],
		['calls', 5, ['a', 'a', 'a', 'a', 'a', 'a'], `${tooMany} call a, got 6`],
		['entries', 6, ['a', 'a', 'a', 'a', 'a', 'a'], 'entries must not be for more than 5 calls, got 6'],
	] as const)('counted by %s', async (bulkCounting, _count, keys, message) => {
		sim.configure({ bulkCounting });
		const answer = await sayAll(
			sim.url,
			keys.map((key, index) => [key, words(`m${index}`)]),
		);
		expect(answer.json).toMatchObject({ message });
	});

	test('but five calls of five messages do not', async () => {
		for (const key of ['c', 'd', 'e']) await createCall(sim.url, key);
		expect((await sayAll(sim.url, ['a', 'b', 'c', 'd', 'e'].map(five))).text).toBe(ACCEPTED);
		sim.configure({ bulkCounting: 'entries' });
		const answer = await sayAll(sim.url, [
			['a', ...many(5, 'x')],
			['a', ...many(5, 'y')],
		]);
		expect([answer.text, idsOf('a').length]).toEqual([ACCEPTED, 15]);
	});

	test('can be refused by entry', async () => {
		sim.configure({ badBulkEntry: 'refuseEntry' });
		const answer = await sayAll(sim.url, [
			['a', words('a1'), utterance({ messageId: 'a2', senderType: 'AGENT' })],
			['b', words('b1')],
		]);
		const complaint =
			'entries[0].messages[1].senderType must be one of END_USER, EXTERNAL_USER, HUMAN_AGENT, SUPERVISOR, VIRTUAL_AGENT';
		expect([answer.status, answer.json]).toEqual([
			207,
			{
				result: PARTIAL,
				errorResponse: {
					errorResponseEntries: [
						{
							vendorCallKey: 'a',
							status: 400,
							message: `Error Processing Transcript with Id(s) [a1, a2]. Error: ${complaint}`,
						},
						{ vendorCallKey: 'b', ...GOOD },
					],
				},
			},
		]);
		expect([idsOf('a'), idsOf('b'), rulesOf(sim.violations)]).toEqual([[], ['b1'], ['bad-value']]);
	});
});

describe('a 207', () => {
	test.each([
		['nobody', 'unknown-call', 'no voice call has this vendor call key'],
		['0LQ000000000001', 'record-id-as-key', 'a vendor call key is needed here, not a voice call id'],
	])('names the entry of %s', async (key, rule, why) => {
		const answer = await sayAll(sim.url, [
			[key, words('x1')],
			['b', words('b1')],
		]);
		const message = `Error Processing Transcript with Id(s) [x1]. Error: ${why}`;
		expect([answer.status, answer.json]).toEqual([
			207,
			{
				result: PARTIAL,
				errorResponse: {
					errorResponseEntries: [
						{ vendorCallKey: key, status: 404, message },
						{ vendorCallKey: 'b', ...GOOD },
					],
				},
			},
		]);
		expect([rulesOf(sim.violations), idsOf('a'), idsOf('b')]).toEqual([[rule], [], ['b1']]);
	});

	test('names paused entries 409, and the other calls are not affected', async () => {
		sim.pauseRecording('a');
		const answer = await sayAll(sim.url, [
			['a', words('a1')],
			['b', words('b1')],
		]);
		expect([answer.status, answer.json]).toEqual([
			207,
			{
				result: PARTIAL,
				errorResponse: {
					errorResponseEntries: [
						{ vendorCallKey: 'a', ...PAUSED },
						{ vendorCallKey: 'b', ...GOOD },
					],
				},
			},
		]);
		expect([idsOf('a'), idsOf('b'), rulesOf(sim.invisibleProblems)]).toEqual([
			[],
			['b1'],
			['recording-paused'],
		]);
	});

	test.each([
		['dropPaused', ['a2']],
		['dropAll', []],
	] as const)('with one of two participants on hold: %s', async (mixedPausedEntry, stored) => {
		sim.configure({ mixedPausedEntry });
		sim.putOnHold('a', 'END_USER');
		const answer = await sayAll(sim.url, [['a', words('a1'), agentWords('a2')]]);
		expect(answer.json).toMatchObject({
			errorResponse: { errorResponseEntries: [{ vendorCallKey: 'a', ...PAUSED }] },
		});
		expect(idsOf('a')).toEqual(stored);
		expect(rulesOf(sim.invisibleProblems)).toEqual(['mixed-participants', 'on-hold']);
	});

	test('can leave out what went well', async () => {
		sim.configure({ successfulEntries: 'omitted' });
		sim.pauseRecording('a');
		const answer = await sayAll(sim.url, [
			['b', words('b1')],
			['a', words('a1')],
		]);
		expect(answer.json).toEqual({
			result: PARTIAL,
			errorResponse: { errorResponseEntries: [{ vendorCallKey: 'a', ...PAUSED }] },
		});
	});

	test('does not come of words outside the conversation: they are dropped unseen', async () => {
		const answer = await sayAll(sim.url, [['a', utterance({ startTime: CALL_START - 1 })]]);
		expect([answer.status, idsOf('a')]).toEqual([202, []]);
		expect(rulesOf(sim.invisibleProblems)).toEqual(['outside-conversation']);
	});

	test('does not come of repeats either, unless they are refused', async () => {
		await sayAll(sim.url, [['a', words('a1')]]);
		expect((await sayAll(sim.url, [['a', words('a1')]])).status).toBe(202);
		sim.configure({ repeatedMessageId: 'refuse' });
		const answer = await sayAll(sim.url, [['a', words('a1'), words('a2')]]);
		expect(answer.json).toMatchObject({
			errorResponse: {
				errorResponseEntries: [
					{
						status: 400,
						message:
							'Error Processing Transcript with Id(s) [a1, a2]. Error: the conversation has a message a1 already',
					},
				],
			},
		});
		expect([idsOf('a'), rulesOf(sim.violations)]).toEqual([['a1'], ['repeated-message']]);
	});
});

describe('entries ordered to be exhausted', () => {
	const PATH = { path: '/telephony/v1/voiceCalls/messages' };
	const three: Array<[string, object]> = [
		['a', words('a1')],
		['b', words('b1')],
		['c', words('c1')],
	];
	beforeEach(() => createCall(sim.url, 'c'));

	const statusesOf = (json: unknown): number[] => {
		const { errorResponse } = json as { errorResponse?: { errorResponseEntries: Array<{ status: number }> } };
		return errorResponse?.errorResponseEntries.map(({ status }) => status) ?? [];
	};

	test('are all of them, as often as ordered, and are not stored', async () => {
		sim.faults.add({ match: PATH, times: 2, fault: { kind: 'exhaustEntries' } });
		for (let round = 0; round < 2; round += 1) {
			expect(statusesOf((await sayAll(sim.url, three)).json)).toEqual([400, 400, 400]);
		}
		expect(idsOf('a')).toEqual([]);
		expect((await sayAll(sim.url, three)).text).toBe(ACCEPTED);
		expect(idsOf('a')).toEqual(['a1']);
		expect(sim.requests.slice(-3).map(({ fault, handled }) => [fault, handled])).toEqual([
			['exhaustEntries', true],
			['exhaustEntries', true],
			[null, true],
		]);
	});

	test('are those of some calls', async () => {
		sim.faults.add({ match: PATH, fault: { kind: 'exhaustEntries', vendorCallKeys: ['a', 'c'] } });
		const answer = await sayAll(sim.url, three);
		expect([answer.status, answer.json]).toEqual([
			207,
			{
				result: PARTIAL,
				errorResponse: {
					errorResponseEntries: [
						{ vendorCallKey: 'a', ...limited('a1') },
						{ vendorCallKey: 'b', ...GOOD },
						{ vendorCallKey: 'c', ...limited('c1') },
					],
				},
			},
		]);
		expect([idsOf('a'), idsOf('b'), idsOf('c')]).toEqual([[], ['b1'], []]);
		expect(sim.violations).toEqual([]);
	});

	test('are a random share, the same for the same seed', async () => {
		const run = async (seed: number): Promise<number[][]> => {
			sim.reset();
			for (const key of ['a', 'b', 'c']) await createCall(sim.url, key);
			const fault = { kind: 'exhaustEntries', share: 0.5, seed } as const;
			sim.faults.add({ match: PATH, times: 'always', fault });
			const statuses: number[][] = [];
			for (let round = 0; round < 40; round += 1)
				statuses.push(statusesOf((await sayAll(sim.url, three)).json));
			return statuses;
		};
		const first = await run(7);
		const failed = first.flat().filter((status) => status === 400).length;
		expect(failed).toBeGreaterThan(35);
		expect(failed).toBeLessThan(85);
		expect(await run(7)).toEqual(first);
		expect(await run(8)).not.toEqual(first);
	});

	test('are picked by the key of any entry, and a share of the requests can be hit', async () => {
		sim.faults.add({ match: { vendorCallKey: 'c' }, fault: { kind: 'status', status: 429 } });
		expect((await sayAll(sim.url, three)).status).toBe(429);
		sim.faults.add({ match: PATH, times: 'always', share: 0.5, seed: 3, fault: { kind: 'resetAfter' } });
		const outcomes: string[] = [];
		for (let round = 0; round < 60; round += 1) {
			outcomes.push(
				await sayAll(sim.url, [['a', words('x')]]).then(
					() => 'answered',
					() => 'reset',
				),
			);
		}
		const resets = outcomes.filter((outcome) => outcome === 'reset').length;
		expect(resets).toBeGreaterThan(15);
		expect(resets).toBeLessThan(45);
		expect(sim.transcript('a')).toMatchObject([{ messageId: 'x', repeats: 59 }]);
		expect(sim.faults.list().at(-1)).toMatchObject({ share: 0.5, left: 'always', hits: resets });
	});
});
