/** Counts call starts per organization over the second just past (section 3: calls started per second). */
export class StartLimit {
	private readonly starts = new Map<string, number[]>();

	/** Counts a start at `now` (ms). False, and not counted, when `perSecond` have started within the last 1000 ms. */
	take(organizationId: string, perSecond: number, now: number): boolean {
		const recent = this.starts.get(organizationId) ?? [];
		this.starts.set(organizationId, recent);
		while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift();
		if (recent.length >= perSecond) return false;
		recent.push(now);
		return true;
	}

	clear(): void {
		this.starts.clear();
	}
}
