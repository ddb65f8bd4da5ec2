import { randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { HeldToken, staleFrom, type Token } from '../http/HeldToken';

export interface TokenSettings {
	readonly privateKey: KeyObject;
	/** 15 characters. */
	readonly organizationId: string;
	readonly callCenterApiName: string;
	readonly lifetimeSeconds: number;
	readonly singleUse: boolean;
}

/**
 * The tokens of one credential. Reusable mode: one token without `jti` serves every request until shortly before it
 * expires. Single-use mode: a token with its own `jti` for every request and every repeat of one, since Salesforce
 * accepts a `jti` only once. Claims and header: Telephony Integration REST API Authorization, Spring '26.
 */
export class TokenSource {
	private readonly reusable: HeldToken;

	constructor(
		private readonly settings: TokenSettings,
		private readonly now: () => number = Date.now,
	) {
		this.reusable = new HeldToken(now);
	}

	/** A token for the next attempt of a request. */
	async next(): Promise<string> {
		if (this.settings.singleUse) return (await this.sign()).text;
		return await this.reusable.get(async () => await this.sign());
	}

	/** Tells that Salesforce answered 401 to this token, so that it is not offered again. */
	async reject(text: string): Promise<void> {
		await this.reusable.reject(text);
	}

	private async sign(): Promise<Token> {
		const { privateKey, organizationId, callCenterApiName, lifetimeSeconds, singleUse } = this.settings;
		const issuedAt = Math.floor(this.now() / 1000);
		const claims = new SignJWT(singleUse ? { jti: randomUUID() } : {})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
			.setIssuer(organizationId)
			.setSubject(callCenterApiName)
			.setIssuedAt(issuedAt)
			.setExpirationTime(issuedAt + lifetimeSeconds);
		return {
			text: await claims.sign(privateKey),
			staleFrom: staleFrom(issuedAt * 1000, lifetimeSeconds * 1000),
		};
	}
}
