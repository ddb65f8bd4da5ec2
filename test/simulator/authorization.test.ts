import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { longRecordId } from './salesforce/recordIds.ts';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { certificateFor } from './testCertificate.ts';
import { testContactCenter } from './testCredentials.ts';
import { createBody, send, signToken, testContactCenters } from './testRequests.ts';

const DAY = 24 * 60 * 60;
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters() });
});
beforeEach(() => sim.reset());
afterAll(() => sim.close());

const now = (): number => Math.floor(Date.now() / 1000);
const create = (token: string | null): ReturnType<typeof send> =>
	send(sim.url, { path: '/voiceCalls', body: createBody(), token });

function otherKey(): string {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	}).privateKey;
}

const REFUSED: Array<[string, () => string | null, string, string]> = [
	['no token', () => null, 'token-missing', 'the Authorization header is missing'],
	['no JWT', () => 'abc', 'token-malformed', 'Authorization must be Bearer and a JSON Web Token'],
	[
		'a JWT of no JSON',
		() => 'YQ.YQ.YQ',
		'token-malformed',
		'Authorization must be Bearer and a JSON Web Token',
	],
	['alg HS256', () => signToken({}, { alg: 'HS256' }), 'token-alg', 'alg must be RS256'],
	['alg none', () => signToken({}, { alg: 'none' }), 'token-alg', 'alg must be RS256'],
	['no typ', () => signToken({}, { typ: undefined }), 'token-typ', 'typ must be JWT'],
	['typ jwt', () => signToken({}, { typ: 'jwt' }), 'token-typ', 'typ must be JWT'],
	[
		'crit',
		() => signToken({}, { crit: ['x'] }),
		'token-crit',
		'critical header extensions are not understood',
	],
	[
		'another iss',
		() => signToken({ iss: '00D000000000002' }),
		'token-iss',
		'iss is not an organization known here',
	],
	[
		'an 18-character iss',
		() => signToken({ iss: longRecordId('00D000000000001') }),
		'token-iss',
		'iss is not an organization known here',
	],
	[
		'another sub',
		() => signToken({ sub: 'Other' }),
		'token-sub',
		'sub is not a contact center of the organization',
	],
	[
		'another key',
		() => signToken({}, {}, otherKey()),
		'token-signature',
		"the signature does not match the contact center's certificate",
	],
	['no iat', () => signToken({ iat: undefined }), 'token-iat', 'iat must be a whole number of seconds'],
	[
		'a text as iat',
		() => signToken({ iat: String(now()) }),
		'token-iat',
		'iat must be a whole number of seconds',
	],
	['iat in a minute', () => signToken({ iat: now() + 60 }), 'token-iat', 'iat lies in the future'],
	['iat in milliseconds', () => signToken({ iat: Date.now() }), 'token-iat', 'iat lies in the future'],
	['no exp', () => signToken({ exp: undefined }), 'token-exp', 'exp must be a whole number of seconds'],
	[
		'a fractional exp',
		() => signToken({ exp: now() + 60.5 }),
		'token-exp',
		'exp must be a whole number of seconds',
	],
	['exp now', () => signToken({ exp: now() }), 'token-exp', 'the token has expired'],
	[
		'exp beyond a day',
		() => signToken({ exp: now() + DAY + 60 }),
		'token-exp-too-far',
		'exp lies more than 24 hours ahead',
	],
	['a number as jti', () => signToken({ jti: 5 }), 'token-jti', 'jti must be a text that is not empty'],
];

test.each(REFUSED)('a request with %s is refused and recorded', async (_name, token, rule, message) => {
	const answer = await create(token());
	expect(answer.status).toBe(401);
	expect(answer.json).toEqual({ errorCode: rule.toUpperCase().replaceAll('-', '_'), message });
	expect(sim.violations).toMatchObject([{ rule, message, refused: true, requestNumber: 1, method: 'POST' }]);
	expect(sim.calls).toEqual([]);
});

test('a signature with one bit changed is refused', async () => {
	const [header, claims, signature] = signToken().split('.');
	const bytes = Buffer.from(String(signature), 'base64url');
	bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
	const answer = await create([header, claims, bytes.toString('base64url')].join('.'));
	expect(answer.status).toBe(401);
	expect(sim.violations[0]?.rule).toBe('token-signature');
});

test('a token at its limits is taken: iat a little ahead, exp a day ahead', async () => {
	const answer = await create(signToken({ iat: now() + 20, exp: now() + DAY - 1 }));
	expect(answer.status).toBe(200);
	expect(sim.violations).toEqual([]);
});

test('a token without jti serves any number of requests', async () => {
	const token = signToken();
	for (const round of [1, 2, 3]) expect([round, (await create(token)).status]).toEqual([round, 200]);
	expect(new Set(sim.requests.map((request) => request.tokenDigest)).size).toBe(1);
});

test('a jti is taken once, even when the request that bore it was refused', async () => {
	const token = signToken({ jti: 'one' });
	const bad = await send(sim.url, { path: '/voiceCalls', body: createBody({ to: '' }), token });
	expect(bad.status).toBe(400);
	expect((await create(token)).json).toEqual({
		errorCode: 'TOKEN_JTI_REPLAYED',
		message: 'this jti has been sent before',
	});
	expect((await create(signToken({ jti: 'two' }))).status).toBe(200);
});

test('a token that failed its signature does not use up a jti', async () => {
	await create(signToken({ jti: 'three' }, {}, otherKey()));
	expect((await create(signToken({ jti: 'three' }))).status).toBe(200);
});

test('a replayed jti passes when the rule is turned off', async () => {
	sim.configure({ enforceJti: false });
	const token = signToken({ jti: 'again' });
	expect([(await create(token)).status, (await create(token)).status]).toEqual([200, 200]);
});

test('an aud claim is recorded and not refused', async () => {
	expect((await create(signToken({ aud: 'https://scrt.salesforce.com' }))).status).toBe(200);
	expect(sim.violations).toMatchObject([{ rule: 'token-aud', refused: false, field: 'aud' }]);
});

test('the clock can be moved, so that a good token has expired or is not yet valid', async () => {
	const token = signToken();
	sim.configure({ clockOffsetSeconds: 901 });
	expect((await create(token)).json).toMatchObject({ message: 'the token has expired' });
	sim.configure({ clockOffsetSeconds: -60 });
	expect((await create(token)).json).toMatchObject({ message: 'iat lies in the future' });
});

test('an 18-character iss passes when allowed', async () => {
	sim.configure({ acceptLongOrganizationId: true });
	expect((await create(signToken({ iss: longRecordId('00D000000000001') }))).status).toBe(200);
});

test('any of several keys is good, a certificate among them', async () => {
	const { organizationId, callCenterApiName, publicKey } = testContactCenter();
	const privateKey = otherKey();
	const publicKeys = [publicKey, certificateFor(privateKey)];
	sim.configure({ contactCenters: [{ organizationId, callCenterApiName, publicKeys }] });
	expect((await create(signToken())).status).toBe(200);
	expect((await create(signToken({}, {}, privateKey))).status).toBe(200);
});

test.each([
	[
		'object',
		'application/json;charset=UTF-8',
		'{"errorCode":"TOKEN_MISSING","message":"the Authorization header is missing"}',
	],
	[
		'array',
		'application/json;charset=UTF-8',
		'[{"errorCode":"TOKEN_MISSING","message":"the Authorization header is missing"}]',
	],
	['text', 'text/plain; charset=utf-8', 'the Authorization header is missing'],
	['empty', null, ''],
] as const)('errors are answered as %s when told so', async (errorBodyShape, contentType, text) => {
	sim.configure({ errorBodyShape });
	const answer = await create(null);
	expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([401, contentType, text]);
});

test('the token is recorded decoded and its signature is kept nowhere', async () => {
	const token = signToken({ jti: 'seen' });
	await create(token);
	const [request] = sim.requests;
	expect(request?.token).toMatchObject({ header: { alg: 'RS256', typ: 'JWT' }, claims: { jti: 'seen' } });
	expect(request?.headers).not.toHaveProperty('authorization');
	expect(JSON.stringify(sim.requests)).not.toContain(token.split('.')[2]);
});
