import { setTimeout as delay } from 'node:timers/promises';
import { HeldToken, staleFrom, type Token } from '../http/HeldToken';
import { retryAfterFault, retryAfterStatus } from '../http/retryPolicy';
import type { Sending, Tokens } from '../http/sendWithRepeats';
import { TransportError } from '../http/TransportError';
import { withoutSecrets } from '../http/withoutSecrets';
import { type AccessToken, readToken, secretsOf, tokenRequest, type TokenService } from './tokenService';

/** The access tokens of one credential: fetched once, shared by all who wait, kept until shortly before they expire. */
export class AccessTokens {
	private readonly held: HeldToken;

	private readonly service: TokenService;

	private readonly now: () => number;

	constructor(service: TokenService, now: () => number = Date.now) {
		this.service = service;
		this.now = now;
		this.held = new HeldToken(now);
	}

	/** The tokens for requests that are sent this way. */
	for(sending: Sending): Tokens {
		return {
			next: async () => await this.held.get(async () => await this.fetch(sending)),
			reject: async (token) => await this.held.reject(token),
		};
	}

	/** Fetches a token now, whatever is held: the account key and secret are proven by it. Throws why there is none. */
	async prove(sending: Sending): Promise<void> {
		await this.fetch(sending);
	}

	private async fetch(sending: Sending): Promise<Token> {
		// The fetch is shared: one who cancels must not take the token from the others.
		const token = await this.ask({ ...sending, signal: undefined });
		return { text: token.text, staleFrom: staleFrom(this.now(), token.lifetimeSeconds * 1000) };
	}

	/** Asking for a token twice does no harm. */
	private async ask({ transport, timeoutMs, once }: Sending): Promise<AccessToken> {
		const request = { ...tokenRequest(this.service), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
		for (let retry = 0; ; retry += 1) {
			let waitMs: number | undefined;
			try {
				const answer = withoutSecrets(await transport.send(request), secretsOf(this.service));
				waitMs = once ? undefined : retryAfterStatus('repeatable', answer, retry);
				if (waitMs === undefined) return readToken(this.service, answer);
			} catch (error) {
				if (!(error instanceof TransportError)) throw error;
				waitMs = once ? undefined : retryAfterFault('repeatable', error, retry);
				if (waitMs === undefined) throw error;
			}
			await delay(waitMs);
		}
	}
}
