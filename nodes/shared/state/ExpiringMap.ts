export interface Entry {
	readonly value: string;
	/** Epoch ms. */
	readonly expiresAt: number;
}

/**
 * A map whose entries run out, and that never holds more than `capacity` of them: when it is full those that ran out
 * go first, then the oldest. Times are epoch ms, given by the caller.
 */
export class ExpiringMap {
	/** A Map keeps the order of insertion, so the oldest stand first. */
	private readonly entries = new Map<string, Entry>();

	/** No entry runs out before this, so that a full map is searched only when there is something to find. */
	private earliestExpiry = Number.POSITIVE_INFINITY;

	private readonly capacity: number;

	constructor(capacity: number) {
		this.capacity = capacity;
	}

	get size(): number {
		return this.entries.size;
	}

	get(key: string, now: number): Entry | undefined {
		const entry = this.entries.get(key);
		if (entry === undefined || entry.expiresAt > now) return entry;
		this.entries.delete(key);
		return undefined;
	}

	set(key: string, entry: Entry, now: number): void {
		this.entries.delete(key);
		if (this.entries.size >= this.capacity) this.makeRoom(now);
		this.entries.set(key, entry);
		this.earliestExpiry = Math.min(this.earliestExpiry, entry.expiresAt);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	/** The entries that have not run out, oldest first; the others are let go of. */
	alive(now: number): Array<[string, Entry]> {
		this.removeExpired(now);
		return [...this.entries];
	}

	private makeRoom(now: number): void {
		if (this.earliestExpiry <= now) this.removeExpired(now);
		for (const oldest of this.entries.keys()) {
			if (this.entries.size < this.capacity) return;
			this.entries.delete(oldest);
		}
	}

	private removeExpired(now: number): void {
		this.earliestExpiry = Number.POSITIVE_INFINITY;
		for (const [key, { expiresAt }] of this.entries) {
			if (expiresAt <= now) this.entries.delete(key);
			else this.earliestExpiry = Math.min(this.earliestExpiry, expiresAt);
		}
	}
}
