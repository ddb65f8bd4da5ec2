/** Work put off by some milliseconds and done strictly in the order it was put off. */
export class DeferredWork {
	private queue: Array<{ due: number; work: () => void }> = [];
	private timer: NodeJS.Timeout | undefined;
	private waiting: Array<() => void> = [];

	/** Puts work off. It never runs within this call, not even with a delay of 0. */
	add(delayMs: number, work: () => void): void {
		this.queue.push({ due: performance.now() + delayMs, work });
		this.schedule();
	}

	/** Resolves when nothing is left to do. */
	async settled(): Promise<void> {
		if (this.queue.length === 0) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	/** Forgets what has not been done. */
	clear(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.queue = [];
		this.release();
	}

	private schedule(): void {
		const first = this.queue[0];
		if (first === undefined || this.timer !== undefined) return;
		this.timer = setTimeout(() => this.run(), Math.max(0, Math.ceil(first.due - performance.now())));
	}

	private run(): void {
		this.timer = undefined;
		const now = performance.now();
		const later = this.queue.findIndex((entry) => entry.due > now);
		const due = this.queue.splice(0, later === -1 ? this.queue.length : later);
		for (const { work } of due) work();
		this.schedule();
		if (this.queue.length === 0) this.release();
	}

	private release(): void {
		const waiting = this.waiting;
		this.waiting = [];
		for (const resolve of waiting) resolve();
	}
}
