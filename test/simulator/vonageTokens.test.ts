import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator, type VonageSettings } from './startSimulator.ts';
import {
	askForToken,
	basic,
	fetchToken,
	sendVonage,
	TEST_ACCOUNT,
	testVonage,
	tokenOf,
} from './testVonage.ts';
import type { TestAnswer } from './testRequests.ts';

const { accountKey, apiToken, gateway } = TEST_ACCOUNT;
const EXPIRED = { message: 'The access token is invalid or has expired.' };
const GRANT = { grant_type: 'client_credentials' };
const START = Date.now();
let ahead = 0;
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: [], vonage: testVonage(), clock: () => START + ahead });
});
beforeEach(() => {
	ahead = 0;
	sim.reset();
});
afterAll(() => sim.close());

const askGateway = (
	form: Record<string, string>,
	headers: Record<string, string> = {},
): Promise<TestAnswer> => askForToken(sim.url, form, headers, '/Auth/connect/token');
const inForm = { ...GRANT, client_id: accountKey, client_secret: apiToken };
const atGateway = { ...GRANT, client_id: gateway.clientId, client_secret: gateway.clientSecret };
const findAgents = (token: string | null, changes: object = {}): Promise<TestAnswer> =>
	sendVonage(sim.url, { method: 'GET', path: '/agents/?availability=readyForPhoneCall', token, ...changes });

describe('the V0 token service', () => {
	test.each([
		['header', GRANT, { authorization: basic() }],
		['form', inForm, {}],
	] as const)('hands out a token for credentials in the %s', async (credentialsIn, form, headers) => {
		const answer = await askForToken(sim.url, form, headers);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([
			200,
			'application/json;charset=UTF-8',
		]);
		expect(answer.json).toEqual({
			access_token: expect.stringMatching(/^[\w-]{43}$/) as string,
			token_type: 'Bearer',
			expires_in: 3600,
		});
		expect(sim.vonage.tokens).toEqual([
			{
				digest: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
				accountKey,
				service: 'v0',
				credentialsIn,
				scope: null,
				issuedAt: new Date(START).toISOString(),
				expiresAt: new Date(START + 3_600_000).toISOString(),
				uses: 0,
			},
		]);
		expect(sim.violations).toEqual([]);
		expect((await findAgents(tokenOf(answer))).status).toBe(200);
		expect(sim.vonage.tokens).toMatchObject([{ uses: 1, digest: sim.requests[1]?.tokenDigest }]);
	});

	test.each([
		['number', 3600],
		['text', '3600'],
		['absent', undefined],
	] as const)('expires_in as %s', async (expiresIn, expected) => {
		sim.vonage.configure({ expiresIn });
		expect((await askForToken(sim.url)).json).toEqual({
			access_token: expect.any(String) as string,
			token_type: 'Bearer',
			...(expected === undefined ? {} : { expires_in: expected }),
		});
	});

	test('a field that is none, scope among them, is recorded and not refused', async () => {
		const answer = await askForToken(sim.url, { ...GRANT, scope: 'calls', audience: 'x' });
		expect(answer.status).toBe(200);
		expect(sim.violations).toMatchObject([
			{ rule: 'unknown-field', field: 'scope', refused: false },
			{ rule: 'unknown-field', field: 'audience', refused: false },
		]);
	});
});

describe('the gateway', () => {
	test.each([
		['form', atGateway, {}],
		['header', GRANT, { authorization: basic(gateway.clientId, gateway.clientSecret) }],
	] as const)('hands out a token for credentials in the %s', async (credentialsIn, form, headers) => {
		const answer = await askGateway({ ...form, scope: 'calls stats' }, headers);
		expect(answer.json).toEqual({
			access_token: expect.any(String) as string,
			token_type: 'Bearer',
			expires_in: 7200,
		});
		expect(sim.vonage.tokens).toMatchObject([{ service: 'gateway', credentialsIn, scope: 'calls stats' }]);
		expect((await findAgents(tokenOf(answer))).status).toBe(200);
	});

	test('its tokens may be no good for calls', async () => {
		sim.vonage.configure({ gatewayTokensOnCalls: false });
		const token = tokenOf(await askGateway({ ...atGateway, scope: 'calls' }));
		expect(await findAgents(token)).toMatchObject({ status: 401, json: EXPIRED });
		expect(sim.violations).toMatchObject([{ rule: 'token-of-gateway' }]);
	});

	test.each([
		[undefined, 'scope is required'],
		['', 'scope is required'],
		['calls admin', 'the scope admin is not granted'],
	])('the scope %j is refused', async (scope, message) => {
		const answer = await askGateway(scope === undefined ? atGateway : { ...atGateway, scope });
		expect([answer.status, answer.json]).toEqual([400, { error: 'invalid_scope' }]);
		expect(sim.violations).toMatchObject([{ rule: 'scope', message }]);
	});

	test('the credentials of one service are not those of the other', async () => {
		expect((await askGateway({ ...inForm, scope: 'calls' })).json).toEqual({ error: 'invalid_client' });
		expect((await askForToken(sim.url, atGateway, {})).json).toEqual({ error: 'invalid_client' });
	});
});

const REFUSED: Array<[string, Record<string, string> | string, Record<string, string>, string, string]> = [
	['a wrong secret', GRANT, { authorization: basic(accountKey, 'x') }, 'invalid_client', 'invalid-client'],
	['an unknown account', GRANT, { authorization: basic('x', apiToken) }, 'invalid_client', 'invalid-client'],
	['no secret', { ...GRANT, client_id: accountKey }, {}, 'invalid_client', 'invalid-client'],
	[
		'a plus that was not encoded',
		`grant_type=client_credentials&client_id=${accountKey}&client_secret=${apiToken}`,
		{},
		'invalid_client',
		'invalid-client',
	],
	['no credentials', GRANT, {}, 'invalid_request', 'credentials'],
	['credentials twice', inForm, { authorization: basic() }, 'invalid_request', 'credentials'],
	['another scheme', GRANT, { authorization: `Bearer ${apiToken}` }, 'invalid_request', 'credentials'],
	['Basic without a colon', GRANT, { authorization: 'Basic eHg=' }, 'invalid_request', 'credentials'],
	[
		'another grant',
		{ grant_type: 'password' },
		{ authorization: basic() },
		'unsupported_grant_type',
		'grant-type',
	],
	['no grant', {}, { authorization: basic() }, 'unsupported_grant_type', 'grant-type'],
	[
		'a field given twice',
		'grant_type=client_credentials&grant_type=client_credentials',
		{ authorization: basic() },
		'invalid_request',
		'repeated-field',
	],
	[
		'a body of another type',
		GRANT,
		{ authorization: basic(), 'content-type': 'application/json' },
		'invalid_request',
		'content-type',
	],
];

test.each(REFUSED)('%s gets no token', async (_name, form, headers, error, rule) => {
	const answer = await askForToken(sim.url, form, headers);
	expect([answer.status, answer.json]).toEqual([400, { error }]);
	expect(sim.violations).toMatchObject([{ rule, refused: true }]);
	expect(sim.vonage.tokens).toEqual([]);
});

test('wrong credentials are answered 401 when told so', async () => {
	sim.vonage.configure({ invalidClientStatus: 401 });
	const answer = await askForToken(sim.url, GRANT, { authorization: basic('x', 'y') });
	expect([answer.status, answer.json]).toEqual([401, { error: 'invalid_client' }]);
});

describe('a token', () => {
	test('is good until its time is over', async () => {
		sim.vonage.configure({ tokenLifetimeSeconds: 60 });
		const token = await fetchToken(sim.url);
		ahead = 59_999;
		expect((await findAgents(token)).status).toBe(200);
		ahead = 60_000;
		expect(await findAgents(token)).toMatchObject({ status: 401, json: EXPIRED });
		expect((await findAgents(await fetchToken(sim.url))).status).toBe(200);
		expect(sim.violations).toEqual([]);
	});

	test('of the gateway is good for two hours', async () => {
		const token = tokenOf(await askGateway({ ...atGateway, scope: 'stats' }));
		ahead = 7_199_999;
		expect((await findAgents(token)).status).toBe(200);
		ahead = 7_200_000;
		expect((await findAgents(token)).status).toBe(401);
	});

	test('can be made to expire at once, with all others', async () => {
		const tokens = [await fetchToken(sim.url), await fetchToken(sim.url)];
		sim.vonage.expireTokens();
		const answers = await Promise.all(tokens.map((token) => findAgents(token)));
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
		expect((await findAgents(await fetchToken(sim.url))).status).toBe(200);
	});

	test('is kept nowhere, nor is the secret', async () => {
		const token = tokenOf(await askForToken(sim.url, inForm, {}));
		await findAgents(token);
		expect(sim.requests[0]).toMatchObject({
			body: `grant_type=client_credentials&client_id=${accountKey}&client_secret=***`,
			endpoint: 'Get a Bearer Access Token',
		});
		const kept = JSON.stringify([sim.requests, sim.vonage.tokens]);
		expect(kept).not.toContain(token);
		expect(kept).not.toContain(encodeURIComponent(apiToken));
	});

	test.each([
		['none', {}, 'token-missing'],
		['one that was never handed out', { authorization: 'Bearer abc' }, 'token-unknown'],
		['Basic', { authorization: basic() }, 'token-malformed'],
	])('%s is refused', async (_name, headers, rule) => {
		expect(await findAgents(null, { headers })).toMatchObject({ status: 401, json: EXPIRED });
		expect(sim.violations).toMatchObject([{ rule }]);
	});

	test.each([
		[undefined, 403],
		[404, 404],
	])('for one account is not for another: %s', async (foreignAccountStatus, expected) => {
		const accounts = [TEST_ACCOUNT, { accountKey: 'other', apiToken: 'secret' }];
		sim.vonage.configure({
			accounts,
			...(foreignAccountStatus === undefined ? {} : { foreignAccountStatus }),
		});
		const answer = await findAgents(await fetchToken(sim.url), { accountKey: 'other' });
		expect([answer.status, answer.json]).toEqual([
			expected,
			{ message: 'The access token is not for this account.' },
		]);
		expect(sim.violations).toMatchObject([{ rule: 'foreign-account' }]);
	});

	test('is no good when its account is gone', async () => {
		const token = await fetchToken(sim.url);
		sim.vonage.configure({ accounts: [] });
		expect((await findAgents(token)).status).toBe(401);
	});
});

describe('too many requests', () => {
	test.each([
		['none', null],
		['seconds', '7'],
		['date', new Date(START + 7000).toUTCString()],
	] as const)('are answered 429, Retry-After as %s, and break no rule', async (retryAfter, expected) => {
		sim.configure({ retryAfter, retryAfterSeconds: 7, vonage: { requestsPerSecond: 2 } });
		const token = await fetchToken(sim.url);
		expect((await findAgents(token)).status).toBe(200);
		const answer = await findAgents(token);
		expect([answer.status, answer.headers.get('retry-after'), answer.json]).toEqual([
			429,
			expected,
			{ message: 'Too many requests. Please try again later.' },
		]);
		expect((await askForToken(sim.url)).status).toBe(429);
		expect(sim.violations).toEqual([]);
		ahead = 1000;
		expect((await findAgents(token)).status).toBe(200);
	});
});

test('an option that does not exist is refused', async () => {
	const vonage = { nonsense: 1 } as Partial<VonageSettings>;
	const message = 'The simulator has no option named "vonage.nonsense".';
	expect(() => sim.vonage.configure(vonage)).toThrow(message);
	await expect(startSimulator({ contactCenters: [], vonage })).rejects.toThrow(message);
});
