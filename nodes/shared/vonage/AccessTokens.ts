import { retryAfterFault, retryAfterStatus } from '../http/retryPolicy';
import type { Sending, Tokens } from '../http/sendWithRepeats';
import { TransportError } from '../http/TransportError';
import { setTimeout as delay } from 'node:timers/promises';
import { type AccessToken, readToken, tokenRequest, type TokenService } from './tokenService';

/** A token is not used in its last minute (or last tenth, when it is short-lived): the request still has to get there. */
const LONGEST_MARGIN_MS = 60_000;

interface HeldToken {
	readonly text: string;
	/** Epoch ms from which on another token is to be fetched. */
	readonly staleFrom: number;
}

/** The access tokens of one credential: fetched once, shared by all who wait, kept until shortly before they expire. */
export class AccessTokens {
	private held: Promise<HeldToken> | undefined;

	private readonly service: TokenService;

	private readonly now: () => number;

	constructor(service: TokenService, now: () => number = Date.now) {
		this.service = service;
		this.now = now;
	}

	/** The tokens for requests that are sent this way. */
	for(sending: Sending): Tokens {
		return {
			next: async () => await this.next(sending),
			reject: async (token) => await this.reject(token),
		};
	}

	/** Fetches a token now, whatever is held: the account key and secret are proven by it. Throws why there is none. */
	async prove(sending: Sending): Promise<void> {
		await this.fetch(sending);
	}

	private async next(sending: Sending): Promise<string> {
		this.held ??= this.fetch(sending);
		const held = this.held;
		const token = await held.catch((error: unknown) => {
			if (this.held === held) this.held = undefined;
			throw error;
		});
		if (this.now() < token.staleFrom) return token.text;
		// Only the first to notice drops it; the others find the new one being fetched.
		if (this.held === held) this.held = undefined;
		return await this.next(sending);
	}

	private async reject(text: string): Promise<void> {
		const held = this.held;
		if (held && (await held).text === text && this.held === held) this.held = undefined;
	}

	private async fetch(sending: Sending): Promise<HeldToken> {
		// The fetch is shared: one who cancels must not take the token from the others.
		const token = await this.ask({ ...sending, signal: undefined });
		const lifetimeMs = token.lifetimeSeconds * 1000;
		return {
			text: token.text,
			staleFrom: this.now() + lifetimeMs - Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10),
		};
	}

	/** Asking for a token twice does no harm. */
	private async ask({ transport, timeoutMs, once }: Sending): Promise<AccessToken> {
		const request = { ...tokenRequest(this.service), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
		for (let retry = 0; ; retry += 1) {
			let waitMs: number | undefined;
			try {
				const answer = await transport.send(request);
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
