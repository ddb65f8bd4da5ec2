import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { ApiServer, json, raw, reset } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { rsaKeys } from '../../fixtures/salesforce/keys.ts';
import { CREATED, CREATED_RESULT, INBOUND, ROUTE, sessionAt } from '../../fixtures/salesforce/session.ts';

const { publicKey } = rsaKeys();

const AT_ONCE = { 'Retry-After': '0' };

const CERTIFICATE =
	"Check that the certificate uploaded to contact center 'MyContactCenter' in organization 00D000000000001 was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there.";

const claimsOf = (token: string) =>
	jwt.verify(token, publicKey, { algorithms: ['RS256'], ignoreExpiration: true }) as jwt.JwtPayload;

describe('a rejected token', () => {
	it.each([
		['reusable', false],
		['single-use', true],
	])('that is %s is replaced once', async (_name, singleUse) => {
		const server = await ApiServer.start([raw(401), json(200, CREATED)]);
		const session = sessionAt(server.baseUrl, { singleUse });
		expect(await perform(session, createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(new Set(server.tokens).size).toBe(2);
	});

	it('is replaced once also for what is sent only if unsent, since nothing was done', async () => {
		const server = await ApiServer.start([raw(401), json(200, { status: 'Success' })]);
		await perform(sessionAt(server.baseUrl), routeVoiceCall, ROUTE);
		expect(new Set(server.tokens).size).toBe(2);
	});

	it('is replaced even when nothing else is to be repeated', async () => {
		const server = await ApiServer.start([raw(401), raw(503, '', AT_ONCE)]);
		const session = { ...sessionAt(server.baseUrl), once: true };
		expect((await problemOf(() => perform(session, clearRouting, { callId: 'CA1' }))).code).toBe(
			'salesforce.503',
		);
		expect(server.requests).toHaveLength(2);
	});

	it('does not count among the repeats', async () => {
		const busy = raw(429, '', AT_ONCE);
		const server = await ApiServer.start([busy, raw(401), busy, busy, json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
	});

	it('is reported when the new one is rejected too', async () => {
		const server = await ApiServer.start([
			raw(401),
			json(401, [{ message: 'Invalid signature', errorCode: 'INVALID_JWT' }]),
		]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.401',
			what: 'Salesforce rejected the signed token (401): Invalid signature (INVALID_JWT).',
			fix: CERTIFICATE,
			status: 401,
			mayBeDone: false,
		});
		expect(new Set(server.tokens).size).toBe(2);
	});

	it.each([
		['ahead of', -600_000],
		['behind', 600_000],
	])("is reported with this n8n's clock when that is %s Salesforce's", async (direction, offsetMs) => {
		const date = new Date(Date.now() + offsetMs).toUTCString();
		const server = await ApiServer.start(() => raw(401, '', { Date: date }));
		const { fix } = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(fix.startsWith(CERTIFICATE)).toBe(true);
		expect(fix.slice(CERTIFICATE.length)).toMatch(
			new RegExp(
				`^ This n8n's clock is \\d{3} seconds ${direction} Salesforce's, which alone makes tokens invalid: set it right first\\.$`,
			),
		);
	});

	it('is in no error, even when the service repeats it', async () => {
		const server = await ApiServer.start(() => (request, response) => {
			response.writeHead(401, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify({ message: `Cannot accept ${request.headers.authorization}` }));
		});
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem.what).toBe('Salesforce rejected the signed token (401): Cannot accept Bearer [secret].');
	});

	it('of one request is not offered to the next', async () => {
		const server = await ApiServer.start([raw(401), raw(204), raw(204)]);
		const session = sessionAt(server.baseUrl);
		await perform(session, clearRouting, { callId: 'CA1' });
		await perform(session, clearRouting, { callId: 'CA2' });
		const [rejected, second, third] = server.tokens;
		expect(second).not.toBe(rejected);
		expect(third).toBe(second);
	});
});

describe('tokens on the wire', () => {
	it('a reusable one goes with every attempt', async () => {
		const server = await ApiServer.start([raw(503, '', AT_ONCE), reset, json(200, CREATED)]);
		await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND);
		expect(new Set(server.tokens).size).toBe(1);
		expect(claimsOf(server.tokens[0] ?? '')).not.toHaveProperty('jti');
	});

	it('a single-use one goes with each attempt alone', async () => {
		const server = await ApiServer.start([raw(503, '', AT_ONCE), reset, raw(401), json(200, CREATED)]);
		await perform(sessionAt(server.baseUrl, { singleUse: true }), createVoiceCall, INBOUND);
		expect(new Set(server.tokens.map((token) => claimsOf(token).jti)).size).toBe(4);
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
	});

	it('one signature serves 1,000 requests', { timeout: 60_000 }, async () => {
		const server = await ApiServer.start(() => raw(204));
		const session = sessionAt(server.baseUrl);
		await sendMany(1_000, async (callId) => await perform(session, clearRouting, { callId }));
		expect(server.tokens).toHaveLength(1_000);
		expect(new Set(server.tokens).size).toBe(1);
	});

	it(
		'no jti is sent twice in 1,000 requests of which every third is repeated',
		{ timeout: 60_000 },
		async () => {
			const seen = new Set<string>();
			const server = await ApiServer.start(() => (request, response) => {
				const { url = '' } = request;
				const [, number] = /CA(\d+)/.exec(url) ?? [];
				const again = Number(number) % 3 === 0 && !seen.has(url);
				seen.add(url);
				(again ? raw(429, '', AT_ONCE) : raw(204))(request, response);
			});
			const session = sessionAt(server.baseUrl, { singleUse: true });
			await sendMany(1_000, async (callId) => await perform(session, clearRouting, { callId }));
			expect(server.tokens).toHaveLength(1_334);
			expect(new Set(server.tokens.map((token) => claimsOf(token).jti)).size).toBe(1_334);
		},
	);
});

/** Calls `send` for as many ids, 20 at a time. */
async function sendMany(count: number, send: (callId: string) => Promise<unknown>): Promise<void> {
	const ids = Array.from({ length: count }, (_none, index) => `CA${index}`);
	const worker = async (): Promise<void> => {
		for (let id = ids.pop(); id !== undefined; id = ids.pop()) await send(id);
	};
	await Promise.all(Array.from({ length: 20 }, worker));
}
