import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { closeCall, createCall } from './testConversations.ts';
import { send, testContactCenters, type TestAnswer } from './testRequests.ts';

const QUEUE = '00G000000000001';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url);
});
afterAll(() => sim.close());

const reroute = (body?: unknown, id = 'key', method = 'PATCH'): Promise<TestAnswer> =>
	send(sim.url, { method, path: `/voiceCalls/${id}/reroute`, body });
const route = (): Promise<TestAnswer> =>
	send(sim.url, { path: '/voiceCalls/key/routeVoiceCall', body: { routingTarget: QUEUE } });
const FAILURE = '{"status":"Failure"}';
const SUCCESS = '{"status":"Success"}';

test.each([[undefined], [''], ['null'], ['{}']])(
	'with body %j the accepted work is closed and the call pending again',
	async (body) => {
		await route();
		sim.accept('key', 'sam');
		const answer = await reroute(body, '0LQ000000000001');
		expect([answer.status, answer.text]).toEqual([200, SUCCESS]);
		expect(sim.call('key')).toMatchObject({
			timesRouted: 2,
			pendingRouting: { target: QUEUE, targetKind: 'queue', by: 'reroute' },
			agentWork: [{ agent: 'sam', closedAt: expect.any(String) as string }],
		});
		expect(sim.call('key')?.history.at(-1)).toMatchObject({
			what: 'rerouted',
			detail: `queue ${QUEUE}, away from sam`,
		});
		expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
	},
);

test('a second rep who accepts can be rerouted in turn', async () => {
	await route();
	for (const rep of ['sam', 'alex']) {
		sim.accept('key', rep);
		await reroute();
	}
	expect(sim.call('key')?.agentWork.map(({ agent, closedAt }) => [agent, closedAt === null])).toEqual([
		['sam', false],
		['alex', false],
	]);
	expect(sim.call('key')).toMatchObject({ timesRouted: 3, pendingRouting: { target: QUEUE } });
});

describe('there is nothing to reroute', () => {
	const expectFailure = (answer: TestAnswer, message: string): void => {
		expect([answer.status, answer.text]).toEqual([200, FAILURE]);
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'nothing-to-reroute', message }]);
		expect(sim.call('key')?.history.at(-1)).toMatchObject({ what: 'rerouteFailed', detail: message });
	};

	test('before a rep has accepted', async () => {
		await route();
		expectFailure(await reroute(), 'no rep has accepted the call yet');
		expect(sim.call('key')?.pendingRouting?.by).toBe('route');
	});

	test('in a call that was never routed', async () => {
		expectFailure(await reroute(), 'no rep has the call');
	});

	test('once the call is closed, which closes the work too', async () => {
		await route();
		sim.accept('key', 'sam');
		await closeCall(sim.url);
		await sim.settled();
		expect(sim.call('key')?.agentWork[0]?.closedAt).not.toBeNull();
		expectFailure(await reroute(), 'no rep has the call');
	});

	test('and the failure can have a status of its own', async () => {
		sim.configure({ routeFailureStatus: 409 });
		expect((await reroute()).status).toBe(409);
	});
});

describe('the method', () => {
	test.each([
		['patch', 200, 405],
		['post', 405, 200],
		['both', 200, 200],
	] as const)('with %s: PATCH answers %i, POST %i', async (rerouteMethods, patch, post) => {
		sim.configure({ rerouteMethods });
		expect((await reroute()).status).toBe(patch);
		expect((await reroute(undefined, 'key', 'POST')).status).toBe(post);
		expect(sim.violations.map(({ rule }) => rule)).toEqual(rerouteMethods === 'both' ? [] : ['wrong-method']);
	});
});

test.each([
	['{"a":1}', 'unknown-field'],
	['[]', 'not-an-object'],
])('the body %s is refused', async (body, rule) => {
	expect((await reroute(body)).status).toBe(400);
	expect(sim.violations).toMatchObject([{ rule }]);
});

test('a call that does not exist is refused', async () => {
	const answer = await reroute('null', 'nobody');
	expect([answer.status, sim.violations[0]?.rule]).toEqual([404, 'unknown-call']);
});
