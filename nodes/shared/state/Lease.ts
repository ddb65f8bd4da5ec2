import { randomUUID } from 'node:crypto';
import type { StateStore } from './StateStore';

/** How often a lease is renewed within its time. */
const RENEWALS = 4;

/** Before the store lets it go by its own clock, the holder takes it for lost. */
const SAFE_PART = 0.8;

/**
 * The right to work on something, held by one worker at a time. It is renewed while it is held; a worker that dies stops
 * renewing it, and another may take it when its time is up. `signal` is aborted as soon as it may be lost.
 */
export class Lease {
	private readonly ending = new AbortController();

	private renewedAt = performance.now();

	private timer: NodeJS.Timeout | undefined;

	private constructor(
		private readonly store: StateStore,
		private readonly key: string,
		private readonly token: string,
		private readonly timeMs: number,
	) {}

	/** The lease of a key, unless somebody else holds it. `timeMs`: after how long a worker is taken for dead. */
	static async take(store: StateStore, key: string, timeMs: number): Promise<Lease | undefined> {
		const token = randomUUID();
		const asked = performance.now();
		const taken = await answered(store, key, token, async () =>
			store.compareAndSet(key, undefined, token, timeMs),
		);
		if (!taken) return undefined;
		const lease = new Lease(store, key, token, timeMs);
		lease.renewedAt = asked;
		lease.watch();
		return lease;
	}

	/** Aborted when the lease is lost, or can no longer be known to be held. */
	get signal(): AbortSignal {
		return this.ending.signal;
	}

	get isLost(): boolean {
		if (performance.now() - this.renewedAt > this.timeMs * SAFE_PART) this.lose();
		return this.ending.signal.aborted;
	}

	/** Makes sure that the lease is still held, and for its whole time from now on. False when it is lost. */
	async renew(): Promise<boolean> {
		if (this.isLost) return false;
		const asked = performance.now();
		const held = await answered(this.store, this.key, this.token, async () =>
			this.store.compareAndSet(this.key, this.token, this.token, this.timeMs),
		);
		if (held) this.renewedAt = asked;
		else this.lose();
		return !this.isLost;
	}

	/** Lets others take it at once. Harmless when it is lost. */
	async release(): Promise<void> {
		clearInterval(this.timer);
		this.lose();
		// Not `release`, which would take it away from whoever has it by now.
		await this.store.compareAndSet(this.key, this.token, '', 1);
	}

	private watch(): void {
		this.timer = setInterval(() => {
			// A store that cannot be asked now may be asked the next time; until then the time runs out.
			this.renew().catch(() => this.isLost);
		}, this.timeMs / RENEWALS).unref();
	}

	private lose(): void {
		clearInterval(this.timer);
		if (!this.ending.signal.aborted) this.ending.abort();
	}
}

/** A store that is far away may lose its answer; a token stands for one holder only, so that what is there tells. */
async function answered(
	store: StateStore,
	key: string,
	token: string,
	ask: () => Promise<boolean>,
): Promise<boolean> {
	try {
		return await ask();
	} catch (error) {
		if ((await store.get(key)) === token) return true;
		throw error;
	}
}
