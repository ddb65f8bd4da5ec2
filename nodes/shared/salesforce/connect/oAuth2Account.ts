import { json as parseJson, quotable } from '../../http/answer';
import type { Tokens } from '../../http/sendWithRepeats';
import { textWithoutSecrets } from '../../http/withoutSecrets';
import { isRecord } from '../../isRecord';
import { ProblemError } from '../../problem';
import { ServiceError } from '../../ServiceError';
import type { ConnectAccount } from './account';
import { instanceOrigin } from './hosts';

/** Where the tokens of a Salesforce OAuth2 API credential are kept: in n8n. */
export interface TokenStore {
	/** What Salesforce gave when the credential was connected, or the last time it was renewed. */
	read(): Promise<unknown>;
	/** What of the credential, tokens among it, may stand in no message. */
	secrets(): Promise<readonly string[]>;
	/** Has another token fetched and kept. `resourceUrl` is one that needs a token and changes nothing. */
	renew(resourceUrl: string): Promise<void>;
}

async function tokenData(store: TokenStore): Promise<{ accessToken: string; instance: unknown }> {
	const read = await store.read();
	const data = typeof read === 'string' ? parseJson(read) : read;
	if (isRecord(data) && typeof data.access_token === 'string' && data.access_token !== '') {
		return { accessToken: data.access_token, instance: data.instance_url };
	}
	throw new ProblemError({
		code: 'credential.notConnected',
		what: 'The Salesforce credential is not connected.',
		fix: "Open it, click 'Connect my account' and log in to Salesforce.",
	});
}

/** The tokens of a credential. Requests that are refused together wait for one renewal. */
class StoredTokens implements Tokens {
	private held: Promise<string>;

	constructor(
		private readonly store: TokenStore,
		private readonly resourceUrl: string,
		accessToken: string,
	) {
		this.held = Promise.resolve(accessToken);
	}

	async next(): Promise<string> {
		return await this.held;
	}

	async reject(token: string): Promise<void> {
		const { held } = this;
		if ((await held) !== token || this.held !== held) return;
		this.held = this.renew();
		await this.held;
	}

	private async renew(): Promise<string> {
		try {
			await this.store.renew(this.resourceUrl);
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			// n8n quotes what Salesforce's token service, or whatever stands before it, answers.
			const said = quotable(textWithoutSecrets(message, await this.store.secrets())).replace(/\.$/, '');
			throw new ServiceError(
				{
					code: 'salesforce.token.refresh',
					what: `The access token has ended, and n8n could not renew it: ${said}.`,
					fix: "Open the Salesforce credential and connect it again. The connected app needs the scope 'refresh_token'.",
				},
				{ status: 401, cause: error },
			);
		}
		return (await tokenData(this.store)).accessToken;
	}
}

/** The account of a Salesforce OAuth2 API credential. Throws a ProblemError when it is not connected. */
export async function oAuth2Account(store: TokenStore, apiVersion: string): Promise<ConnectAccount> {
	const { accessToken, instance } = await tokenData(store);
	const instanceUrl = instanceOrigin(instance);
	const resourceUrl = `${instanceUrl}/services/data/v${apiVersion}/`;
	return { instanceUrl, apiVersion, tokens: new StoredTokens(store, resourceUrl, accessToken) };
}
