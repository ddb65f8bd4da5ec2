import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createCall, say, sayAll, utterance } from './testConversations.ts';
import { testContactCenters } from './testRequests.ts';

const START = Date.now();
let ahead = 0;
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({
		contactCenters: testContactCenters(),
		utterancesPerSecond: 3,
		clock: () => START + ahead,
	});
});
beforeEach(async () => {
	ahead = 0;
	sim.reset();
	for (const key of ['a', 'b']) await createCall(sim.url, key);
});
afterAll(() => sim.close());

const words = (messageId: string): object => utterance({ messageId });
const sayOne = async (messageId: string): Promise<number> =>
	(await say(sim.url, words(messageId), 'a')).status;
const idsOf = (key: string): string[] => sim.transcript(key).map(({ messageId }) => messageId);

test('utterances beyond the rate are answered 429, stored nowhere and break no rule', async () => {
	expect([await sayOne('1'), await sayOne('2'), await sayOne('3')]).toEqual([202, 202, 202]);
	const answer = await say(sim.url, words('4'), 'a');
	expect([answer.status, answer.json]).toEqual([
		429,
		{ errorCode: 'LIMIT_EXCEEDED', message: 'Too many utterances within one second' },
	]);
	expect([idsOf('a'), sim.violations, sim.invisibleProblems]).toEqual([['1', '2', '3'], [], []]);
});

test('the rate is that of the second just past, and 429 can say when to come back', async () => {
	sim.configure({ retryAfter: 'seconds', retryAfterSeconds: 2 });
	await sayOne('1');
	ahead = 600;
	expect([await sayOne('2'), await sayOne('3'), await sayOne('4')]).toEqual([202, 202, 429]);
	ahead = 1000;
	expect(await sayOne('4')).toBe(202);
	const answer = await say(sim.url, words('5'), 'a');
	expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
});

test('entries of a bulk request beyond the rate are exhausted as a whole', async () => {
	const answer = await sayAll(sim.url, [
		['a', words('a1'), words('a2')],
		['b', words('b1'), words('b2')],
		['a', words('a3')],
	]);
	expect([answer.status, answer.json]).toEqual([
		207,
		{
			result: 'Multi-Status: A few messages were not processed',
			errorResponse: {
				errorResponseEntries: [
					{ vendorCallKey: 'a', status: 202, message: 'Successfully Processed Transcripts' },
					{
						vendorCallKey: 'b',
						status: 400,
						message:
							'Error Processing Transcript with Id(s) [b1, b2]. Error: io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED: Rate limit exceeded',
					},
					{ vendorCallKey: 'a', status: 202, message: 'Successfully Processed Transcripts' },
				],
			},
		},
	]);
	expect([idsOf('a'), idsOf('b')]).toEqual([['a1', 'a2', 'a3'], []]);
	ahead = 1000;
	expect((await sayAll(sim.url, [['b', words('b1'), words('b2')]])).status).toBe(202);
});

test('or the whole request is answered 429', async () => {
	sim.configure({ bulkRateLimit: 'request' });
	const answer = await sayAll(sim.url, [
		['a', words('a1'), words('a2')],
		['b', words('b1'), words('b2')],
	]);
	expect([answer.status, idsOf('a'), idsOf('b')]).toEqual([429, [], []]);
	expect((await sayAll(sim.url, [['a', words('a1'), words('a2'), words('a3')]])).status).toBe(202);
});
