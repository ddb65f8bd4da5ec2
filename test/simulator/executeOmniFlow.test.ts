import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { closeCall, createCall } from './testConversations.ts';
import { send, testContactCenters, type TestAnswer } from './testRequests.ts';

const NUMBER = '+18002345678';
const QUEUE = '00G000000000001';
const AGENT = '005000000000001';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url);
});
afterAll(() => sim.close());

const runFlow = (body: unknown, id = 'key'): Promise<TestAnswer> =>
	send(sim.url, { method: 'PATCH', path: `/voiceCalls/${id}/omniFlow`, body });
const pendingTarget = (): string | undefined => sim.call('key')?.pendingRouting?.target;

describe('a flow', () => {
	test('of the phone channel sends the call to a queue, which is pending', async () => {
		sim.configure({
			phoneChannels: { [NUMBER]: { flowDevName: 'Support' } },
			flowOutcomes: { Support: { queue: QUEUE } },
			routingMap: { [QUEUE]: 'pbx-queue-7' },
		});
		const flowInputParameters = { language: 'en', tries: 2 };
		const answer = await runFlow({ dialedNumber: NUMBER, flowInputParameters });
		expect([answer.status, answer.text]).toEqual([200, '{"queue":"pbx-queue-7"}']);
		expect(sim.call('key')).toMatchObject({
			timesRouted: 1,
			pendingRouting: { target: QUEUE, targetKind: 'queue', fellBack: false, by: 'omniFlow' },
			omniFlowRequests: [
				{
					dialedNumber: NUMBER,
					flowDevName: null,
					fallbackQueue: null,
					flowInputParameters,
					flow: 'Support',
					agent: null,
					queue: 'pbx-queue-7',
					errors: [],
				},
			],
		});
		expect(sim.call('key')?.history.at(-1)).toMatchObject({
			what: 'routingRequested',
			detail: `Support chose queue ${QUEUE}`,
		});
	});

	test('can send it to an agent of a queue, and the call may be named by its id', async () => {
		sim.configure({
			flowOutcomes: { Support: { agent: AGENT, queue: QUEUE } },
			routingMap: { [AGENT]: 'sam', [QUEUE]: 'q7' },
		});
		const answer = await runFlow({ dialedNumber: NUMBER, flowDevName: 'Support' }, '0LQ000000000001');
		expect(answer.json).toEqual({ agent: 'sam', queue: 'q7' });
		expect(sim.call('key')?.pendingRouting).toMatchObject({ target: AGENT, targetKind: 'agent' });
	});

	test.each([
		['absent', '{"queue":"00G000000000001"}'],
		['null', '{"agent":null,"queue":"00G000000000001"}'],
		['empty', '{"agent":"","queue":"00G000000000001"}'],
	] as const)('that is not listed goes to a queue; the agent of the answer is %s', async (other, text) => {
		sim.configure({ omniFlowOther: other, omniFlowStatus: 201 });
		const answer = await runFlow({ dialedNumber: NUMBER, flowDevName: 'Anything' });
		expect([answer.status, answer.text]).toEqual([201, text]);
	});
});

describe('which one decides', () => {
	const CHANNEL = { flowDevName: 'Channel_Flow', fallbackQueue: 'Channel_Queue' };
	const REQUEST = { dialedNumber: NUMBER, flowDevName: 'Own_Flow', fallbackQueue: 'Own_Queue' };

	test.each([
		['Channel_Flow', {}, {}, 'from Channel_Flow', false],
		['Channel_Queue', { flows: ['Own_Flow'] }, {}, 'Channel_Queue', true],
		['Own_Flow', { flows: ['Own_Flow'], queues: ['Own_Queue', 'from Own_Flow'] }, {}, 'from Own_Flow', false],
		['Own_Queue', { flows: [], queues: ['Own_Queue'] }, {}, 'Own_Queue', true],
		[
			'Channel_Queue, as the flow fails',
			{},
			{ Channel_Flow: { errors: ['It broke'] } },
			'Channel_Queue',
			true,
		],
		['Channel_Queue, as the flow routes nowhere', {}, { Channel_Flow: {} }, 'Channel_Queue', true],
	])('%s', async (_name, knownTargets, outcomes, target, fellBack) => {
		sim.configure({
			phoneChannels: { [NUMBER]: CHANNEL },
			knownTargets,
			flowOutcomes: {
				Channel_Flow: { queue: 'from Channel_Flow' },
				Own_Flow: { queue: 'from Own_Flow' },
				...outcomes,
			},
		});
		const answer = await runFlow(REQUEST);
		expect([answer.json, sim.call('key')?.pendingRouting]).toMatchObject([
			{ queue: target },
			{ target, fellBack },
		]);
	});

	test('a number without a phone channel leaves it to the request', async () => {
		sim.configure({ phoneChannels: { '+1': CHANNEL }, otherFlows: { queue: 'Other' } });
		await runFlow(REQUEST);
		expect(pendingTarget()).toBe('Other');
	});

	test('an unmapped queue is passed over', async () => {
		sim.configure({ phoneChannels: { [NUMBER]: CHANNEL }, routingMap: { Own_Queue: 'q' } });
		expect((await runFlow(REQUEST)).json).toEqual({ queue: 'q' });
	});
});

describe('a failure', () => {
	test.each([
		[
			'nothing to try',
			{},
			{},
			[`No phone channel has the number ${NUMBER}, and the request names no flow or fallback queue`],
		],
		[
			'nothing that is known',
			{ knownTargets: { flows: [], queues: [] } },
			{ flowDevName: 'A', fallbackQueue: 'B' },
			[
				'The flow of the request: there is no flow A',
				'The fallback queue of the request: there is no queue B',
			],
		],
		[
			'an unmapped queue',
			{ routingMap: { x: 'y' } },
			{ fallbackQueue: 'B' },
			['The fallback queue of the request: queue B is not mapped'],
		],
		[
			'an unmapped agent',
			{ routingMap: { x: 'y' }, otherFlows: { agent: AGENT } },
			{ flowDevName: 'A' },
			[`The flow of the request: agent ${AGENT} is not mapped`],
		],
		[
			'an unknown agent',
			{ knownTargets: { agents: [] }, otherFlows: { agent: AGENT } },
			{ flowDevName: 'A' },
			[`The flow of the request: there is no agent ${AGENT}`],
		],
		[
			"a flow's own errors",
			{ phoneChannels: { [NUMBER]: { flowDevName: 'A' } }, otherFlows: { errors: ['No rep', 'No luck'] } },
			{},
			['The flow of the phone channel: No rep; No luck'],
		],
	])('%s is told in the body of a 200', async (_name, settings, body, errors) => {
		sim.configure(settings);
		const answer = await runFlow({ dialedNumber: NUMBER, ...body });
		expect([answer.status, answer.json]).toEqual([200, { errors }]);
		expect(sim.call('key')).toMatchObject({
			timesRouted: 1,
			pendingRouting: null,
			omniFlowRequests: [{ flow: null, agent: null, queue: null, errors }],
		});
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'routing-failed', message: errors.join('; ') }]);
		expect(sim.violations).toEqual([]);
	});

	test('comes of a closed call, and can have a status of its own', async () => {
		sim.configure({ omniFlowErrorStatus: 400 });
		await closeCall(sim.url);
		await sim.settled();
		const answer = await runFlow({ dialedNumber: NUMBER, flowDevName: 'A' });
		expect([answer.status, answer.json]).toEqual([400, { errors: ['The call is closed'] }]);
	});
});

test.each([
	[{}, 'missing', 'dialedNumber is required'],
	[{ dialedNumber: '' }, 'bad-value', 'dialedNumber must not be empty'],
	[{ dialedNumber: 800 }, 'wrong-type', 'dialedNumber must be string, got number 800'],
	[{ dialedNumber: NUMBER, flowName: 'A' }, 'unknown-field', 'flowName is not a known field'],
	[{ dialedNumber: NUMBER, transferTarget: 'A' }, 'unknown-field', 'transferTarget is not a known field'],
	[
		{ dialedNumber: NUMBER, flowInputParameters: '{}' },
		'wrong-type',
		'flowInputParameters must be object, got string',
	],
])('%j is refused and recorded', async (body, rule, message) => {
	const answer = await runFlow(body);
	expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
	expect(sim.violations).toMatchObject([{ rule, message }]);
	expect(sim.call('key')).toMatchObject({ timesRouted: 0, omniFlowRequests: [] });
});

test('what clients send can be tolerated, and flow inputs asked for as text', async () => {
	sim.configure({ unknownFields: 'tolerate', flowInputParametersType: 'string' });
	const body = { dialedNumber: NUMBER, flowName: 'A', flowDevName: 'B', flowInputParameters: '{}' };
	expect((await runFlow(body)).status).toBe(200);
	expect(sim.violations).toMatchObject([{ rule: 'unknown-field', refused: false }]);
});

test('a call that does not exist is refused', async () => {
	const answer = await runFlow({ dialedNumber: NUMBER }, 'nobody');
	expect([answer.status, sim.violations[0]?.rule]).toEqual([404, 'unknown-call']);
});

describe('the pending routing', () => {
	beforeEach(async () => {
		await runFlow({ dialedNumber: NUMBER, flowDevName: 'A' });
		expect(pendingTarget()).toBe(QUEUE);
	});

	test('lives until a rep accepts, who then has the work', () => {
		expect(sim.accept('key', 'sam')).toMatchObject({
			pendingRouting: null,
			agentWork: [{ agent: 'sam', target: QUEUE, targetKind: 'queue', closedAt: null }],
		});
	});

	test('until routing is cleared', async () => {
		await send(sim.url, { method: 'PATCH', path: '/voiceCalls/key/clearRouting', body: 'null' });
		expect(sim.call('key')?.pendingRouting).toBeNull();
	});

	test('or until the call is closed', async () => {
		await closeCall(sim.url);
		await sim.settled();
		expect(sim.call('key')?.pendingRouting).toBeNull();
	});

	test('outlives an update of a call that stays active', async () => {
		await send(sim.url, { method: 'PATCH', path: '/voiceCalls/key', body: { isActiveCall: true } });
		await sim.settled();
		expect(pendingTarget()).toBe(QUEUE);
	});
});
