/** Counts what each one did over the second just past. */
export class RateWindow {
	private readonly times = new Map<string, number[]>();

	/** Counts at `now` (ms). False, and not counted, when `perSecond` were counted within the last 1000 ms. */
	take(who: string, perSecond: number, now: number): boolean {
		const recent = this.times.get(who) ?? [];
		this.times.set(who, recent);
		while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift();
		if (recent.length >= perSecond) return false;
		recent.push(now);
		return true;
	}

	clear(): void {
		this.times.clear();
	}
}
