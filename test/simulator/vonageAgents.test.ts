import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type OutboundCall, type Simulator } from './startSimulator.ts';
import type { TestAnswer } from './testRequests.ts';
import { fetchToken, sendVonage, testVonage } from './testVonage.ts';

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

const get = (path: string): Promise<TestAnswer> => sendVonage(sim.url, { method: 'GET', path, token });
const ready = (query = ''): Promise<TestAnswer> => get(`/agents/?availability=readyForPhoneCall${query}`);

async function place(from: object = { agentId: '1234' }): Promise<OutboundCall> {
	const body = { from, to: { telephoneNumber: '02072068888' } };
	await sendVonage(sim.url, { body, token });
	return sim.vonage.calls.at(-1) as OutboundCall;
}

describe('an agent', () => {
	test('shows the call under way, and the last one when it is over', async () => {
		expect((await get('/agents/1234')).json).toEqual({ id: '1234', links: [], currentCallGuid: null });
		const { guid } = await place();
		const expected = {
			id: '1234',
			links: [{ href: `${sim.url}/V0/a1b2c3d4e5/Calls/${guid}`, rel: 'currentCall' }],
			currentCallGuid: guid,
		};
		expect((await get('/agents/1234')).json).toEqual(expected);
		while (sim.vonage.advance(guid));
		expect((await get('/agents/1234')).json).toEqual(expected);
		const next = await place();
		expect((await get('/agents/1234/')).json).toMatchObject({ currentCallGuid: next.guid });
	});

	test('who was called shows the call too', async () => {
		const body = { from: { agentId: '1234' }, to: { agentId: '4567' } };
		await sendVonage(sim.url, { body, token });
		const { guid } = sim.vonage.calls[0] as OutboundCall;
		sim.vonage.advance(guid);
		expect((await get('/agents/4567')).json).toMatchObject({ currentCallGuid: guid });
	});

	test('nobody knows is not found', async () => {
		expect(await get('/agents/9')).toMatchObject({
			status: 404,
			json: { message: 'The agent does not exist.' },
		});
		expect(sim.violations).toEqual([]);
	});

	test('stays in the call when the agents are told anew', async () => {
		const { guid } = await place();
		sim.vonage.configure({ agents: [{ agentId: '1234', telephoneNumber: '1', state: 'away' }] });
		expect(sim.vonage.agents).toEqual([
			{
				agentId: '1234',
				telephoneNumber: '1',
				groups: [],
				state: 'away',
				outcome: 'answers',
				inCall: true,
				currentCallGuid: guid,
			},
		]);
	});
});

describe('the agents who are ready', () => {
	test('are listed with their number', async () => {
		const links = (id: string): object[] => [{ href: `${sim.url}/V0/a1b2c3d4e5/Agents/${id}`, rel: '_self' }];
		expect((await ready('&groups=200')).json).toEqual({
			count: 2,
			agents: [
				{ id: '4567', links: links('4567') },
				{ id: '8900', links: links('8900') },
			],
		});
	});

	test.each([
		['', 3],
		['&groups=030', 1],
		['&groups=400%2C030', 2],
		['&groups=400,030', 2],
		['&groups=30', 0],
	])('are counted: %j', async (query, count) => {
		expect((await ready(`${query}&fields=count`)).text).toBe(JSON.stringify({ count }));
	});

	test('are those who are available and in no call', async () => {
		await place({ groups: ['030'] });
		sim.vonage.setAgent('4567', { state: 'busy' });
		expect((await ready()).json).toMatchObject({ count: 1, agents: [{ id: '8900' }] });
		sim.vonage.setAgent('8900', { state: 'away' });
		expect((await ready()).json).toEqual({ count: 0, agents: [] });
		expect(sim.vonage.setAgent('9', { state: 'busy' })).toBeUndefined();
	});

	test.each([
		['/agents/', 'missing', 'availability is required'],
		['/agents', 'missing', 'availability is required'],
		['/agents/?availability=busy', 'bad-value', "availability cannot be 'busy'"],
		['/agents/?availability=readyForPhoneCall&fields=id', 'bad-value', "fields cannot be 'id'"],
		['/agents/?availability=readyForPhoneCall&groups=', 'bad-value', "groups cannot be ''"],
		['/agents/?availability=readyForPhoneCall&page=1', 'unknown-field', 'page is not a known parameter'],
	])('%s is refused', async (path, rule, message) => {
		expect(await get(path)).toMatchObject({ status: 400, json: { message } });
		expect(sim.violations).toMatchObject([{ rule, message, refused: true }]);
	});

	test('an unknown parameter is recorded when tolerated', async () => {
		sim.configure({ unknownFields: 'tolerate' });
		expect((await ready('&page=1')).status).toBe(200);
		expect(sim.violations).toMatchObject([{ rule: 'unknown-field', field: 'page', refused: false }]);
	});
});
