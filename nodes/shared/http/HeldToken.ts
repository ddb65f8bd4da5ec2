export interface Token {
	readonly text: string;
	/** Epoch ms from which on another token is to be made. */
	readonly staleFrom: number;
}

/** A token is not used in its last minute (or last tenth, when it is short-lived): the request still has to get there. */
const LONGEST_MARGIN_MS = 60_000;

/** When a token of this age and lifetime is no longer to be used: epoch ms, from epoch ms and ms. */
export function staleFrom(issuedAtMs: number, lifetimeMs: number): number {
	return issuedAtMs + lifetimeMs - Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10);
}

/** One token that serves many requests: made when it is first asked for, shared by all who wait, made anew when stale. */
export class HeldToken {
	/** Kept as a promise, so that requests that start together wait for the same token. */
	private held: Promise<Token> | undefined;

	private readonly now: () => number;

	constructor(now: () => number) {
		this.now = now;
	}

	/** The token; `make` is asked for one when there is none that can be used. Rejects with what `make` rejects with. */
	async get(make: () => Promise<Token>): Promise<string> {
		this.held ??= make();
		const { held } = this;
		const token = await held.catch((error: unknown) => {
			this.drop(held);
			throw error;
		});
		if (this.now() < token.staleFrom) return token.text;
		this.drop(held);
		return await this.get(make);
	}

	/** Tells that the service answered 401 to this token, so that it is not offered again. */
	async reject(text: string): Promise<void> {
		const { held } = this;
		if (held && (await held).text === text) this.drop(held);
	}

	/** Only the first to notice drops it; the others find the new one being made. */
	private drop(held: Promise<Token>): void {
		if (this.held === held) this.held = undefined;
	}
}
