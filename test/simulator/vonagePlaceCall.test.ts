import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type OutboundCall, type Simulator, type VonageSettings } from './startSimulator.ts';
import type { TestAnswer } from './testRequests.ts';
import { fetchToken, sendVonage, testVonage, type VonageRequestOptions } from './testVonage.ts';

const NUMBER = '02072068888';
const CUSTOMER = { telephoneNumber: NUMBER };
const AGENT = { agentId: '1234' };
const BASIC_CALL = { from: AGENT, to: CUSTOMER };
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let sim: Simulator;
let token: string;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: [], vonage: testVonage({ progress: 'byHand' }) });
});
beforeEach(async () => {
	sim.reset();
	token = await fetchToken(sim.url);
});
afterAll(() => sim.close());

const place = (body: unknown, request: VonageRequestOptions = {}): Promise<TestAnswer> =>
	sendVonage(sim.url, { body, token, ...request });
const onlyCall = (): OutboundCall => {
	expect(sim.vonage.calls).toHaveLength(1);
	return sim.vonage.calls[0] as OutboundCall;
};

describe('the examples of the seed', () => {
	const caller = { telephoneNumber: '02070000001', agentId: '1234' };
	const clid = { presentedCLID: '08008888888' };
	const clidCaller = { ...clid, ...caller };
	const regarding = { reference: '0012400000ATTUQ' };
	const consent = { consent: 'OneParty' };
	const examples: Array<[string, object, number, object]> = [
		['agent to number', BASIC_CALL, 1, { from: caller, to: CUSTOMER }],
		[
			'agent to agent',
			{ from: AGENT, to: { agentId: '4567' } },
			1,
			{ from: caller, to: { telephoneNumber: '02070000002', agentId: '4567' } },
		],
		[
			'group to number',
			{ from: { groups: ['030'] }, to: CUSTOMER },
			1,
			{ from: { ...caller, groups: ['030'] }, to: CUSTOMER },
		],
		[
			'several groups to number',
			{ from: { groups: ['030', '200', '400'] }, to: CUSTOMER },
			1,
			{ from: { ...caller, groups: ['030', '200', '400'] }, to: CUSTOMER },
		],
		[
			'presented number',
			{ from: { ...AGENT, ...clid }, to: CUSTOMER },
			2,
			{ from: clidCaller, to: CUSTOMER },
		],
		[
			'reference and application',
			{ from: { ...AGENT, ...clid }, to: CUSTOMER, regarding, application: 'appName' },
			5,
			{ from: clidCaller, to: CUSTOMER, regarding, application: 'appName' },
		],
		[
			'consent',
			{ from: { ...AGENT, ...consent }, to: { ...CUSTOMER, ...consent } },
			6,
			{ from: { ...caller, ...consent }, to: { ...CUSTOMER, ...consent } },
		],
	];

	test.each(examples)('%s', async (_name, body, version, echoed) => {
		const answer = await place(body, { version });
		const { guid, bodyId } = onlyCall();
		expect(guid).toMatch(GUID);
		expect(bodyId).toMatch(GUID);
		expect(bodyId).not.toBe(guid);
		expect(answer.status).toBe(201);
		expect(answer.headers.get('location')).toBe(`${sim.url}/v0/a1b2c3d4e5/calls/${guid}`);
		expect(answer.text).toBe(
			JSON.stringify({
				id: bodyId,
				links: [{ href: `${sim.url}/V0/a1b2c3d4e5/Calls/${guid}`, rel: '_self' }],
				...echoed,
			}),
		);
		expect(onlyCall()).toMatchObject({ apiVersion: version, requestNumber: 2, state: 'ringingAgent' });
		expect(sim.requests[1]).toMatchObject({
			endpoint: 'Make a Call',
			path: '/v0/a1b2c3d4e5/calls/',
			tokenDigest: sim.vonage.tokens[0]?.digest,
			token: null,
			status: 201,
		});
		expect(sim.violations).toEqual([]);
	});

	test.each(examples)('%s, by every newer version', async (_name, body, since) => {
		for (let version = since; version <= 6; version += 1) {
			sim.reset();
			const answer = await place(body, { version, token: await fetchToken(sim.url) });
			expect([version, answer.status]).toEqual([version, 201]);
		}
	});

	test.each(examples.filter(([, , since]) => since > 1))(
		'%s, not by an older one',
		async (_name, body, since) => {
			const answer = await place(body, { version: since - 1 });
			expect(answer.status).toBe(400);
			expect(sim.violations[0]).toMatchObject({ rule: 'later-version', refused: true });
			expect(sim.vonage.calls).toEqual([]);
		},
	);
});

describe('how things stand in the account', () => {
	const toAgent = (agentId: string): object => ({ from: AGENT, to: { agentId } });
	const declined: Array<[string, Partial<VonageSettings>, object, string]> = [
		['Ccxml not enabled', { ccxmlEnabled: false }, BASIC_CALL, 'Ccxml must be enabled for this account'],
		[
			'unknown calling agent',
			{},
			{ from: { agentId: '9' }, to: CUSTOMER },
			'Unable to place call - Agent Id is unknown',
		],
		['unknown destination agent', {}, toAgent('9'), 'Unable to place call - invalid Agent Id.'],
		[
			'the agent called is the calling one',
			{},
			toAgent('1234'),
			'Unable to place call - dialed Agent is not currently available',
		],
		[
			'invalid number',
			{ numbers: { [NUMBER]: 'invalid' } },
			BASIC_CALL,
			'Unable to place call - number is invalid',
		],
		[
			'nobody in the group',
			{},
			{ from: { groups: ['999'] }, to: CUSTOMER },
			'Unable to place call to Agent. Please try again',
		],
		[
			'group to agent refused',
			{ groupsToAgent: 'refuse' },
			{ from: { groups: ['030'] }, to: { agentId: '4567' } },
			'Unable to place call - invalid Agent Id.',
		],
	];

	test.each(declined)('%s', async (_name, settings, body, message) => {
		sim.vonage.configure(settings);
		expect(await place(body)).toMatchObject({ status: 400, json: { message } });
		expect([sim.vonage.calls, sim.vonage.rings.size]).toEqual([[], 0]);
	});

	test.each([
		['busy', '1234', BASIC_CALL, 'Unable to place call - Agent number busy'],
		['busy', '4567', toAgent('4567'), 'Unable to place call - dialed Agent is not currently available'],
		['away', '4567', toAgent('4567'), 'Unable to place call - dialed Agent is not currently available'],
		[
			'away',
			'1234',
			{ from: { groups: ['030'] }, to: CUSTOMER },
			'Unable to place call to Agent. Please try again',
		],
	] as const)('%s agent %s', async (state, agentId, body, message) => {
		sim.vonage.setAgent(agentId, { state });
		expect(await place(body)).toMatchObject({ status: 400, json: { message } });
		expect(sim.violations).toEqual([]);
		sim.vonage.setAgent(agentId, { state: 'available' });
		expect((await place(body)).status).toBe(201);
	});

	test('an agent who is away may place a call', async () => {
		sim.vonage.setAgent('1234', { state: 'away' });
		expect((await place(BASIC_CALL)).status).toBe(201);
	});

	test('an agent in a call is busy until it ends', async () => {
		await place(BASIC_CALL);
		const statuses = [];
		for (let step = 0; step < 3; step += 1) {
			expect((await place(BASIC_CALL)).json).toEqual({ message: 'Unable to place call - Agent number busy' });
			statuses.push(sim.vonage.advance(sim.vonage.calls[0]?.guid ?? '')?.state);
		}
		expect(statuses).toEqual(['ringingCustomer', 'talking', 'ended']);
		expect((await place(BASIC_CALL)).status).toBe(201);
	});

	test('of a group the next free agent is taken, and then nobody is left', async () => {
		const body = { from: { groups: ['200'] }, to: CUSTOMER };
		const answers = [await place(body), await place(body), await place(body)];
		expect(answers.map(({ status }) => status)).toEqual([201, 201, 400]);
		expect(sim.vonage.calls.map(({ agentId }) => agentId)).toEqual(['4567', '8900']);
	});

	test('a call nobody of the group is free for may be accepted and fail', async () => {
		sim.vonage.configure({ noFreeAgent: 'accept' });
		const answer = await place({ from: { groups: ['999'] }, to: CUSTOMER });
		expect(answer).toMatchObject({ status: 201, json: { from: { groups: ['999'] } } });
		expect(onlyCall()).toMatchObject({
			state: 'ended',
			result: { code: 'Failure', party: 'Originator', reason: 'NoAgentAvailable' },
			rings: { agent: 0, customer: 0 },
		});
	});

	test.each([
		['fails', 0, 0],
		['ringsAndFails', 1, 1],
	] as const)('a call that %s', async (outcome, calls, rings) => {
		sim.vonage.setAgent('1234', { outcome });
		expect(await place(BASIC_CALL)).toMatchObject({
			status: 400,
			json: { message: 'Unable to place call to Agent. Please try again' },
		});
		expect(sim.vonage.calls).toHaveLength(calls);
		expect(sim.vonage.rings.get('02070000001') ?? 0).toBe(rings);
		expect(sim.vonage.agents[0]).toMatchObject({ inCall: false });
	});
});

describe('the answer, told otherwise', () => {
	test('echoes as sent', async () => {
		sim.vonage.configure({ echo: 'asSent' });
		expect((await place({ from: { groups: ['030'] }, to: CUSTOMER })).json).toMatchObject({
			from: { groups: ['030'] },
			to: CUSTOMER,
		});
		expect(onlyCall()).toMatchObject({ from: { groups: ['030'] }, agentId: '1234' });
	});

	test('has the GUID of Location for its id', async () => {
		sim.vonage.configure({ bodyId: 'same' });
		const answer = await place(BASIC_CALL);
		expect(answer.headers.get('location')).toContain((answer.json as { id: string }).id);
	});
});

test.each(['/calls', '/calls/', '/Calls/'])('the path may be written %s', async (path) => {
	expect((await place(BASIC_CALL, { path })).status).toBe(201);
	expect(sim.requests[1]).toMatchObject({ path: `/v0/a1b2c3d4e5${path}` });
});
