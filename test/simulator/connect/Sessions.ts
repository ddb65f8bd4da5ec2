import { createHash, randomBytes } from 'node:crypto';

/** A user's access token, without its text. Times ISO-8601 UTC. */
export interface ConnectSession {
	/** As in the `tokenDigest` of the requests that carry it. */
	digest: string;
	organizationId: string;
	username: string;
	grant: 'jwt' | 'refresh' | 'given';
	issuedAt: string;
	expiresAt: string;
	/** Requests that carried it while it was good. */
	uses: number;
}

interface Refresh {
	clientId: string;
	organizationId: string;
	username: string;
}

/** The access and refresh tokens of all organizations. */
export class Sessions {
	private readonly sessions = new Map<string, ConnectSession>();
	private readonly refreshes = new Map<string, Refresh>();
	private readonly limit: () => number;

	constructor(limit: () => number) {
		this.limit = limit;
	}

	/** Makes an access token that is good for so many seconds from `now` (ms), and gives its text. */
	issue(
		about: Pick<ConnectSession, 'organizationId' | 'username' | 'grant'>,
		lifetimeSeconds: number,
		now: number,
	): string {
		const text = `${about.organizationId}!${randomBytes(48).toString('base64url')}`;
		const digest = digestOf(`Bearer ${text}`);
		this.sessions.set(digest, {
			digest,
			...about,
			issuedAt: new Date(now).toISOString(),
			expiresAt: new Date(now + lifetimeSeconds * 1000).toISOString(),
			uses: 0,
		});
		for (const oldest of this.sessions.keys()) {
			if (this.sessions.size <= this.limit()) break;
			this.sessions.delete(oldest);
		}
		return text;
	}

	/** Makes a refresh token. */
	issueRefresh(about: Refresh): string {
		const text = `5Aep861${randomBytes(32).toString('base64url')}`;
		this.refreshes.set(text, about);
		return text;
	}

	refresh(text: string): Refresh | undefined {
		return this.refreshes.get(text);
	}

	/** The token in an Authorization header at `now` (ms), while it is good. */
	use(authorization: string | undefined, now: number): ConnectSession | undefined {
		const session = this.sessions.get(digestOf(authorization ?? ''));
		if (session === undefined || Date.parse(session.expiresAt) <= now) return undefined;
		session.uses += 1;
		return session;
	}

	/** Oldest first. */
	all(): ConnectSession[] {
		return [...this.sessions.values()];
	}

	/** Ends every access token's life at `now` (ms). */
	expire(now: number): void {
		const end = new Date(now).toISOString();
		for (const session of this.sessions.values()) if (session.expiresAt > end) session.expiresAt = end;
	}

	revokeRefreshes(): void {
		this.refreshes.clear();
	}

	clear(): void {
		this.sessions.clear();
		this.refreshes.clear();
	}
}

/** Same text, same token: the first 16 hex digits of an Authorization header's SHA-256. */
export function digestOf(authorization: string): string {
	return createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}
