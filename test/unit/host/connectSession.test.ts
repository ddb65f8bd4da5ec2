import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { connectSession } from '../../../nodes/shared/host/connectSession';
import { openTransport } from '../http/transports.ts';

/** n8n as far as a session needs it: what is kept in the credential, and helpers to renew it. */
function n8n(helpers: object, parameters: Record<string, unknown> = {}): IExecuteFunctions {
	return {
		helpers,
		getNodeParameter: (name: string, _index: number, fallback: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({
			oauthTokenData: { access_token: token, instance_url: 'https://acme.my.salesforce.com' },
		}),
	} as unknown as IExecuteFunctions;
}

let token = '';

describe('a session with the OAuth2 credential', () => {
	it('has the newest version that is documented here, or the one that is entered', async () => {
		token = 'old';
		const sending = { transport: openTransport() };
		expect((await connectSession(n8n({}), sending)).account).toMatchObject({
			instanceUrl: 'https://acme.my.salesforce.com',
			apiVersion: '66.0',
		});
		const entered = n8n({}, { options: { apiVersion: '67' } });
		expect((await connectSession(entered, sending)).account.apiVersion).toBe('67.0');
	});

	it('lets n8n renew the token with its own helper for that', async () => {
		token = 'old';
		const types: string[] = [];
		const context = n8n({
			refreshOAuth2Token: async (type: string) => {
				types.push(type);
				token = 'new';
			},
		});
		const { account } = await connectSession(context, { transport: openTransport() });
		await account.tokens.reject('old');
		expect([await account.tokens.next(), types]).toEqual(['new', ['salesforceOAuth2Api']]);
	});

	it('lets an older n8n renew it by a request that changes nothing', async () => {
		token = 'old';
		const requests: unknown[] = [];
		const context = n8n({
			httpRequestWithAuthentication: async (type: string, options: object) => {
				requests.push([type, options]);
				token = 'new';
			},
		});
		const { account } = await connectSession(context, { transport: openTransport() });
		await account.tokens.reject('old');
		expect(await account.tokens.next()).toBe('new');
		expect(requests).toEqual([
			['salesforceOAuth2Api', { url: 'https://acme.my.salesforce.com/services/data/v66.0/', json: true }],
		]);
	});
});
