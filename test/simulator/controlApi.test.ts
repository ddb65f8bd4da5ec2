import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { control as askControl, readEvents } from './testControl.ts';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createBody, send, signToken, testContactCenters } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(() => sim.reset());
afterAll(() => sim.close());

const control = (method: string, path: string, body?: unknown): ReturnType<typeof askControl> =>
	askControl(sim.url, method, path, body);
const create = (): ReturnType<typeof send> =>
	send(sim.url, {
		path: '/voiceCalls',
		body: createBody({ vendorCallKey: 'a/b' }),
		token: signToken({ jti: 'j' }),
	});

test('calls can be read, all or one by id or key', async () => {
	await create();
	const call = JSON.parse(JSON.stringify(sim.calls[0])) as unknown;
	expect(await control('GET', '/calls')).toEqual({ status: 200, json: [call] });
	expect(await control('GET', '/calls/0LQ000000000001')).toEqual({ status: 200, json: call });
	expect(await control('GET', '/calls/a%2Fb')).toEqual({ status: 200, json: call });
	expect((await control('GET', '/calls/other')).status).toBe(404);
});

test('requests, violations and problems can be read', async () => {
	await create();
	await create();
	await send(sim.url, { method: 'PATCH', path: '/voiceCalls/a%2Fb?x=1', body: { totalHoldDuration: 1 } });
	expect(await control('GET', '/settled')).toEqual({ status: 200, json: { settled: true } });
	expect((await control('GET', '/requests')).json).toMatchObject([
		{
			number: 1,
			method: 'POST',
			path: '/telephony/v1/voiceCalls',
			token: { header: { alg: 'RS256', typ: 'JWT' }, claims: { jti: 'j' } },
			body: JSON.stringify(createBody({ vendorCallKey: 'a/b' })),
			endpoint: 'Create a Voice Call Record',
			status: 200,
			handled: true,
		},
		{ number: 2, status: 401 },
		{ number: 3, path: '/telephony/v1/voiceCalls/a%2Fb', query: 'x=1', status: 200 },
	]);
	expect((await control('GET', '/violations')).json).toMatchObject([
		{ rule: 'token-jti-replayed', requestNumber: 2 },
	]);
	expect((await control('GET', '/problems')).json).toMatchObject([
		{ rule: 'needs-recording', requestNumber: 3 },
	]);
});

describe('faults', () => {
	test('are ordered, listed and taken back', async () => {
		const order = {
			match: { method: 'POST', pathPattern: 'voiceCalls$', vendorCallKey: 'a/b' },
			times: 'always',
			skip: 1,
			fault: { kind: 'status', status: 503 },
		};
		expect(await control('POST', '/faults', order)).toEqual({ status: 201, json: { id: 1 } });
		expect([(await create()).status, (await create()).status]).toEqual([200, 503]);
		expect((await control('GET', '/faults')).json).toEqual([
			{
				id: 1,
				match: { method: 'POST', path: '/voiceCalls$/', vendorCallKey: 'a/b' },
				fault: { kind: 'status', status: 503 },
				skip: 0,
				left: 'always',
				hits: 1,
			},
		]);
		expect((await control('DELETE', '/faults')).status).toBe(204);
		expect(sim.faults.list()).toEqual([]);
	});

	test.each([
		[{}, 'A fault order needs "fault" with the "kind" of an existing fault.'],
		[{ fault: { kind: 'x' } }, 'A fault order needs "fault" with the "kind" of an existing fault.'],
		[{ fault: { kind: 'emptyBody' }, times: 'x' }, '"times" is a number or "always".'],
		[{ fault: { kind: 'emptyBody' }, skip: '1' }, '"skip" is a number.'],
		[{ fault: { kind: 'emptyBody' }, match: { key: 'x' } }, '"match" has no "key".'],
	])('%j is refused', async (order, error) => {
		expect(await control('POST', '/faults', order)).toEqual({ status: 400, json: { error } });
	});
});

test('options can be read and changed, and a reset brings the first ones back', async () => {
	expect((await control('PATCH', '/options', { createStatus: 202 })).status).toBe(200);
	expect((await control('GET', '/options')).json).toMatchObject({ createStatus: 202, callsPerSecond: 50 });
	expect((await create()).status).toBe(202);
	expect((await control('POST', '/reset')).status).toBe(204);
	expect([sim.calls, sim.requests, sim.settings.createStatus]).toEqual([[], [], 200]);
	expect((await create()).json).toMatchObject({ voiceCallId: '0LQ000000000001' });
});

test.each([
	[{ nonsense: 1 }, 'The simulator has no option named "nonsense".'],
	[{ createStatus: '201' }, 'The option "createStatus" must be of type number.'],
	[{ contactCenters: {} }, 'The option "contactCenters" must be of type array.'],
	[[], 'Options are a JSON object.'],
])('the options %j are refused', async (options, error) => {
	expect(await control('PATCH', '/options', options)).toEqual({ status: 400, json: { error } });
});

test('a rep can be made to accept', async () => {
	await create();
	expect((await control('POST', '/calls/0LQ000000000001/accept')).status).toBe(404);
	await send(sim.url, {
		path: '/voiceCalls/a%2Fb/routeVoiceCall',
		body: { routingTarget: '00G000000000001' },
	});
	const accepted = await control('POST', '/calls/0LQ000000000001/accept', { agent: 'sam' });
	expect(accepted).toMatchObject({ status: 200, json: { agent: 'sam', callDisposition: 'in-progress' } });
});

test('events are streamed: a snapshot, then each thing as it happens', async () => {
	await create();
	const stop = new AbortController();
	const response = await fetch(`${sim.url}/_sim/events`, { signal: stop.signal });
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	const events = readEvents(response);
	expect(await events.next()).toMatchObject({
		value: { event: 'snapshot', data: { calls: [{ vendorCallKey: 'a/b' }], violations: [], problems: [] } },
	});
	await send(sim.url, { path: '/voiceCalls', body: createBody({ vendorCallKey: 'second' }) });
	await send(sim.url, { path: '/voiceCalls', body: {} });
	sim.reset();
	expect(await events.next()).toMatchObject({
		value: { event: 'call', data: { entry: { what: 'created' }, call: { vendorCallKey: 'second' } } },
	});
	expect(await events.next()).toMatchObject({
		value: { event: 'violation', data: { violation: { rule: 'missing' } } },
	});
	stop.abort();
});

test('the watch page is one self-contained document', async () => {
	const response = await fetch(`${sim.url}/`);
	const page = await response.text();
	expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	expect(page).toMatch(/^<!doctype html>/);
	expect(page.match(/(?:src|href)="(?!data:)[^"]*"/g)).toBeNull();
});
