/** Work put off by some milliseconds, each piece on its own. */
export class Timers {
	private readonly running = new Set<NodeJS.Timeout>();
	private waiting: Array<() => void> = [];

	after(delayMs: number, work: () => void): void {
		const timer = setTimeout(() => {
			this.running.delete(timer);
			work();
			if (this.running.size === 0) this.release();
		}, delayMs);
		this.running.add(timer);
	}

	/** Resolves when nothing is left to do. */
	async settled(): Promise<void> {
		if (this.running.size === 0) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	/** Forgets what has not been done. */
	clear(): void {
		for (const timer of this.running) clearTimeout(timer);
		this.running.clear();
		this.release();
	}

	private release(): void {
		const waiting = this.waiting;
		this.waiting = [];
		for (const resolve of waiting) resolve();
	}
}
