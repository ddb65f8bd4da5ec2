import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createBody, send, testContactCenters, type TestAnswer } from './testRequests.ts';

const START = Date.now();
let ahead = 0;
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({
		contactCenters: testContactCenters(),
		callsPerSecond: 2,
		applyDelayMs: 0,
		clock: () => START + ahead,
	});
});
beforeEach(() => {
	ahead = 0;
	sim.reset();
});
afterAll(() => sim.close());

const create = (vendorCallKey: string): Promise<TestAnswer> =>
	send(sim.url, { path: '/voiceCalls', body: createBody({ vendorCallKey }) });
const createAll = async (...keys: string[]): Promise<number[]> => {
	const answers = [];
	for (const key of keys) answers.push((await create(key)).status);
	return answers;
};

test('calls beyond the rate are answered 429, make no record and break no rule', async () => {
	expect(await createAll('a', 'b', 'c')).toEqual([200, 200, 429]);
	expect((await create('c')).json).toEqual({
		errorCode: 'LIMIT_EXCEEDED',
		message: 'Too many calls started within one second',
	});
	expect([sim.calls.length, sim.violations]).toEqual([2, []]);
});

test('the rate is that of the second just past', async () => {
	expect(await createAll('a')).toEqual([200]);
	ahead = 600;
	expect(await createAll('b', 'c')).toEqual([200, 429]);
	ahead = 1000;
	expect(await createAll('c', 'd')).toEqual([200, 429]);
	ahead = 1600;
	expect(await createAll('d')).toEqual([200]);
});

test('repeats and other requests do not count', async () => {
	expect(await createAll('a', 'a', 'a', 'b', 'b', 'c')).toEqual([200, 200, 200, 200, 200, 429]);
	const answer = await send(sim.url, { method: 'PATCH', path: '/voiceCalls/a/clearRouting', body: 'null' });
	expect(answer.status).toBe(204);
});

test.each([
	['none', null],
	['seconds', '7'],
	['date', new Date(START + 7000).toUTCString()],
] as const)('Retry-After as %s', async (retryAfter, expected) => {
	sim.configure({ retryAfter, retryAfterSeconds: 7, callsPerSecond: 0 });
	const answer = await create('a');
	expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, expected]);
});

test('calls beyond the number open at once are answered 429 until one is closed', async () => {
	sim.configure({ concurrentCalls: 1, callsPerSecond: 100 });
	expect(await createAll('a', 'b')).toEqual([200, 429]);
	expect((await create('b')).json).toMatchObject({ message: 'The limit of concurrent calls is reached' });
	await send(sim.url, { method: 'PATCH', path: '/voiceCalls/a', body: {} });
	await sim.settled();
	expect(await createAll('b')).toEqual([200]);
});

test('only so many calls and requests are kept, open calls the longest', async () => {
	sim.configure({ keep: 3, callsPerSecond: 100 });
	await createAll('a', 'b', 'c');
	await send(sim.url, { method: 'PATCH', path: '/voiceCalls/b', body: {} });
	await sim.settled();
	await createAll('d');
	expect(sim.calls.map((call) => call.vendorCallKey)).toEqual(['a', 'c', 'd']);
	expect(sim.call('b')).toBeUndefined();
	expect(sim.requests.map((request) => request.number)).toEqual([3, 4, 5]);
	await createAll('e');
	expect(sim.calls.map((call) => call.vendorCallKey)).toEqual(['c', 'd', 'e']);
});
