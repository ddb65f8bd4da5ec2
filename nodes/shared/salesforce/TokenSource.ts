import { randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

export interface TokenSettings {
	readonly privateKey: KeyObject;
	/** 15 characters. */
	readonly organizationId: string;
	readonly callCenterApiName: string;
	readonly lifetimeSeconds: number;
	readonly singleUse: boolean;
}

/** A token is not used in its last minute (or last tenth, when it is short-lived): the request still has to get there. */
const LONGEST_MARGIN_MS = 60_000;

interface SignedToken {
	readonly text: string;
	/** Epoch ms from which on another token is to be signed. */
	readonly staleFrom: number;
}

/**
 * The tokens of one credential. Reusable mode: one token without `jti` serves every request until shortly before it
 * expires. Single-use mode: a token with its own `jti` for every request and every repeat of one, since Salesforce
 * accepts a `jti` only once. Claims and header: Telephony Integration REST API Authorization, Spring '26.
 */
export class TokenSource {
	/** Kept as a promise, so that requests that start together wait for the same signature. */
	private reusable: Promise<SignedToken> | undefined;

	constructor(
		private readonly settings: TokenSettings,
		private readonly now: () => number = Date.now,
	) {}

	/** A token for the next attempt of a request. */
	async next(): Promise<string> {
		if (this.settings.singleUse) return (await this.sign()).text;
		this.reusable ??= this.sign();
		const held = this.reusable;
		const token = await held.catch((error: unknown) => {
			if (this.reusable === held) this.reusable = undefined;
			throw error;
		});
		if (this.now() < token.staleFrom) return token.text;
		// Only the first to notice drops it; the others find the new one being signed.
		if (this.reusable === held) this.reusable = undefined;
		return await this.next();
	}

	/** Tells that Salesforce answered 401 to this token, so that it is not offered again. */
	async reject(text: string): Promise<void> {
		const held = this.reusable;
		if (held && (await held).text === text && this.reusable === held) this.reusable = undefined;
	}

	private async sign(): Promise<SignedToken> {
		const { privateKey, organizationId, callCenterApiName, lifetimeSeconds, singleUse } = this.settings;
		const issuedAt = Math.floor(this.now() / 1000);
		const claims = new SignJWT(singleUse ? { jti: randomUUID() } : {})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
			.setIssuer(organizationId)
			.setSubject(callCenterApiName)
			.setIssuedAt(issuedAt)
			.setExpirationTime(issuedAt + lifetimeSeconds);
		const lifetimeMs = lifetimeSeconds * 1000;
		return {
			text: await claims.sign(privateKey),
			staleFrom: issuedAt * 1000 + lifetimeMs - Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10),
		};
	}
}
