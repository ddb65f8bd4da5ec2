/** Counts what each one did over the second just past. */
export class RateWindow {
	private readonly times = new Map<string, number[]>();

	/** Counts `count` at `now` (ms). False, and not counted, when there would be more than `perSecond` in 1000 ms. */
	take(who: string, perSecond: number, now: number, count = 1): boolean {
		const recent = this.times.get(who) ?? [];
		this.times.set(who, recent);
		const gone = recent.findIndex((time) => time > now - 1000);
		recent.splice(0, gone === -1 ? recent.length : gone);
		if (recent.length + count > perSecond) return false;
		for (let counted = 0; counted < count; counted += 1) recent.push(now);
		return true;
	}

	clear(): void {
		this.times.clear();
	}
}
