import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { control, readEvents } from './testControl.ts';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { fetchToken, sendVonage, testVonage } from './testVonage.ts';

const NUMBER = '02072068888';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: [], vonage: testVonage({ progress: 'byHand' }) });
});
beforeEach(() => sim.reset());
afterAll(() => sim.close());

const ask = (method: string, path: string, body?: unknown): ReturnType<typeof control> =>
	control(sim.url, method, `/vonage${path}`, body);

async function place(): Promise<string> {
	await sendVonage(sim.url, { body: { from: { agentId: '1234' }, to: { telephoneNumber: NUMBER } } });
	return sim.vonage.calls.at(-1)?.guid ?? '';
}

test('calls can be read, all or one by either id', async () => {
	const guid = await place();
	const call = JSON.parse(JSON.stringify(sim.vonage.calls[0])) as { bodyId: string };
	expect(await ask('GET', '/calls')).toEqual({ status: 200, json: [call] });
	expect(await ask('GET', `/calls/${guid}`)).toEqual({ status: 200, json: call });
	expect(await ask('GET', `/calls/${call.bodyId}`)).toEqual({ status: 200, json: call });
	expect((await ask('GET', '/calls/other')).status).toBe(404);
});

test('calls can be led on and wrapped up', async () => {
	const guid = await place();
	const states = [];
	for (let step = 0; step < 3; step += 1) {
		states.push(((await ask('POST', `/calls/${guid}/advance`)).json as { state: string }).state);
	}
	expect(states).toEqual(['ringingCustomer', 'talking', 'ended']);
	expect((await ask('POST', `/calls/${guid}/advance`)).status).toBe(404);
	expect(await ask('POST', `/calls/${guid}/wrapUp`, { dispositionCode: 'Sold' })).toMatchObject({
		status: 200,
		json: { dispositionCode: 'Sold' },
	});
	expect(await ask('POST', `/calls/${guid}/wrapUp`, {})).toEqual({
		status: 400,
		json: { error: '"dispositionCode" is a text.' },
	});
	expect(await ask('GET', '/rings')).toEqual({ status: 200, json: { '02070000001': 1, [NUMBER]: 1 } });
	expect(await ask('GET', '/settled')).toEqual({ status: 200, json: { settled: true } });
});

test('tokens can be read and ended', async () => {
	await fetchToken(sim.url);
	expect((await ask('GET', '/tokens')).json).toMatchObject([{ service: 'v0', uses: 0 }]);
	expect((await ask('POST', '/tokens/expire')).status).toBe(204);
	const [token] = sim.vonage.tokens;
	expect(Date.parse(token?.expiresAt ?? '')).toBeLessThanOrEqual(Date.now());
});

describe('agents', () => {
	test('can be read and changed', async () => {
		expect((await ask('GET', '/agents')).json).toMatchObject([
			{ agentId: '1234', state: 'available' },
			{ agentId: '4567' },
			{ agentId: '8900' },
		]);
		const changes = { state: 'away', outcome: 'noAnswer' };
		expect(await ask('PATCH', '/agents/1234', changes)).toMatchObject({ status: 200, json: changes });
		expect(sim.vonage.agents[0]).toMatchObject(changes);
		expect((await ask('PATCH', '/agents/9', changes)).status).toBe(404);
	});

	test.each([
		[[], 'Changes of an agent are a JSON object.'],
		[{ state: 'asleep' }, '"state" is one of available, busy, away.'],
		[{ outcome: 'invalid' }, '"outcome" is one of answers, noAnswer, busy, fails, ringsAndFails.'],
		[{ agentId: '1' }, 'An agent has no "agentId" that can be changed.'],
	])('%j is refused', async (changes, error) => {
		expect(await ask('PATCH', '/agents/1234', changes)).toEqual({ status: 400, json: { error } });
	});
});

describe('options', () => {
	test('can be read and changed, here and among those of the simulator', async () => {
		expect((await ask('GET', '/options')).json).toMatchObject({ ccxmlEnabled: true, defaultVersion: 1 });
		expect((await ask('PATCH', '/options', { ccxmlEnabled: false })).json).toMatchObject({
			ccxmlEnabled: false,
			progress: 'byHand',
		});
		const vonage = { defaultVersion: 6 };
		expect((await control(sim.url, 'PATCH', '/options', { keep: 7, vonage })).json).toMatchObject({
			keep: 7,
			vonage: { ccxmlEnabled: false, defaultVersion: 6 },
		});
		sim.reset();
		expect(sim.vonage.settings).toMatchObject({ ccxmlEnabled: true, defaultVersion: 1, progress: 'byHand' });
	});

	test.each([
		[{ nonsense: 1 }, 'The simulator has no option named "vonage.nonsense".'],
		[{ ccxmlEnabled: 'yes' }, 'The option "vonage.ccxmlEnabled" must be of type boolean.'],
		[{ agents: {} }, 'The option "vonage.agents" must be of type array.'],
		[[], 'Options are a JSON object.'],
	])('%j are refused', async (options, error) => {
		expect(await ask('PATCH', '/options', options)).toEqual({ status: 400, json: { error } });
		if (Array.isArray(options)) return;
		expect(await control(sim.url, 'PATCH', '/options', { vonage: options })).toEqual({
			status: 400,
			json: { error },
		});
	});
});

test('faults can be ordered by agent and number', async () => {
	const order = {
		match: { agentId: '1234', telephoneNumber: NUMBER },
		fault: { kind: 'status', status: 503 },
	};
	expect(await control(sim.url, 'POST', '/faults', order)).toEqual({ status: 201, json: { id: 1 } });
	expect((await control(sim.url, 'GET', '/faults')).json).toMatchObject([{ match: order.match }]);
});

test('events are streamed: a snapshot with the calls, then each step', async () => {
	const first = await place();
	const stop = new AbortController();
	const events = readEvents(await fetch(`${sim.url}/_sim/events`, { signal: stop.signal }));
	expect(await events.next()).toMatchObject({
		value: { event: 'snapshot', data: { calls: [], outboundCalls: [{ guid: first }] } },
	});
	sim.vonage.advance(first);
	for (const what of ['agentAnswers', 'customerRings']) {
		expect(await events.next()).toMatchObject({
			value: { event: 'outboundCall', data: { call: { guid: first }, entry: { what } } },
		});
	}
	stop.abort();
});
