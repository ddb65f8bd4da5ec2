/** So many executions are begun for one happening each; with more, n8n and what it writes to only become slower. */
const MOST_RUNNING = 10;

/** An execution holds no more than this, so that none of them becomes unwieldy. */
const MOST_GATHERED = 500;

/** Nothing waits longer than this to be begun with, however long executions run. */
const LONGEST_WAIT_MS = 1_000;

/** When more than this waits, whoever brings it has to wait as well. */
const MOST_WAITING = 10_000;

export interface EmitterOptions<Item> {
	/** Begins an execution with these; resolves when it has ended, however it did. Must not reject. */
	begin(items: readonly Item[]): Promise<void>;
	readonly mostRunning?: number;
	readonly mostGathered?: number;
	readonly longestWaitMs?: number;
	readonly mostWaiting?: number;
}

/**
 * Begins executions. What happens is begun with at once while few executions run. While many do, what happens is gathered
 * and begun with together as soon as one of them has ended, or after a second: an execution that waits for an hour stops
 * nothing. Order is kept. Nothing is dropped: whoever brings more than can be begun with is made to wait.
 */
export class Emitter<Item> {
	private readonly options: Required<EmitterOptions<Item>>;

	private waiting: Item[] = [];

	private running = 0;

	private timer: NodeJS.Timeout | undefined;

	/** Those who were made to wait. */
	private held: Array<() => void> = [];

	constructor(options: EmitterOptions<Item>) {
		this.options = {
			mostRunning: MOST_RUNNING,
			mostGathered: MOST_GATHERED,
			longestWaitMs: LONGEST_WAIT_MS,
			mostWaiting: MOST_WAITING,
			...options,
		};
	}

	/** Takes the items of one happening. Resolves at once unless too much waits already. */
	async push(items: readonly Item[]): Promise<void> {
		if (items.length === 0) return;
		this.waiting.push(...items);
		if (this.running < this.options.mostRunning) this.beginWhileFewRun();
		if (this.waiting.length > 0)
			this.timer ??= setTimeout(() => this.waitedLong(), this.options.longestWaitMs);
		if (this.waiting.length > this.options.mostWaiting) {
			await new Promise<void>((resolve) => this.held.push(resolve));
		}
	}

	/** Begins with everything that waits, however many executions run: nobody will bring it again. */
	close(): void {
		while (this.waiting.length > 0) this.beginOne();
		this.settle();
	}

	private beginWhileFewRun(): void {
		while (this.waiting.length > 0 && this.running < this.options.mostRunning) this.beginOne();
		this.settle();
	}

	private beginOne(): void {
		const items = this.waiting.splice(0, this.options.mostGathered);
		this.running += 1;
		const ended = () => {
			this.running -= 1;
			this.beginWhileFewRun();
		};
		// One that breaks its word has ended as well: it must not count as running for ever.
		void this.options.begin(items).then(ended, ended);
	}

	private waitedLong(): void {
		this.timer = undefined;
		this.beginOne();
		this.settle();
	}

	/** Lets go on who need not wait any more, and looks after what still waits: it has waited since the timer was set. */
	private settle(): void {
		if (this.waiting.length > 0) {
			this.timer ??= setTimeout(() => this.waitedLong(), this.options.longestWaitMs);
		} else {
			clearTimeout(this.timer);
			this.timer = undefined;
		}
		if (this.waiting.length > this.options.mostWaiting) return;
		for (const goOn of this.held.splice(0)) goOn();
	}
}
