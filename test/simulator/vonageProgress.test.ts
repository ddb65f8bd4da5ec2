import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	startSimulator,
	type AgentOutcome,
	type NumberOutcome,
	type OutboundCall,
	type Simulator,
} from './startSimulator.ts';
import type { TestAnswer } from './testRequests.ts';
import { fetchToken, sendVonage, testVonage } from './testVonage.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.now();
const NUMBER = '02072068888';
const AGENT_PHONE = '02070000001';
const OTHER_AGENT_PHONE = '02070000002';
const NOT_FOUND = { message: 'The call does not exist.' };
let ahead = 0;
let sim: Simulator;
let token: string;

beforeAll(async () => {
	const vonage = testVonage({ progress: 'byHand', recordingChangeMs: 0 });
	sim = await startSimulator({ contactCenters: [], vonage, clock: () => START + ahead });
});
beforeEach(async () => {
	ahead = 0;
	sim.reset();
	token = await fetchToken(sim.url);
});
afterAll(() => sim.close());

const get = (path: string, version = 3): Promise<TestAnswer> =>
	sendVonage(sim.url, { method: 'GET', path, token, version });
const record = (guid: string, body: unknown): Promise<TestAnswer> =>
	sendVonage(sim.url, { path: `/calls/${guid}`, token, body });

async function place(to: object = { telephoneNumber: NUMBER }, agentId = '1234'): Promise<OutboundCall> {
	const body = { from: { agentId }, to };
	expect((await sendVonage(sim.url, { body, token })).status).toBe(201);
	return sim.vonage.calls.at(-1) as OutboundCall;
}

/** Lets a call do all it will, and tells what it was on the way. */
function runThrough({ guid }: OutboundCall): string[] {
	const states: string[] = [];
	while (sim.vonage.advance(guid) !== undefined) states.push(sim.vonage.call(guid)?.state ?? '');
	return states;
}

const failed = (party: string, reason: string): object => ({ code: 'Failure', party, reason });

describe('a call to a number', () => {
	test.each<[AgentOutcome, NumberOutcome, string[], object, number, number]>([
		[
			'answers',
			'answers',
			['ringingCustomer', 'talking', 'ended'],
			{ code: 'Success', party: null, reason: null },
			1,
			1,
		],
		['answers', 'noAnswer', ['ringingCustomer', 'ended'], failed('Recipient', 'NoAnswer'), 1, 1],
		['answers', 'busy', ['ended'], failed('Recipient', 'Busy'), 1, 0],
		['noAnswer', 'answers', ['ended'], failed('Originator', 'NoAnswer'), 1, 0],
		['busy', 'answers', ['ended'], failed('Originator', 'Busy'), 0, 0],
	])('agent %s, customer %s', async (agentOutcome, numberOutcome, states, result, agent, customer) => {
		sim.vonage.setAgent('1234', { outcome: agentOutcome });
		sim.vonage.configure({ numbers: { [NUMBER]: numberOutcome } });
		const call = await place();
		expect(call).toMatchObject({ state: 'ringingAgent', result: null, endedAt: null });
		expect(runThrough(call)).toEqual(states);
		expect(call).toMatchObject({ result, rings: { agent, customer }, customerPhone: NUMBER });
		const rings = { ...(agent ? { [AGENT_PHONE]: 1 } : {}), ...(customer ? { [NUMBER]: 1 } : {}) };
		expect(Object.fromEntries(sim.vonage.rings)).toEqual(rings);
		expect(sim.vonage.agents[0]).toMatchObject({ inCall: false, currentCallGuid: call.guid });
	});

	test('leaves a history', async () => {
		const call = await place();
		runThrough(call);
		sim.vonage.wrapUp(call.guid, 'Wrong Number');
		expect(call.history.map(({ what, detail }) => [what, detail])).toEqual([
			['placed', 'agent 1234 to 02072068888'],
			['agentRings', AGENT_PHONE],
			['agentAnswers', 'agent 1234'],
			['customerRings', NUMBER],
			['customerAnswers', 'recorded'],
			['ended', ''],
			['wrappedUp', 'Wrong Number'],
		]);
	});

	test('is one ring more each time', async () => {
		for (let round = 0; round < 3; round += 1) runThrough(await place());
		runThrough(await place({ telephoneNumber: NUMBER }, '4567'));
		expect([...sim.vonage.rings]).toEqual([
			[AGENT_PHONE, 3],
			[NUMBER, 4],
			[OTHER_AGENT_PHONE, 1],
		]);
	});
});

describe('a call to an agent', () => {
	test('occupies both once the second phone rings', async () => {
		const call = await place({ agentId: '4567' });
		const inCall = (): boolean[] => sim.vonage.agents.map((agent) => agent.inCall);
		expect(inCall()).toEqual([true, false, false]);
		sim.vonage.advance(call.guid);
		expect(inCall()).toEqual([true, true, false]);
		expect(runThrough(call)).toEqual(['talking', 'ended']);
		expect(inCall()).toEqual([false, false, false]);
		expect(Object.fromEntries(sim.vonage.rings)).toEqual({ [AGENT_PHONE]: 1, [OTHER_AGENT_PHONE]: 1 });
	});

	test('finds the agent busy who came into another call meanwhile', async () => {
		const call = await place({ agentId: '4567' });
		const other = await place({ telephoneNumber: NUMBER }, '4567');
		expect(runThrough(call)).toEqual(['ended']);
		expect(call).toMatchObject({ result: failed('Recipient', 'Busy'), rings: { agent: 1, customer: 0 } });
		expect(sim.vonage.agents[1]).toMatchObject({ inCall: true, currentCallGuid: other.guid });
	});

	test.each<[AgentOutcome, object]>([
		['noAnswer', failed('Recipient', 'NoAnswer')],
		['busy', failed('Recipient', 'Busy')],
		['fails', failed('Recipient', 'Busy')],
	])('who %s', async (outcome, result) => {
		sim.vonage.setAgent('4567', { outcome });
		const call = await place({ agentId: '4567' });
		runThrough(call);
		expect(call.result).toEqual(result);
	});
});

describe('calls that move on by themselves', () => {
	test.each<[AgentOutcome, NumberOutcome, string]>([
		['answers', 'answers', 'Success'],
		['answers', 'noAnswer', 'Failure'],
		['noAnswer', 'answers', 'Failure'],
		['busy', 'answers', 'Failure'],
	])('agent %s, customer %s', async (agentOutcome, numberOutcome, code) => {
		sim.vonage.configure({
			progress: 'timed',
			agentAnswersMs: 1,
			customerAnswersMs: 1,
			noAnswerMs: 1,
			talkMs: 1,
			numbers: { [NUMBER]: numberOutcome },
		});
		sim.vonage.setAgent('1234', { outcome: agentOutcome });
		const call = await place();
		await sim.vonage.settled();
		expect(call).toMatchObject({ state: 'ended', result: { code } });
	});

	test('take their time, and a hand may be quicker', async () => {
		sim.vonage.configure({
			progress: 'timed',
			agentAnswersMs: 600_000,
			customerAnswersMs: 0,
			talkMs: 600_000,
		});
		const call = await place();
		expect(call.state).toBe('ringingAgent');
		sim.vonage.advance(call.guid);
		await vi.waitFor(() => expect(call.state).toBe('talking'));
		expect(sim.vonage.advance(call.guid)).toBe(call);
		expect(sim.vonage.advance(call.guid)).toBeUndefined();
		expect(call.rings).toEqual({ agent: 1, customer: 1 });
	});

	test('end with a reset', async () => {
		sim.vonage.configure({ progress: 'timed', agentAnswersMs: 600_000 });
		await place();
		sim.reset();
		await sim.vonage.settled();
		expect([sim.vonage.calls, sim.vonage.rings.size, sim.vonage.tokens]).toEqual([[], 0, []]);
		expect(sim.vonage.agents[0]).toMatchObject({ inCall: false, currentCallGuid: null });
	});
});

describe('call details', () => {
	test('at every stage', async () => {
		const call = await place();
		const expected = {
			id: call.guid,
			links: [{ href: `${sim.url}/V0/a1b2c3d4e5/Calls/${call.guid}`, rel: '_self' }],
			from: { telephoneNumber: AGENT_PHONE, agentId: '1234' },
			to: { telephoneNumber: NUMBER },
			status: 'Dialing',
			recordingStatus: null,
			result: null,
			dispositionCode: null,
		};
		const answer = await get(`/calls/${call.guid}`);
		expect([answer.status, answer.text]).toEqual([200, JSON.stringify(expected)]);
		const stages = [];
		while (sim.vonage.advance(call.guid)) {
			const { status, recordingStatus, result } = (await get(`/calls/${call.guid}`)).json as typeof expected;
			stages.push([status, recordingStatus, result]);
		}
		expect(stages).toEqual([
			['Ringing', null, null],
			['Connected', 'Started', null],
			['Completed', 'Started', { code: 'Success', party: null, reason: null }],
		]);
		sim.vonage.wrapUp(call.guid, 'Wrong Number');
		expect((await get(`/calls/${call.guid}`)).json).toMatchObject({ dispositionCode: 'Wrong Number' });
	});

	test('of a failed call are as documented', async () => {
		sim.vonage.setAgent('1234', { outcome: 'noAnswer' });
		const call = await place();
		runThrough(call);
		expect((await get(`/calls/${call.guid}`)).json).toMatchObject({
			status: null,
			recordingStatus: null,
			result: { code: 'Failure', party: 'Originator', reason: 'NoAnswer' },
		});
	});

	test('say what they are told to', async () => {
		const statusWords = { ringingAgent: 'A', ringingCustomer: 'B', talking: 'C', ended: 'D' };
		sim.vonage.configure({ statusWords, successResult: 'null', recordCalls: false });
		const call = await place();
		expect((await get(`/calls/${call.guid}`)).json).toMatchObject({ status: 'A' });
		runThrough(call);
		expect((await get(`/calls/${call.guid}`)).json).toMatchObject({
			status: 'D',
			result: null,
			recordingStatus: null,
		});
	});

	test('are there for 24 hours after the call', async () => {
		const call = await place();
		ahead = 2 * DAY;
		token = await fetchToken(sim.url);
		expect((await get(`/calls/${call.guid}`)).status).toBe(200);
		runThrough(call);
		ahead = 3 * DAY;
		token = await fetchToken(sim.url);
		expect((await get(`/calls/${call.guid}`)).status).toBe(200);
		ahead += 1;
		expect(await get(`/calls/${call.guid}`)).toMatchObject({ status: 404, json: NOT_FOUND });
		expect(sim.violations).toEqual([]);
	});

	test('go by the GUID of Location, in any case, and not by the id of the body', async () => {
		const call = await place();
		expect((await get(`/calls/${call.guid.toUpperCase()}`)).status).toBe(200);
		expect(await get(`/calls/${call.bodyId}`)).toMatchObject({ status: 404, json: NOT_FOUND });
		expect(await get('/calls/00000000-0000-0000-0000-000000000000')).toMatchObject({ status: 404 });
		expect(sim.violations.map(({ rule }) => rule)).toEqual(['body-id-as-guid', 'unknown-call']);
	});

	test('can be had by the link of the answer', async () => {
		const call = await place();
		const headers = { authorization: `Bearer ${token}`, accept: 'application/json;version=3' };
		const response = await fetch(`${sim.url}/V0/a1b2c3d4e5/Calls/${call.guid}`, { headers });
		expect(response.status).toBe(200);
	});

	test('are for version 3 and newer', async () => {
		const call = await place();
		const statuses = [];
		for (let version = 1; version <= 6; version += 1) {
			statuses.push((await get(`/calls/${call.guid}`, version)).status);
		}
		expect(statuses).toEqual([400, 400, 200, 200, 200, 200]);
		expect(sim.violations[0]).toMatchObject({
			rule: 'later-version',
			message: 'Retrieve the Call Detail needs version 3 of the API, version 1 is asked for',
		});
	});

	test('of another account are not found', async () => {
		const call = await place();
		sim.vonage.configure({
			accounts: [...sim.vonage.settings.accounts, { accountKey: 'other', apiToken: 'secret' }],
		});
		const form = { grant_type: 'client_credentials', client_id: 'other', client_secret: 'secret' };
		const body = new URLSearchParams(form);
		const answer = await fetch(`${sim.url}/v0/oauth2/token`, { method: 'POST', body });
		const { access_token } = (await answer.json()) as { access_token: string };
		const request = { method: 'GET', token: access_token, accountKey: 'other' };
		expect((await sendVonage(sim.url, { ...request, path: `/calls/${call.guid}` })).status).toBe(404);
		expect((await sendVonage(sim.url, { ...request, path: '/agents/1234' })).json).toEqual({
			id: '1234',
			links: [],
			currentCallGuid: null,
		});
	});
});

describe('recording', () => {
	async function talk(): Promise<OutboundCall> {
		const call = await place();
		sim.vonage.advance(call.guid);
		sim.vonage.advance(call.guid);
		return call;
	}

	test('is paused and started again, a little later', async () => {
		const call = await talk();
		for (const recordingStatus of ['Paused', 'Started'] as const) {
			const answer = await record(call.guid, { recordingStatus });
			expect([answer.status, answer.text]).toEqual([202, JSON.stringify({ recordingStatus })]);
			await sim.vonage.settled();
			expect(call.recordingStatus).toBe(recordingStatus);
		}
		expect(call.history.slice(-2).map(({ what }) => what)).toEqual(['recordingPaused', 'recordingStarted']);
	});

	test('is not changed before it has been answered', async () => {
		sim.vonage.configure({ recordingChangeMs: 600_000, recordingStatusCode: 200 });
		const call = await talk();
		expect((await record(call.guid, { recordingStatus: 'Paused' })).status).toBe(200);
		expect(call.recordingStatus).toBe('Started');
	});

	test.each(['before anybody talks', 'after the end'])('%s nothing happens, unseen', async (when) => {
		const call = when === 'after the end' ? await talk() : await place();
		if (when === 'after the end') runThrough(call);
		expect((await record(call.guid, { recordingStatus: 'Paused' })).status).toBe(202);
		await sim.vonage.settled();
		expect(sim.invisibleProblems).toMatchObject([
			{ rule: 'not-recorded', callId: call.guid, vendorCallKey: null, field: 'recordingStatus' },
		]);
	});

	test.each([
		[{}, 'recordingStatus is required', 'missing'],
		[{ recordingStatus: 'paused' }, 'recordingStatus must be Paused or Started', 'bad-value'],
		[{ recordingStatus: true }, 'recordingStatus must be string, got boolean', 'wrong-type'],
		[{ recordingStatus: 'Paused', now: true }, 'now is not a known field', 'unknown-field'],
	])('%j is refused', async (body, message, rule) => {
		const call = await talk();
		expect(await record(call.guid, body)).toMatchObject({ status: 400, json: { message } });
		expect(sim.violations).toMatchObject([{ rule, refused: true }]);
	});

	test('of a call that does not exist is not found', async () => {
		const answer = await record('00000000-0000-0000-0000-000000000000', { recordingStatus: 'Paused' });
		expect(answer).toMatchObject({ status: 404, json: NOT_FOUND });
	});
});

test('only so many calls are kept, those under way the longest', async () => {
	sim.configure({ keep: 2 });
	const first = await place({ telephoneNumber: NUMBER }, '1234');
	const second = await place({ telephoneNumber: NUMBER }, '4567');
	runThrough(second);
	await place({ telephoneNumber: NUMBER }, '4567');
	expect(sim.vonage.calls.map(({ guid }) => guid)).toEqual([first.guid, sim.vonage.calls[1]?.guid]);
	expect(sim.vonage.call(second.guid)).toBeUndefined();
	await place({ telephoneNumber: NUMBER }, '8900');
	expect(sim.vonage.call(first.guid)).toBeUndefined();
	expect(sim.vonage.rings.get(NUMBER)).toBe(1);
});
