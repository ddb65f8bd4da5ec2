import { createVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { JwtLogin } from '../../../../nodes/shared/salesforce/connect/jwtLogin';
import { oAuth2Account } from '../../../../nodes/shared/salesforce/connect/oAuth2Account';
import { readPrivateKey } from '../../../../nodes/shared/salesforce/privateKey';
import { ApiServer, json, raw, type Reply } from '../../../fixtures/salesforce/ApiServer.ts';
import { testContactCenter } from '../../../simulator/testCredentials.ts';
import { openTransport } from '../../http/transports.ts';

const NOW = Date.UTC(2026, 4, 1, 9, 30, 0);

const granted = (token: string, instance = 'https://acme.my.salesforce.com'): Reply =>
	json(200, { access_token: token, instance_url: instance, token_type: 'Bearer', scope: 'api' });

function loginAt(loginUrl: string): JwtLogin {
	const privateKey = readPrivateKey(testContactCenter().privateKey);
	return new JwtLogin(
		{ loginUrl, clientId: '3MVG9.key', username: 'jane@acme.example', privateKey },
		() => NOW,
	);
}

describe('the JWT login', () => {
	it('exchanges an assertion signed as the JWT bearer flow wants it', async () => {
		const server = await ApiServer.start([granted('t-1')]);
		const sending = { transport: openTransport() };
		const login = loginAt(server.origin);
		expect(await login.instanceUrl(sending)).toBe('https://acme.my.salesforce.com');
		expect(await login.for(sending).next()).toBe('t-1');
		const [request] = server.requests;
		expect([request?.method, request?.path]).toEqual(['POST', '/services/oauth2/token']);
		const headers = Object.fromEntries(request?.headers ?? []);
		expect([headers['Content-Type'], headers.Accept]).toEqual([
			'application/x-www-form-urlencoded',
			'application/json',
		]);
		const form = new URLSearchParams(request?.body);
		expect([...form.keys()]).toEqual(['grant_type', 'assertion']);
		expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
		const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
		const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		expect(decode(header)).toEqual({ alg: 'RS256' });
		expect(decode(claims)).toEqual({
			iss: '3MVG9.key',
			sub: 'jane@acme.example',
			aud: server.origin,
			exp: NOW / 1000 + 120,
		});
		const verified = createVerify('RSA-SHA256').update(`${header}.${claims}`);
		expect(verified.verify(testContactCenter().publicKey, signature, 'base64url')).toBe(true);
	});

	it('is done once for all who wait, and again when the token was refused', async () => {
		const server = await ApiServer.start([granted('t-1'), granted('t-2')]);
		const tokens = loginAt(server.origin).for({ transport: openTransport() });
		expect(await Promise.all([tokens.next(), tokens.next(), tokens.next()])).toEqual(['t-1', 't-1', 't-1']);
		await Promise.all([tokens.reject('t-1'), tokens.reject('t-1')]);
		await tokens.reject('other');
		expect(await tokens.next()).toBe('t-2');
		expect(server.requests).toHaveLength(2);
	});

	it('is tried again when the service is unavailable for a moment', async () => {
		const server = await ApiServer.start([raw(503), granted('t-1')]);
		expect(await loginAt(server.origin).for({ transport: openTransport() }).next()).toBe('t-1');
	});

	it.each<[string, Reply, string]>([
		[
			'an error',
			json(400, { error: 'invalid_grant', error_description: 'audience is invalid' }),
			'Salesforce gave no access token (400): audience is invalid. The token was signed for',
		],
		[
			'an expired assertion',
			json(400, { error: 'invalid_grant', error_description: 'expired assertion' }),
			"Set this n8n's clock right",
		],
		[
			'an invalid assertion',
			json(400, { error: 'invalid_grant', error_description: 'invalid assertion' }),
			'and that the certificate of the connected app was made with this private key.',
		],
		[
			'a page',
			raw(200, '<html></html>', { 'Content-Type': 'text/html' }),
			'Salesforce answered the request for an access token with a web page.',
		],
		['no token', json(200, {}), 'Salesforce answered the request for an access token with none in it.'],
		[
			'another host',
			granted('t-1', 'https://evil.example'),
			"The credential names 'evil.example', which is not a Salesforce host.",
		],
		[
			'no host',
			json(200, { access_token: 't' }),
			"The credential does not say where the organization's API is.",
		],
	])('says what is wrong when it is answered with %s', async (_what, reply, message) => {
		const server = await ApiServer.start(() => reply);
		await expect(loginAt(server.origin).for({ transport: openTransport() }).next()).rejects.toThrow(message);
	});

	it('names its key where it belongs', () => {
		expect(() =>
			readPrivateKey('-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----', '', 'the connected app'),
		).toThrow('The certificate goes into Salesforce (the connected app).');
	});
});

describe('the tokens of an OAuth2 credential', () => {
	const stored = (token: unknown) => ({
		access_token: token,
		instance_url: 'https://acme.my.salesforce.com',
	});

	it('are those that n8n keeps, renewed once for all who were refused', async () => {
		const renewals: string[] = [];
		let token = 'old';
		const account = await oAuth2Account(
			{
				read: async () => JSON.stringify(stored(token)),
				secrets: async () => [],
				renew: async (url) => {
					renewals.push(url);
					await new Promise((resolve) => setTimeout(resolve, 10));
					token = 'new';
				},
			},
			'66.0',
		);
		const { tokens } = account;
		expect(account.instanceUrl).toBe('https://acme.my.salesforce.com');
		expect(await tokens.next()).toBe('old');
		await Promise.all([tokens.reject('old'), tokens.reject('old'), tokens.reject('other')]);
		expect(await tokens.next()).toBe('new');
		await tokens.reject('old');
		expect(await tokens.next()).toBe('new');
		expect(renewals).toEqual(['https://acme.my.salesforce.com/services/data/v66.0/']);
	});

	it.each([undefined, null, '', '{}', {}, { access_token: '' }])(
		'are not there when it is not connected (%j)',
		async (data) => {
			const store = { read: async () => data, secrets: async () => [], renew: async () => {} };
			await expect(oAuth2Account(store, '66.0')).rejects.toThrow(
				"The Salesforce credential is not connected. Open it, click 'Connect my account' and log in to Salesforce.",
			);
		},
	);

	it('are said not to be renewable, without a token in the words', async () => {
		const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl';
		const store = {
			read: async () => stored('old'),
			secrets: async () => ['old'],
			renew: async () => {
				throw new Error(`expired access/refresh token ${jwt}`);
			},
		};
		const { tokens } = await oAuth2Account(store, '66.0');
		await expect(tokens.reject('old')).rejects.toMatchObject({
			what: 'The access token has ended, and n8n could not renew it: expired access/refresh token [token].',
			status: 401,
		});
	});
});
