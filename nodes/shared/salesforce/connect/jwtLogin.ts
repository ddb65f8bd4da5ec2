import type { KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { HeldToken } from '../../http/HeldToken';
import type { HttpResponse } from '../../http/HttpTransport';
import { retryAfterFault, retryAfterStatus } from '../../http/retryPolicy';
import type { Sending, Tokens } from '../../http/sendWithRepeats';
import { TransportError } from '../../http/TransportError';
import { secretsOfToken, withoutSecrets } from '../../http/withoutSecrets';
import { type Grant, readGrant } from './tokenAnswer';

export interface JwtLoginSettings {
	/** Origin of the token endpoint, and the audience of what is signed. */
	readonly loginUrl: string;
	/** The connected app's consumer key. */
	readonly clientId: string;
	readonly username: string;
	readonly privateKey: KeyObject;
}

/** Salesforce takes three minutes at most (OAuth 2.0 JWT Bearer Flow); one less leaves room for clocks that differ. */
const ASSERTION_LIFETIME_S = 120;

/**
 * The access tokens of one Salesforce JWT API credential: a signed assertion is exchanged for one, which serves until
 * Salesforce answers 401 to it, as it comes without an end of its own.
 */
export class JwtLogin {
	private readonly held: HeldToken;

	private instance: string | undefined;

	constructor(
		private readonly settings: JwtLoginSettings,
		private readonly now: () => number = Date.now,
	) {
		this.held = new HeldToken(now);
	}

	/** Where the organization's API is, learned with a token. Throws why there is none. */
	async instanceUrl(sending: Sending): Promise<string> {
		await this.for(sending).next();
		return this.instance ?? '';
	}

	/** The tokens for requests that are sent this way. */
	for(sending: Sending): Tokens {
		return {
			next: async () =>
				await this.held.get(async () => {
					const { accessToken, instanceUrl } = await this.exchange(sending);
					this.instance = instanceUrl;
					return { text: accessToken, staleFrom: Number.POSITIVE_INFINITY };
				}),
			reject: async (token) => await this.held.reject(token),
		};
	}

	private async assertion(): Promise<string> {
		const { loginUrl, clientId, username, privateKey } = this.settings;
		return await new SignJWT()
			.setProtectedHeader({ alg: 'RS256' })
			.setIssuer(clientId)
			.setSubject(username)
			.setAudience(loginUrl)
			.setExpirationTime(Math.floor(this.now() / 1000) + ASSERTION_LIFETIME_S)
			.sign(privateKey);
	}

	/** Shared by all who wait for it, so that nobody's cancellation ends it. Asking twice does no harm. */
	private async exchange({ transport, timeoutMs }: Sending): Promise<Grant> {
		for (let retry = 0; ; retry += 1) {
			let waitMs: number | undefined;
			try {
				const answer = await this.ask(transport, timeoutMs);
				waitMs = retryAfterStatus('repeatable', answer, retry);
				if (waitMs === undefined) return readGrant(answer, this.settings, this.now());
			} catch (error) {
				if (!(error instanceof TransportError)) throw error;
				waitMs = retryAfterFault('repeatable', error, retry);
				if (waitMs === undefined) throw error;
			}
			await delay(waitMs);
		}
	}

	private async ask(transport: Sending['transport'], timeoutMs: number | undefined): Promise<HttpResponse> {
		const assertion = await this.assertion();
		const form = new URLSearchParams({
			grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
			assertion,
		});
		const answer = await transport.send({
			method: 'POST',
			url: `${this.settings.loginUrl}/services/oauth2/token`,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
			body: form.toString(),
			...(timeoutMs === undefined ? {} : { timeoutMs }),
		});
		return withoutSecrets(answer, secretsOfToken(assertion));
	}
}
