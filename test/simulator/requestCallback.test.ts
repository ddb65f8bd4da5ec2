import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createCall } from './testConversations.ts';
import { send, testContactCenters, type TestAnswer } from './testRequests.ts';

const NUMBER = '+14081456688';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(async () => {
	sim.reset();
	await createCall(sim.url);
});
afterAll(() => sim.close());

const ask = (body: unknown, id = 'key', headers: Record<string, string> = {}): Promise<TestAnswer> =>
	send(sim.url, { path: `/voiceCalls/${id}/requestCallback`, body, headers });

test('a callback makes a contact request', async () => {
	const answer = await ask({ callbackNumber: NUMBER });
	expect([answer.status, answer.text]).toEqual([200, '{"recordId":"0LQ00000015ftgH"}']);
	expect(sim.contactRequests).toEqual([
		{
			id: '0LQ00000015ftgH',
			at: expect.any(String) as string,
			callId: '0LQ000000000001',
			vendorCallKey: 'key',
			callbackNumber: NUMBER,
			isPreviewCallback: false,
			scheduledRoutingDateTime: null,
			requestNumber: 2,
		},
	]);
	expect(sim.call('key')).toMatchObject({ contactRequestIds: ['0LQ00000015ftgH'] });
	expect(sim.call('key')?.history.at(-1)).toMatchObject({ what: 'callbackRequested', detail: NUMBER });
});

test('every one makes another: it must not be repeated blindly', async () => {
	const ids = [];
	for (const id of ['key', 'key', '0LQ000000000001'])
		ids.push((await ask({ callbackNumber: NUMBER }, id)).json);
	expect(new Set(ids.map((json) => JSON.stringify(json))).size).toBe(3);
	expect(sim.contactRequests).toHaveLength(3);
	sim.reset();
	expect(sim.contactRequests).toEqual([]);
});

test.each([
	'2026-01-15T18:30:00Z',
	'2026-01-15T18:30:00.250Z',
	'2026-01-15T18:30:00+01:00',
	'2026-01-15T18:30Z',
])('a previewed callback for %s keeps what was asked', async (scheduledRoutingDateTime) => {
	await ask({ callbackNumber: NUMBER, isPreviewCallback: true, scheduledRoutingDateTime });
	expect(sim.contactRequests).toMatchObject([{ isPreviewCallback: true, scheduledRoutingDateTime }]);
	expect(sim.call('key')?.history.at(-1)?.detail).toBe(`${NUMBER} at ${scheduledRoutingDateTime}, previewed`);
});

test('status and prefix of the id can be set', async () => {
	sim.configure({ callbackStatus: 201, contactRequestPrefix: 'XYZ' });
	const answer = await ask({ callbackNumber: NUMBER });
	expect([answer.status, answer.json]).toEqual([201, { recordId: 'XYZ00000015ftgH' }]);
});

const DATE = 'scheduledRoutingDateTime must be an ISO-8601 date and time with Z or an offset';

test.each([
	[{}, 'missing', 'callbackNumber is required'],
	[{ callbackNumber: ' ' }, 'bad-value', 'callbackNumber must not be empty'],
	[{ callbackNumber: 5 }, 'wrong-type', 'callbackNumber must be string, got number 5'],
	[
		{ callbackNumber: NUMBER, isPreviewCallback: 'true' },
		'wrong-type',
		'isPreviewCallback must be boolean, got string',
	],
	[{ callbackNumber: NUMBER, scheduledRoutingDateTime: '2026-01-15T18:30:00' }, 'bad-value', DATE],
	[{ callbackNumber: NUMBER, scheduledRoutingDateTime: '2026-02-30T18:30:00Z' }, 'bad-value', DATE],
	[{ callbackNumber: NUMBER, scheduledRoutingDateTime: '2026-01-15' }, 'bad-value', DATE],
	[{ callbackNumber: NUMBER, vendorCallKey: 'key' }, 'unknown-field', 'vendorCallKey is not a known field'],
])('%j is refused and makes none', async (body, rule, message) => {
	const answer = await ask(body);
	expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
	expect(sim.violations).toMatchObject([{ rule, message }]);
	expect(sim.contactRequests).toEqual([]);
});

test('only JSON is taken, and only for calls that exist', async () => {
	const xml = await ask('<a/>', 'key', { 'content-type': 'application/xml' });
	const nobody = await ask({ callbackNumber: NUMBER }, 'nobody');
	expect([xml.status, nobody.status]).toEqual([415, 404]);
	expect(sim.violations.map(({ rule }) => rule)).toEqual(['content-type', 'unknown-call']);
});
