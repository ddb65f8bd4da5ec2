import { setTimeout as delay } from 'node:timers/promises';

/** Lets at most `limit` starts through in any `windowMs`, in the order they asked. */
export class RateLimiter {
	private readonly starts: number[] = [];

	private tail: Promise<void> = Promise.resolve();

	private waiting = 0;

	constructor(
		private readonly limit: number,
		private readonly windowMs = 1_000,
	) {}

	/** Resolves when the caller may start. Rejects with the signal's reason when it is aborted while waiting. */
	async start(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (this.waiting === 0 && this.hasRoom()) {
			this.starts.push(performance.now());
			return;
		}
		this.waiting += 1;
		const turn = this.tail.then(async () => await this.wait(signal));
		// A caller that gave up must not stop those behind it.
		this.tail = turn
			.catch(() => undefined)
			.finally(() => {
				this.waiting -= 1;
			});
		await (signal ? orAborted(turn, signal) : turn);
	}

	private hasRoom(): boolean {
		const oldest = this.starts.length < this.limit ? undefined : this.starts[0];
		if (oldest === undefined) return true;
		if (oldest + this.windowMs > performance.now()) return false;
		this.starts.shift();
		return true;
	}

	private async wait(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		while (!this.hasRoom()) {
			// performance.now(), since the wall clock may be set back.
			const left = (this.starts[0] ?? 0) + this.windowMs - performance.now();
			if (left > 0) await delay(Math.ceil(left), undefined, signal ? { signal } : {});
		}
		this.starts.push(performance.now());
	}
}

/** Like `turn`, but rejects with the signal's reason at once when it is aborted, however long the line still is. */
async function orAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
	let onAbort: () => void = () => undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(signal.reason);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		await Promise.race([aborted, turn]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
