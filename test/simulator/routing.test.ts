import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createBody, send, testContactCenters, type TestAnswer } from './testRequests.ts';

const AGENT = '005000000000001';
const QUEUE = '00G000000000001';
const FLOW = '300000000000001';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await send(sim.url, { path: '/voiceCalls', body: createBody({ vendorCallKey: 'key' }) });
});
afterAll(() => sim.close());

const route = (body: unknown, id = 'key'): Promise<TestAnswer> =>
	send(sim.url, { path: `/voiceCalls/${id}/routeVoiceCall`, body });
const routeAsClientsDo = (body: unknown, id = 'key'): Promise<TestAnswer> =>
	send(sim.url, { method: 'PATCH', path: `/voiceCalls/route/${id}`, body });

describe('a route request', () => {
	test.each([
		[AGENT, 'agent'],
		['005000000000001AAA', 'agent'],
		[QUEUE, 'queue'],
		[FLOW, 'flow'],
		['Flow.Example_Flow', 'flow'],
		['Example_Flow', 'flow'],
	])('to %s is pending with kind %s', async (routingTarget, targetKind) => {
		const answer = await route({ routingTarget });
		expect([answer.status, answer.text]).toEqual([200, '{"status":"Success"}']);
		expect(sim.call('key')).toMatchObject({
			timesRouted: 1,
			pendingRouting: { target: routingTarget, targetKind, fellBack: false },
			routingRequests: [
				{
					routingTarget,
					targetKind,
					fallbackQueue: null,
					flowInputParameters: null,
					form: 'post',
					status: 'Success',
				},
			],
		});
	});

	test('with everything a flow may get is recorded', async () => {
		const flowInputParameters = { language: 'en', tries: 2, nested: { a: [1] } };
		await route({ routingTarget: 'Flow.A', fallbackQueue: QUEUE, flowInputParameters }, '0LQ000000000001');
		expect(sim.call('key')?.routingRequests).toMatchObject([{ fallbackQueue: QUEUE, flowInputParameters }]);
	});

	test.each([
		[{}, 'missing', 'routingTarget is required'],
		[{ routingTarget: '' }, 'bad-value', 'routingTarget must not be empty'],
		[{ routingTarget: 5 }, 'wrong-type', 'routingTarget must be string, got number 5'],
		[
			{ routingTarget: '00500' },
			'bad-value',
			'routingTarget must be an agent id (005), queue id (00G) or a flow',
		],
		[
			{ routingTarget: FLOW, fallbackQueue: 'Support' },
			'bad-value',
			'fallbackQueue must be a queue id (00G)',
		],
		[
			{ routingTarget: FLOW, flowInputParameters: '{"a":1}' },
			'wrong-type',
			'flowInputParameters must be object, got string',
		],
		[
			{ routingTarget: QUEUE, flowInputParameters: {} },
			'not-allowed',
			'flowInputParameters is for flows only',
		],
		[{ routingTarget: QUEUE, agent: AGENT }, 'unknown-field', 'agent is not a known field'],
	])('%j is refused and recorded', async (body, rule, message) => {
		const answer = await route(body);
		expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
		expect(sim.violations).toMatchObject([{ rule, message }]);
		expect(sim.call('key')?.timesRouted).toBe(0);
	});

	test('for a call that does not exist is answered 404', async () => {
		const answer = await route({ routingTarget: QUEUE }, 'nobody');
		expect([answer.status, sim.violations[0]?.rule]).toEqual([404, 'unknown-call']);
	});

	test('each time counts, and the last one stands', async () => {
		await route({ routingTarget: QUEUE });
		await route({ routingTarget: AGENT });
		expect(sim.call('key')).toMatchObject({ timesRouted: 2, pendingRouting: { target: AGENT } });
	});

	test('of a closed call fails', async () => {
		await send(sim.url, { method: 'PATCH', path: '/voiceCalls/key', body: {} });
		await sim.settled();
		expect((await route({ routingTarget: QUEUE })).text).toBe('{"status":"Failure"}');
		expect(sim.call('key')).toMatchObject({ timesRouted: 1, pendingRouting: null });
	});
});

describe('targets that are known or not', () => {
	beforeEach(() =>
		sim.configure({ knownTargets: { agents: [AGENT], queues: [QUEUE], flows: ['Known_Flow'] } }),
	);

	test.each([
		[{ routingTarget: AGENT }, 'Success', AGENT],
		[{ routingTarget: 'Flow.Known_Flow' }, 'Success', 'Flow.Known_Flow'],
		[{ routingTarget: '005000000000002' }, 'Failure', undefined],
		[{ routingTarget: '00G000000000002' }, 'Failure', undefined],
		[{ routingTarget: '005000000000002', fallbackQueue: QUEUE }, 'Failure', undefined],
		[{ routingTarget: 'Flow.Other' }, 'Failure', undefined],
		[{ routingTarget: 'Flow.Other', fallbackQueue: QUEUE }, 'Success', QUEUE],
		[{ routingTarget: 'Flow.Other', fallbackQueue: '00G000000000002' }, 'Failure', undefined],
	])('%j gives %s', async (body, status, target) => {
		const answer = await route(body);
		expect([answer.status, answer.json]).toEqual([200, { status }]);
		expect(sim.call('key')?.pendingRouting?.target).toBe(target);
		expect(sim.invisibleProblems.map((problem) => problem.rule)).toEqual(
			status === 'Success' ? [] : ['routing-failed'],
		);
	});

	test('a failure can have a status of its own', async () => {
		sim.configure({ routeFailureStatus: 422 });
		expect((await route({ routingTarget: '005000000000002' })).status).toBe(422);
	});
});

describe('the two forms of route', () => {
	test.each([
		['post', 200, 404],
		['patch', 404, 200],
		['both', 200, 200],
	] as const)('with %s: POST answers %i, PATCH %i', async (routeForms, post, patch) => {
		sim.configure({ routeForms });
		expect((await route({ routingTarget: QUEUE })).status).toBe(post);
		expect((await routeAsClientsDo({ routingTarget: QUEUE })).status).toBe(patch);
		expect(sim.violations.map((violation) => violation.rule)).toEqual(
			routeForms === 'both' ? [] : ['unknown-path'],
		);
	});

	test('the form is recorded', async () => {
		sim.configure({ routeForms: 'patch' });
		await routeAsClientsDo({ routingTarget: QUEUE });
		expect(sim.call('key')?.routingRequests[0]?.form).toBe('patch');
	});

	test('flow inputs can be asked for as text', async () => {
		sim.configure({ flowInputParametersType: 'string' });
		expect((await route({ routingTarget: FLOW, flowInputParameters: '{}' })).status).toBe(200);
		expect((await route({ routingTarget: FLOW, flowInputParameters: {} })).status).toBe(400);
		sim.configure({ flowInputParametersType: 'both' });
		expect((await route({ routingTarget: FLOW, flowInputParameters: {} })).status).toBe(200);
	});
});

test.each([
	['GET', '/voiceCalls'],
	['PATCH', '/voiceCalls'],
	['POST', '/voiceCalls/key'],
	['PATCH', '/voiceCalls/key/routeVoiceCall'],
	['DELETE', '/voiceCalls/key/clearRouting'],
])('%s %s is answered 405 and recorded', async (method, path) => {
	const answer = await send(sim.url, { method, path });
	expect([answer.status, sim.violations[0]?.rule]).toEqual([405, 'wrong-method']);
});

test.each([
	'/voicecalls',
	'/voiceCalls/',
	'/voiceCalls/key/routeVoiceCall/',
	'/voiceCalls//routeVoiceCall',
	'//voiceCalls',
])('%s is no path', async (path) => {
	const answer = await send(sim.url, { path, body: {} });
	expect([answer.status, sim.violations[0]?.rule]).toEqual([404, 'unknown-path']);
});

describe('clear routing', () => {
	const clear = (body?: unknown, id = 'key'): Promise<TestAnswer> =>
		send(sim.url, { method: 'PATCH', path: `/voiceCalls/${id}/clearRouting`, body });

	test.each([[undefined], [''], ['null'], ['{}']])(
		'with body %j removes the pending routing',
		async (body) => {
			await route({ routingTarget: QUEUE });
			const answer = await clear(body);
			expect([answer.status, answer.text]).toEqual([204, '']);
			expect(sim.call('key')?.pendingRouting).toBeNull();
			expect(sim.violations).toEqual([]);
		},
	);

	test('again is harmless', async () => {
		await route({ routingTarget: QUEUE });
		await clear();
		expect((await clear()).status).toBe(204);
		expect(sim.call('key')?.history.filter((entry) => entry.what === 'routingCleared')).toHaveLength(1);
	});

	test.each([
		['{"a":1}', 'unknown-field'],
		['[]', 'not-an-object'],
		['x', 'not-json'],
	])('with body %j is refused', async (body, rule) => {
		expect((await clear(body)).status).toBe(400);
		expect(sim.violations).toMatchObject([{ rule }]);
	});

	test('of a call that does not exist is refused, unless told otherwise', async () => {
		expect((await clear('null', 'nobody')).status).toBe(404);
		sim.configure({ clearRoutingOfUnknownCall: 'success', clearRoutingAnswer: { status: 200, body: '{}' } });
		const answer = await clear('null', 'nobody');
		expect([answer.status, answer.text]).toEqual([200, '{}']);
	});
});

test('a rep accepts: the routing is no longer pending and the call in progress', async () => {
	await route({ routingTarget: QUEUE });
	expect(sim.accept('key', 'sam')).toMatchObject({
		pendingRouting: null,
		callDisposition: 'in-progress',
		agent: 'sam',
	});
	expect(sim.accept('key')).toBeUndefined();
});
