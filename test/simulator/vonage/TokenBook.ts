import { createHash, randomBytes } from 'node:crypto';

export type TokenService = 'v0' | 'gateway';

/** A token that was handed out, without its text. Times ISO-8601 UTC. */
export interface IssuedToken {
	/** As in the `tokenDigest` of the requests that carry it. */
	digest: string;
	accountKey: string;
	service: TokenService;
	/** How the secret came: Authorization header, or fields of the form. */
	credentialsIn: 'header' | 'form';
	scope: string | null;
	issuedAt: string;
	expiresAt: string;
	/** Requests that carried it while it was good. */
	uses: number;
}

/** The access tokens of all accounts. */
export class TokenBook {
	private readonly tokens = new Map<string, IssuedToken>();
	private readonly limit: () => number;

	constructor(limit: () => number) {
		this.limit = limit;
	}

	/** Makes a token that is good for so many seconds from `now` (ms), and gives its text. */
	issue(
		about: Pick<IssuedToken, 'accountKey' | 'service' | 'credentialsIn' | 'scope'>,
		lifetimeSeconds: number,
		now: number,
	): string {
		const text = randomBytes(32).toString('base64url');
		const digest = digestOf(`Bearer ${text}`);
		this.tokens.set(digest, {
			digest,
			...about,
			issuedAt: new Date(now).toISOString(),
			expiresAt: new Date(now + lifetimeSeconds * 1000).toISOString(),
			uses: 0,
		});
		for (const oldest of this.tokens.keys()) {
			if (this.tokens.size <= this.limit()) break;
			this.tokens.delete(oldest);
		}
		return text;
	}

	/** The token in an Authorization header at `now` (ms); undefined when it was never handed out. */
	use(authorization: string, now: number): IssuedToken | 'expired' | undefined {
		const token = this.tokens.get(digestOf(authorization));
		if (token === undefined) return undefined;
		if (Date.parse(token.expiresAt) <= now) return 'expired';
		token.uses += 1;
		return token;
	}

	/** Oldest first. */
	all(): IssuedToken[] {
		return [...this.tokens.values()];
	}

	/** Ends every token's life at `now` (ms). */
	expire(now: number): void {
		const end = new Date(now).toISOString();
		for (const token of this.tokens.values()) if (token.expiresAt > end) token.expiresAt = end;
	}

	clear(): void {
		this.tokens.clear();
	}
}

/** Same text, same token: the first 16 hex digits of an Authorization header's SHA-256. */
export function digestOf(authorization: string): string {
	return createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}
