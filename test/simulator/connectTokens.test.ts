import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { askToken, sendConnect, signAssertion, testApp, testConnect, USERNAME } from './testConnect.ts';
import { testContactCenters, type ClaimChanges } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), connect: testConnect() });
});
beforeEach(() => sim.reset());
afterAll(async () => await sim.close());

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const now = (): number => Math.floor(Date.now() / 1000);

async function exchange(claims: ClaimChanges = {}, header: ClaimChanges = {}) {
	return await askToken(sim.url, { grant_type: GRANT, assertion: signAssertion(sim.url, claims, header) });
}

test('a signed assertion is exchanged for a token and the address of the organization', async () => {
	const { status, json } = await exchange();
	expect([status, json]).toEqual([
		200,
		{
			access_token: expect.stringMatching(/^00D000000000001!/),
			scope: 'api full refresh_token',
			instance_url: sim.url,
			id: `${sim.url}/id/00D000000000001/005000000000001`,
			token_type: 'Bearer',
		},
	]);
	const { access_token: token } = json as { access_token: string };
	expect((await sendConnect(sim.url, { path: '/', token })).status).toBe(200);
	expect(sim.connect.tokens).toMatchObject([{ username: USERNAME, grant: 'jwt', uses: 1 }]);
	expect(sim.violations).toEqual([]);
});

test('what is secret in a token request is not in its record', async () => {
	await exchange();
	expect(sim.requests[0]?.body).toBe(`grant_type=${encodeURIComponent(GRANT)}&assertion=***`);
});

test.each<[string, ClaimChanges, ClaimChanges, string, string]>([
	['of an unknown app', { iss: 'other' }, {}, 'invalid_client_id', 'client identifier invalid'],
	['for a user nobody approved', { sub: 'other' }, {}, 'invalid_grant', "user hasn't approved this consumer"],
	['for another audience', { aud: 'https://a.example' }, {}, 'invalid_grant', 'audience is invalid'],
	['that is over', { exp: now() - 1 }, {}, 'invalid_grant', 'expired assertion'],
	[
		'that lasts more than three minutes',
		{ exp: now() + 300 },
		{},
		'invalid_grant',
		'assertion lasts too long',
	],
	['of another algorithm', {}, { alg: 'HS256' }, 'invalid_grant', 'algorithm not supported'],
])('an assertion %s is refused', async (_what, claims, header, error, error_description) => {
	const { status, json } = await exchange(claims, header);
	expect([status, json]).toEqual([400, { error, error_description }]);
	expect(sim.violations).toHaveLength(1);
});

test.each(['', 'a.b', 'a.b.c'])('an assertion that is none (%j) is refused', async (assertion) => {
	const { json } = await askToken(sim.url, { grant_type: GRANT, assertion });
	expect(json).toEqual({ error: 'invalid_grant', error_description: 'invalid assertion' });
});

test('an assertion with a wrong signature is refused', async () => {
	const assertion = `${signAssertion(sim.url).slice(0, -8)}AAAAAAAA`;
	const { json } = await askToken(sim.url, { grant_type: GRANT, assertion });
	expect(json).toEqual({ error: 'invalid_grant', error_description: 'invalid assertion' });
});

test('a refresh token gives new access tokens until it is revoked', async () => {
	const { refreshToken } = sim.connect.grant(USERNAME);
	const { clientId, clientSecret } = testApp();
	const fields = {
		grant_type: 'refresh_token',
		client_id: clientId,
		client_secret: clientSecret,
		refresh_token: refreshToken,
	};
	const { json } = await askToken(sim.url, fields);
	expect(json).toMatchObject({ instance_url: sim.url });
	expect(await askToken(sim.url, { ...fields, client_secret: 'other' })).toMatchObject({
		status: 400,
		json: { error: 'invalid_client' },
	});
	sim.connect.revokeRefreshTokens();
	expect((await askToken(sim.url, fields)).json).toEqual({
		error: 'invalid_grant',
		error_description: 'expired access/refresh token',
	});
});

test('a token that has ended, or never was one, is refused', async () => {
	const { accessToken: token } = sim.connect.grant(USERNAME);
	sim.connect.expireTokens();
	for (const one of [token, 'made up']) {
		const { status, json } = await sendConnect(sim.url, { path: '/', token: one });
		expect([status, json]).toEqual([
			401,
			[{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
		]);
	}
});

test.each([503, 429])(
	'beyond the requests of an hour everything is answered %d',
	async (hourlyLimitStatus) => {
		sim.connect.configure({ requestsPerHour: 2, hourlyLimitStatus });
		const { accessToken: token } = sim.connect.grant(USERNAME);
		const statuses = [];
		for (let n = 0; n < 3; n += 1) statuses.push((await sendConnect(sim.url, { path: '/', token })).status);
		expect(statuses).toEqual([200, 200, hourlyLimitStatus]);
		const other = sim.connect.grant('other@acme.example').accessToken;
		expect((await sendConnect(sim.url, { path: '/', token: other })).status).toBe(200);
	},
);

test('an option that does not exist is refused', () => {
	expect(() => sim.connect.configure({ nonsense: 1 } as never)).toThrow(
		'The simulator has no option named "connect.nonsense".',
	);
});

test('other paths, methods and versions are told apart', async () => {
	const { accessToken: token } = sim.connect.grant(USERNAME);
	expect((await sendConnect(sim.url, { path: '/connect/other', token })).status).toBe(404);
	expect((await sendConnect(sim.url, { method: 'POST', path: '/', token })).status).toBe(405);
	const old = await fetch(`${sim.url}/services/data/v50.0/`, {
		headers: { authorization: `Bearer ${token}` },
	});
	expect(old.status).toBe(404);
});
