import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSimulator, type Fault, type RequestRecord, type Simulator } from './startSimulator.ts';
import { createBody, send, signToken, testContactCenters, type TestAnswer } from './testRequests.ts';

const GOOD = '{"voiceCallId":"0LQ000000000001","errors":[]}';
const CREATE = '/telephony/v1/voiceCalls';
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
});
beforeEach(() => sim.reset());
afterAll(() => sim.close());

const create = (vendorCallKey = 'key', signal?: AbortSignal): Promise<TestAnswer> =>
	send(sim.url, {
		path: '/voiceCalls',
		body: createBody({ vendorCallKey }),
		...(signal === undefined ? {} : { signal }),
	});
const once = (fault: Fault): number => sim.faults.add({ fault });

/** The code of the error that a failed fetch names as its cause. */
async function failure(attempt: Promise<unknown>): Promise<string> {
	const error = await attempt.then(
		() => new Error('the request succeeded'),
		(reason: unknown) => reason as Error,
	);
	return (error.cause as { code?: string } | undefined)?.code ?? error.message;
}

const firstRequest = (): RequestRecord | undefined => sim.requests[0];

describe('a connection that breaks', () => {
	test.each([
		['resetBefore', false, null, 0],
		['resetDuring', false, null, 0],
		['resetAfter', true, 200, 1],
	] as const)('%s', async (kind, handled, handledStatus, calls) => {
		once({ kind });
		expect(await failure(create())).toBe('ECONNRESET');
		expect(firstRequest()).toMatchObject({ fault: kind, handled, handledStatus, status: null });
		expect(sim.calls).toHaveLength(calls);
		expect((await create()).text).toBe(GOOD);
	});

	test('resetDuring breaks off in the middle of a body', async () => {
		once({ kind: 'resetDuring' });
		const body = createBody({ to: 'x'.repeat(8_000_000) });
		expect(await failure(send(sim.url, { path: '/voiceCalls', body }))).toMatch(/^(ECONNRESET|EPIPE)$/);
		const read = firstRequest()?.body.length ?? 0;
		expect(read).toBeGreaterThanOrEqual(4_000_000);
		expect(read).toBeLessThan(8_000_000);
	});
});

describe('a request that is never answered', () => {
	test.each([
		['hangBefore', false, 0],
		['hangAfter', true, 1],
	] as const)('%s', async (kind, handled, calls) => {
		once({ kind });
		const patience = new AbortController();
		const attempt = create('key', patience.signal);
		await vi.waitFor(() => expect(firstRequest()?.fault).toBe(kind));
		await vi.waitFor(() => expect(sim.calls).toHaveLength(calls));
		patience.abort();
		await expect(attempt).rejects.toThrow('This operation was aborted');
		expect(firstRequest()).toMatchObject({ handled, status: null });
	});
});

describe('an answer that is not the usual one', () => {
	const HTML = 'text/html; charset=utf-8';
	const JSON_TYPE = 'application/json;charset=UTF-8';
	const PAGE = /^<!doctype html>.*We will be back soon/;
	const spoilt: Array<[string, Fault, number, string | null, string | RegExp, number]> = [
		['status', { kind: 'status', status: 503 }, 503, null, '', 0],
		[
			'status with a body',
			{ kind: 'status', status: 500, body: '{}', headers: { 'Content-Type': 'application/json' } },
			500,
			'application/json',
			'{}',
			0,
		],
		['statusAfter', { kind: 'statusAfter', status: 502, body: 'Bad gateway' }, 502, null, 'Bad gateway', 1],
		['html', { kind: 'html' }, 200, HTML, PAGE, 0],
		['html after handling', { kind: 'html', handled: true, status: 201, body: '<p>' }, 201, HTML, '<p>', 1],
		['truncatedJson', { kind: 'truncatedJson' }, 200, JSON_TYPE, GOOD.slice(0, 22), 1],
		['emptyBody', { kind: 'emptyBody' }, 200, null, '', 1],
		['wrongContentType', { kind: 'wrongContentType' }, 200, 'text/plain', GOOD, 1],
		[
			'wrongContentType of choice',
			{ kind: 'wrongContentType', contentType: 'image/png' },
			200,
			'image/png',
			GOOD,
			1,
		],
		[
			'unauthorizedOnce',
			{ kind: 'unauthorizedOnce' },
			401,
			JSON_TYPE,
			'{"errorCode":"UNAUTHORIZED","message":"invalid session"}',
			0,
		],
	];

	test.each(spoilt)('%s', async (_name, fault, status, contentType, text, calls) => {
		once(fault);
		const answer = await create();
		expect([answer.status, answer.headers.get('content-type')]).toEqual([status, contentType]);
		expect(answer.text).toMatch(text);
		expect(sim.calls).toHaveLength(calls);
		expect(firstRequest()).toMatchObject({
			fault: fault.kind,
			handled: calls === 1,
			handledStatus: calls === 1 ? 200 : null,
			status,
		});
		expect(sim.violations).toEqual([]);
		expect((await create()).text).toBe(GOOD);
	});

	test('truncatedJson with the connection cut', async () => {
		once({ kind: 'truncatedJson', cutConnection: true });
		expect(await failure(create())).toBe('UND_ERR_SOCKET');
		expect(sim.calls).toHaveLength(1);
	});

	test('oversizedBody is valid JSON, only too much', async () => {
		once({ kind: 'oversizedBody', bytes: 3_000_000 });
		const answer = await create();
		expect(answer.text).toHaveLength(GOOD.length + 3_000_000 + ',"padding":""'.length);
		expect(answer.json).toMatchObject({ voiceCallId: '0LQ000000000001' });
	});

	test.each([
		[undefined, 307],
		[302, 302],
	])('redirect with status %s', async (status, expected) => {
		const location = 'https://elsewhere.example/telephony/v1/voiceCalls';
		once({ kind: 'redirect', location, ...(status === undefined ? {} : { status }) });
		const answer = await create();
		expect([answer.status, answer.headers.get('location'), sim.calls.length]).toEqual([
			expected,
			location,
			0,
		]);
	});

	test('dripBody sends the body in pieces', async () => {
		once({ kind: 'dripBody', bytesPerWrite: 15, intervalMs: 5 });
		const pieces = await receivePieces();
		expect(pieces.join('')).toBe(GOOD);
		expect(pieces.length).toBeGreaterThan(1);
	});

	test.each([
		['before', undefined],
		['after', 'after'],
	] as const)('delay %s handling', async (_name, when) => {
		once({ kind: 'delay', ms: 60, ...(when === undefined ? {} : { when }) });
		const started = performance.now();
		expect((await create()).text).toBe(GOOD);
		expect(performance.now() - started).toBeGreaterThanOrEqual(59);
	});
});

describe('which request meets a fault', () => {
	const hit = async (attempt: Promise<TestAnswer>): Promise<boolean> => (await attempt).status === 503;
	const fault = { kind: 'status', status: 503 } as const;

	test('times and skip count matching requests', async () => {
		sim.faults.add({ fault, skip: 1, times: 2 });
		expect(sim.faults.list()).toEqual([{ id: 1, match: {}, fault, skip: 1, left: 2, hits: 0 }]);
		const hits = [];
		for (let round = 0; round < 5; round += 1) hits.push(await hit(create()));
		expect(hits).toEqual([false, true, true, false, false]);
		expect(sim.faults.list()).toMatchObject([{ skip: 0, left: 0, hits: 2 }]);
	});

	test('always lasts until the faults are cleared', async () => {
		sim.faults.add({ fault, times: 'always' });
		expect([await hit(create()), await hit(create())]).toEqual([true, true]);
		expect(sim.faults.list()).toMatchObject([{ left: 'always', hits: 2 }]);
		sim.faults.clear();
		expect(await hit(create())).toBe(false);
	});

	test('unauthorizedOnce hits once whatever times says', async () => {
		sim.faults.add({ fault: { kind: 'unauthorizedOnce' }, times: 5 });
		expect([(await create()).status, (await create()).status]).toEqual([401, 200]);
	});

	test.each([
		[{ method: 'patch' }, false],
		[{ method: 'post' }, true],
		[{ path: CREATE }, true],
		[{ path: '/telephony/v1' }, false],
		[{ path: /voiceCalls$/g }, true],
		[{ path: /routeVoiceCall$/ }, false],
		[{ vendorCallKey: 'key' }, true],
		[{ vendorCallKey: 'other' }, false],
	])('%j matches a create: %s', async (match, expected) => {
		sim.faults.add({ fault, match });
		expect(await hit(create())).toBe(expected);
	});

	test('a key matches however the path names its call', async () => {
		await create('a"b');
		sim.faults.add({ fault, match: { vendorCallKey: 'a"b' }, times: 'always' });
		const patch = (id: string): Promise<TestAnswer> =>
			send(sim.url, { method: 'PATCH', path: `/voiceCalls/${id}`, body: { isActiveCall: true } });
		expect(await hit(patch('0LQ000000000001'))).toBe(true);
		expect(await hit(patch(encodeURIComponent('a"b')))).toBe(true);
		expect(await hit(create('a"b'))).toBe(true);
		expect(await hit(patch('another'))).toBe(false);
	});

	test('a key matches for resetDuring too, once the body is read', async () => {
		sim.faults.add({ fault: { kind: 'resetDuring' }, match: { vendorCallKey: 'two' } });
		expect((await create('one')).status).toBe(200);
		expect(await failure(create('two'))).toBe('ECONNRESET');
	});

	test('of several faults the first ordered comes first', async () => {
		sim.faults.add({ fault });
		sim.faults.add({ fault: { kind: 'emptyBody' } });
		expect([(await create()).status, (await create()).text]).toEqual([503, '']);
	});

	test('a fault that comes before handling leaves the jti unused', async () => {
		const token = signToken({ jti: 'kept' });
		const attempt = (): Promise<TestAnswer> =>
			send(sim.url, { path: '/voiceCalls', body: createBody(), token });
		sim.faults.add({ fault });
		expect([(await attempt()).status, (await attempt()).status, (await attempt()).status]).toEqual([
			503, 200, 401,
		]);
	});

	test('a kind that does not exist is refused', () => {
		expect(() => once({ kind: 'nonsense' } as unknown as Fault)).toThrow(
			'The simulator has no fault of kind "nonsense".',
		);
	});
});

test('close does not wait for requests that hang', async () => {
	const own = await startSimulator({ contactCenters: testContactCenters() });
	own.faults.add({ fault: { kind: 'hangBefore' } });
	own.faults.add({ fault: { kind: 'delay', ms: 600_000 } });
	const attempts = [1, 2].map(() => failure(send(own.url, { path: '/voiceCalls', body: createBody() })));
	await vi.waitFor(() =>
		expect(own.requests.map((request) => request.fault)).toEqual(['hangBefore', 'delay']),
	);
	await own.close();
	expect(await attempts[0]).toMatch(/^(ECONNRESET|UND_ERR_SOCKET)$/);
	await attempts[1];
});

/** Creates a call and gives the answer's body in the pieces it came in. */
async function receivePieces(): Promise<string[]> {
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const headers = { authorization: `Bearer ${signToken()}`, 'content-type': 'application/json' };
		const request = httpRequest(sim.url + CREATE, { method: 'POST', headers, agent: false }, resolve);
		request.on('error', reject).end(JSON.stringify(createBody()));
	});
	const pieces: string[] = [];
	for await (const piece of response) pieces.push(String(piece));
	return pieces;
}
