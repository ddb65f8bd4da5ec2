import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSimulator, type Fault, type FaultMatch, type Simulator } from './startSimulator.ts';
import type { TestAnswer } from './testRequests.ts';
import { askForToken, fetchToken, sendVonage, testVonage, type VonageRequestOptions } from './testVonage.ts';

const NUMBER = '02072068888';
const AGENT_PHONE = '02070000001';
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

const place = (request: VonageRequestOptions = {}): Promise<TestAnswer> =>
	sendVonage(sim.url, {
		body: { from: { agentId: '1234' }, to: { telephoneNumber: NUMBER } },
		token,
		...request,
	});
const failure = (attempt: Promise<unknown>): Promise<unknown> =>
	attempt.then(
		() => 'answered',
		(error: unknown) => ((error as Error).cause as { code?: string } | undefined)?.code,
	);
const rings = (): number => sim.vonage.rings.get(AGENT_PHONE) ?? 0;

describe('a fault and the agent’s phone', () => {
	const lost: Array<[Fault, string, number]> = [
		[{ kind: 'resetBefore' }, 'ECONNRESET', 0],
		[{ kind: 'resetDuring' }, 'ECONNRESET', 0],
		[{ kind: 'resetAfter' }, 'ECONNRESET', 1],
		[{ kind: 'truncatedJson', cutConnection: true }, 'UND_ERR_SOCKET', 1],
	];
	test.each(lost)('%j: no answer', async (fault, code, rung) => {
		sim.faults.add({ fault, match: { path: '/v0/a1b2c3d4e5/calls/' } });
		expect(await failure(place())).toBe(code);
		expect([rings(), sim.vonage.calls.length]).toEqual([rung, rung]);
		expect(sim.requests[1]).toMatchObject({ fault: fault.kind, handledStatus: rung ? 201 : null });
	});

	const answered: Array<[Fault, number, number]> = [
		[{ kind: 'status', status: 503 }, 503, 0],
		[{ kind: 'status', status: 429, headers: { 'Retry-After': '1' } }, 429, 0],
		[{ kind: 'statusAfter', status: 502 }, 502, 1],
		[{ kind: 'html' }, 200, 0],
		[{ kind: 'html', handled: true, status: 201 }, 201, 1],
		[{ kind: 'truncatedJson' }, 201, 1],
		[{ kind: 'emptyBody' }, 201, 1],
		[{ kind: 'wrongContentType' }, 201, 1],
		[{ kind: 'unauthorizedOnce' }, 401, 0],
		[{ kind: 'oversizedBody', bytes: 100_000 }, 201, 1],
		[{ kind: 'redirect', location: 'http://127.0.0.1:1/', status: 307 }, 307, 0],
		[{ kind: 'dripBody', bytesPerWrite: 200, intervalMs: 1 }, 201, 1],
		[{ kind: 'delay', ms: 1 }, 201, 1],
		[{ kind: 'delay', ms: 1, when: 'after' }, 201, 1],
	];
	test.each(answered)('%j: status %i', async (fault, status, rung) => {
		sim.faults.add({ fault, match: { agentId: '1234' } });
		const answer = await fetchWithoutFollowing();
		expect([answer.status, rings(), sim.vonage.calls.length]).toEqual([status, rung, rung]);
		expect(sim.violations).toEqual([]);
	});

	test.each([
		['hangBefore', 0],
		['hangAfter', 1],
	] as const)('%s', async (kind, rung) => {
		sim.faults.add({ fault: { kind } });
		const patience = new AbortController();
		const attempt = fetchWithoutFollowing(patience.signal);
		await vi.waitFor(() => expect(sim.requests[1]?.fault).toBe(kind));
		await vi.waitFor(() => expect(rings()).toBe(rung));
		patience.abort();
		await expect(attempt).rejects.toThrow('This operation was aborted');
	});

	function fetchWithoutFollowing(signal: AbortSignal | null = null): Promise<Response> {
		return fetch(`${sim.url}/v0/a1b2c3d4e5/calls/`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ from: { agentId: '1234' }, to: { telephoneNumber: NUMBER } }),
			redirect: 'manual',
			signal,
		});
	}
});

describe('401 for a good token', () => {
	test('of a call is Vonage’s, and the next attempt passes', async () => {
		sim.faults.add({ fault: { kind: 'unauthorizedOnce' } });
		expect((await place()).json).toEqual({ message: 'The access token is invalid or has expired.' });
		expect((await place()).status).toBe(201);
	});

	test.each(['/v0/oauth2/token', '/Auth/connect/token'])('of %s is that of a token service', async (path) => {
		sim.faults.add({ fault: { kind: 'unauthorizedOnce' }, match: { path } });
		const answer = await askForToken(sim.url, undefined, undefined, path);
		expect([answer.status, answer.json]).toEqual([401, { error: 'invalid_client' }]);
	});
});

describe('which request meets a fault', () => {
	const fault: Fault = { kind: 'status', status: 503 };
	const matches: Array<[FaultMatch, boolean]> = [
		[{ agentId: '1234' }, true],
		[{ agentId: '4567' }, false],
		[{ telephoneNumber: NUMBER }, true],
		[{ telephoneNumber: AGENT_PHONE }, false],
		[{ agentId: '1234', telephoneNumber: '1' }, false],
		[{ vendorCallKey: '1234' }, false],
		[{ path: /\/calls\/$/ }, true],
		[{ method: 'GET' }, false],
	];
	test.each(matches)('%j matches a call: %s', async (match, expected) => {
		sim.faults.add({ fault, match });
		expect((await place()).status).toBe(expected ? 503 : 201);
	});

	test('the agent called counts as well', async () => {
		sim.faults.add({ fault, match: { agentId: '4567' } });
		const body = { from: { agentId: '1234' }, to: { agentId: '4567' } };
		expect((await place({ body })).status).toBe(503);
	});

	test('the agent and the number of a call in the path match', async () => {
		await place();
		const get = async (path: string): Promise<number> =>
			(await sendVonage(sim.url, { method: 'GET', path, token })).status;
		const path = `/calls/${sim.vonage.calls[0]?.guid}`;
		sim.faults.add({ fault, match: { agentId: '1234' }, times: 2 });
		expect([await get('/agents/4567'), await get('/agents/1234'), await get(path)]).toEqual([200, 503, 503]);
		sim.faults.add({ fault, match: { telephoneNumber: NUMBER } });
		expect([await get(path), await get(path)]).toEqual([503, 200]);
	});

	test('a number matches for resetDuring too, once the body is read', async () => {
		sim.faults.add({ fault: { kind: 'resetDuring' }, match: { telephoneNumber: '1' } });
		expect((await place()).status).toBe(201);
		const body = { from: { agentId: '4567' }, to: { telephoneNumber: '1' } };
		expect(await failure(place({ body }))).toBe('ECONNRESET');
		expect(rings()).toBe(1);
	});

	test('a body that is no JSON names nobody', async () => {
		sim.faults.add({ fault, match: { agentId: '1234' } });
		expect((await place({ body: '{"from":{"agentId":"1234"' })).status).toBe(400);
	});
});

test('of many calls at once no phone rings more often than the service saw a call', async () => {
	const ids = Array.from({ length: 60 }, (_, index) => String(100 + index));
	sim.vonage.configure({ agents: ids.map((agentId) => ({ agentId, telephoneNumber: `agent ${agentId}` })) });
	const faults: Fault[] = [
		{ kind: 'resetBefore' },
		{ kind: 'resetAfter' },
		{ kind: 'status', status: 429 },
		{ kind: 'statusAfter', status: 502 },
		{ kind: 'unauthorizedOnce' },
	];
	ids.forEach((agentId, index) => {
		const fault = faults[index % (faults.length + 1)];
		if (fault !== undefined) sim.faults.add({ fault, match: { agentId } });
	});
	await Promise.allSettled(
		ids.map((agentId) => place({ body: { from: { agentId }, to: { telephoneNumber: agentId } } })),
	);
	for (const { guid } of sim.vonage.calls) while (sim.vonage.advance(guid) !== undefined);
	const placed = sim.requests.filter(({ handledStatus }) => handledStatus === 201);
	expect(placed).toHaveLength(30);
	expect(sim.vonage.rings.size).toBe(60);
	expect(new Set(sim.vonage.rings.values())).toEqual(new Set([1]));
});
