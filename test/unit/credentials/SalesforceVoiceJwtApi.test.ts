import jwt from 'jsonwebtoken';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { SalesforceVoiceJwtApi } from '../../../credentials/SalesforceVoiceJwtApi.credentials';
import { credentialData } from '../../fixtures/salesforce/credential.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { rsaKeys } from '../../fixtures/salesforce/keys.ts';

const credential = new SalesforceVoiceJwtApi();

const BASE = 'https://acme.my.salesforce-scrt.com/telephony/v1';

/** `changes` may be a request of either form that n8n hands over. */
async function authenticated(
	request: object,
	changes: Record<string, unknown> = {},
): Promise<IHttpRequestOptions> {
	const data = credentialData(changes) as ICredentialDataDecryptedObject;
	return await credential.authenticate(data, request as IHttpRequestOptions);
}

describe('the fields of the dialog', () => {
	const fields = credential.properties;

	it('are these, in this order, with these labels, kinds and defaults', () => {
		const told = fields.map(({ displayName, name, type, default: held, required = false }) => [
			displayName,
			name,
			type,
			held,
			required,
		]);
		expect(told).toEqual([
			['My Domain URL', 'myDomainUrl', 'string', '', true],
			['Organization ID', 'organizationId', 'string', '', true],
			['Contact Center API Name', 'callCenterApiName', 'string', '', true],
			['Private Key', 'privateKey', 'string', '', true],
			['Passphrase', 'passphrase', 'string', '', false],
			['Telephony Provider Name', 'telephonyProviderName', 'string', 'n8n', false],
			['Token Lifetime (Minutes)', 'tokenLifetimeMinutes', 'number', 15, false],
			['Single-Use Tokens', 'singleUseTokens', 'boolean', false, false],
			['Custom Host', 'customHost', 'boolean', false, false],
		]);
	});

	it('mask the private key and the passphrase, and nothing else', () => {
		const masked = fields.filter(({ typeOptions }) => typeOptions?.password === true);
		expect(masked.map(({ name }) => name)).toEqual(['privateKey', 'passphrase']);
	});

	it('keep the lifetime between a minute and 24 hours', () => {
		const lifetime = fields.find(({ name }) => name === 'tokenLifetimeMinutes');
		expect(lifetime?.typeOptions).toEqual({ minValue: 1, maxValue: 1440 });
	});

	it('are explained, each of them', () => {
		expect(fields.filter(({ description = '' }) => description.length < 20)).toEqual([]);
	});
});

it('has the name that saved workflows know', () => {
	expect(credential.name).toBe('salesforceVoiceJwtApi');
	expect(credential.displayName).toBe('Salesforce Voice JWT API');
});

describe('a request of the HTTP Request node', () => {
	it('gets a token that verifies, and the name of the provider', async () => {
		const { headers } = await authenticated({
			uri: `${BASE}/voiceCalls`,
			method: 'POST',
			headers: { Accept: 'x' },
		});
		expect(Object.keys(headers ?? {})).toEqual(['Accept', 'Authorization', 'Telephony-Provider-Name']);
		expect(headers?.['Telephony-Provider-Name']).toBe('n8n');
		const [, token = ''] = /^Bearer (.+)$/.exec(String(headers?.Authorization)) ?? [];
		const claims = jwt.verify(token, rsaKeys().publicKey, { algorithms: ['RS256'] });
		expect(claims).toMatchObject({ iss: '00D000000000001', sub: 'MyContactCenter' });
	});

	it('gets no name of the provider when there is none', async () => {
		const { headers } = await authenticated({ url: BASE }, { telephonyProviderName: '' });
		expect(Object.keys(headers ?? {})).toEqual(['Authorization']);
	});

	it('keeps everything else it has', async () => {
		const request = { url: BASE, method: 'PATCH', body: { a: 1 }, qs: { b: 2 }, json: true, timeout: 5 };
		expect(await authenticated(request)).toEqual({
			...request,
			headers: expect.any(Object) as object,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it('is not changed itself', async () => {
		const request = Object.freeze({ url: BASE, headers: Object.freeze({ Accept: 'application/json' }) });
		const signed = await authenticated(request);
		expect(request).toEqual({ url: BASE, headers: { Accept: 'application/json' } });
		expect(signed).not.toBe(request);
		expect(signed.headers).not.toBe(request.headers);
	});

	it('does not take the token along when it is redirected to another host', async () => {
		for (const sendCredentialsOnCrossOriginRedirect of [undefined, true, false]) {
			const signed = await authenticated({ url: BASE, sendCredentialsOnCrossOriginRedirect });
			expect(signed.sendCredentialsOnCrossOriginRedirect).toBe(false);
		}
	});

	it('shares the token of the nodes', async () => {
		const first = await authenticated({ url: BASE });
		const second = await authenticated({ url: BASE });
		expect(second.headers?.Authorization).toBe(first.headers?.Authorization);
	});

	it('gets a token of its own in single-use mode', async () => {
		const first = await authenticated({ url: BASE }, { singleUseTokens: true });
		const second = await authenticated({ url: BASE }, { singleUseTokens: true });
		expect(second.headers?.Authorization).not.toBe(first.headers?.Authorization);
	});
});

describe("the credential's own host", () => {
	it.each([
		['the older form of a request', { uri: `${BASE}/voiceCalls` }],
		['the newer form', { url: `${BASE}/voiceCalls` }],
		['another path', { url: 'https://acme.my.salesforce-scrt.com/other' }],
		['another case', { url: 'HTTPS://ACME.my.salesforce-scrt.com/telephony/v1' }],
		['its port in full', { url: 'https://acme.my.salesforce-scrt.com:443/telephony/v1' }],
		['a path and a base', { url: '/voiceCalls', baseURL: BASE }],
		['a path without a slash and a base', { url: 'voiceCalls', baseURL: `${BASE}/` }],
		['an older path and a base', { uri: '/voiceCalls', baseURL: BASE }],
		['a base alone', { url: '', baseURL: BASE }],
		['a base of another host that the address overrides', { url: BASE, baseURL: 'https://evil.example' }],
	])('is known by %s', async (_name, request) => {
		const { headers } = await authenticated(request);
		expect(headers).toHaveProperty('Authorization');
	});

	it('may be a custom one', async () => {
		const custom = { myDomainUrl: 'http://127.0.0.1:5678', customHost: true };
		const { headers } = await authenticated({ url: 'http://127.0.0.1:5678/x' }, custom);
		expect(headers).toHaveProperty('Authorization');
	});
});

describe('any other host gets no token', () => {
	const UNREADABLE = 'an address that cannot be read';

	it.each<[object, string]>([
		[{ url: 'https://evil.example/telephony/v1' }, 'https://evil.example'],
		[{ uri: 'https://evil.example/telephony/v1' }, 'https://evil.example'],
		[{ url: 'https://evil.example', uri: BASE }, 'https://evil.example'],
		[{ url: 'https://other.my.salesforce-scrt.com' }, 'https://other.my.salesforce-scrt.com'],
		[{ url: 'https://acme.my.salesforce.com' }, 'https://acme.my.salesforce.com'],
		[
			{ url: 'https://acme.my.salesforce-scrt.com.evil.example' },
			'https://acme.my.salesforce-scrt.com.evil.example',
		],
		[{ url: 'https://acme.my.salesforce-scrt.com@evil.example' }, 'https://evil.example'],
		[{ url: 'https://evil.example\\@acme.my.salesforce-scrt.com' }, 'https://evil.example'],
		[{ url: 'https://acme.my.salesforce-scrt.com:8443' }, 'https://acme.my.salesforce-scrt.com:8443'],
		[{ url: 'http://acme.my.salesforce-scrt.com' }, 'http://acme.my.salesforce-scrt.com'],
		[{ url: 'ftp://acme.my.salesforce-scrt.com' }, 'ftp://acme.my.salesforce-scrt.com'],
		[{ url: '//evil.example/x', baseURL: BASE }, 'https://evil.example'],
		[{ url: '\\\\evil.example\\x', baseURL: BASE }, 'https://evil.example'],
		[{ url: 'https://evil.example/x', baseURL: BASE }, 'https://evil.example'],
		[{ url: '/voiceCalls', baseURL: 'https://evil.example' }, 'https://evil.example'],
		[{ url: '/voiceCalls' }, UNREADABLE],
		[{ url: '' }, UNREADABLE],
		[{ url: '', uri: BASE }, UNREADABLE],
		[{ url: 'acme.my.salesforce-scrt.com' }, UNREADABLE],
		[{}, UNREADABLE],
	])('%j', async (request, other) => {
		const problem = await problemOf(async () => await authenticated(request));
		expect({ code: problem.code, what: problem.what, fix: problem.fix }).toEqual({
			code: 'credential.otherHost',
			what: `This credential may only be used with 'https://acme.my.salesforce-scrt.com', not with '${other}'.`,
			fix: `Let the URL begin with '${BASE}'.`,
		});
	});

	it('even when only the port of a custom host differs', async () => {
		const custom = { myDomainUrl: 'http://127.0.0.1:5678', customHost: true };
		const problem = await problemOf(
			async () => await authenticated({ url: 'http://127.0.0.1:5679/telephony/v1' }, custom),
		);
		expect(problem.what).toBe(
			"This credential may only be used with 'http://127.0.0.1:5678', not with 'http://127.0.0.1:5679'.",
		);
	});
});

it('says what is wrong with its own fields before anything else', async () => {
	const problem = await problemOf(async () => await authenticated({ url: BASE }, { privateKey: 'garbage' }));
	expect(problem.code).toBe('privateKey.noPem');
});
