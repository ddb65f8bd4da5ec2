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
	/** What has the same key is begun with one after the other; undefined for what stands for itself. */
	readonly keyOf?: (item: Item) => string | undefined;
	readonly mostRunning?: number;
	readonly mostGathered?: number;
	readonly longestWaitMs?: number;
	readonly mostWaiting?: number;
}

interface Waiting<Item> {
	readonly item: Item;
	readonly key: string | undefined;
	/** In ms, on the clock of `performance`. */
	readonly since: number;
}

/**
 * Begins executions. What happens is begun with at once while few executions run. While many do, what happens is gathered
 * and begun with together as soon as one of them has ended. So is what happens to a call of which an execution still runs:
 * n8n runs executions side by side, and one that is begun a moment later may be the first to reach Salesforce. Nothing
 * waits longer than a second: an execution that waits for an hour stops nothing. Order is kept. Nothing is dropped: whoever
 * brings more than can be begun with is made to wait.
 */
export class Emitter<Item> {
	private readonly options: Required<EmitterOptions<Item>>;

	private waiting: Array<Waiting<Item>> = [];

	/** How many executions run, by key. */
	private readonly underWay = new Map<string, number>();

	private running = 0;

	private timer: NodeJS.Timeout | undefined;

	/** Those who were made to wait. */
	private held: Array<() => void> = [];

	constructor(options: EmitterOptions<Item>) {
		this.options = {
			keyOf: () => undefined,
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
		const since = performance.now();
		for (const item of items) this.waiting.push({ item, key: this.options.keyOf(item), since });
		this.beginWhileFewRun();
		if (this.waiting.length > this.options.mostWaiting) {
			await new Promise<void>((resolve) => this.held.push(resolve));
		}
	}

	/** Begins with everything that waits, however many executions run: nobody will bring it again. */
	close(): void {
		while (this.waiting.length > 0) this.beginWith(this.take(() => true));
		this.settle();
	}

	private beginWhileFewRun(): void {
		while (this.running < this.options.mostRunning) {
			const items = this.take(({ key }) => this.isFree(key));
			if (items.length === 0) break;
			this.beginWith(items);
		}
		this.settle();
	}

	private isFree(key: string | undefined): boolean {
		return key === undefined || !this.underWay.has(key);
	}

	/** Takes out what may be begun with, as much as one execution holds. */
	private take(mayBegin: (waiting: Waiting<Item>) => boolean): Array<Waiting<Item>> {
		const taken: Array<Waiting<Item>> = [];
		const left: Array<Waiting<Item>> = [];
		for (const waiting of this.waiting) {
			const isTaken = taken.length < this.options.mostGathered && mayBegin(waiting);
			(isTaken ? taken : left).push(waiting);
		}
		this.waiting = left;
		return taken;
	}

	private beginWith(items: ReadonlyArray<Waiting<Item>>): void {
		const keys = new Set(items.flatMap(({ key }) => (key === undefined ? [] : [key])));
		this.count(keys, 1);
		this.running += 1;
		const ended = () => {
			this.count(keys, -1);
			this.running -= 1;
			this.beginWhileFewRun();
		};
		// One that breaks its word has ended as well: it must not count as running for ever.
		void this.options.begin(items.map(({ item }) => item)).then(ended, ended);
	}

	private count(keys: ReadonlySet<string>, difference: 1 | -1): void {
		for (const key of keys) {
			const executions = (this.underWay.get(key) ?? 0) + difference;
			if (executions > 0) this.underWay.set(key, executions);
			else this.underWay.delete(key);
		}
	}

	private waitedLong(): void {
		this.timer = undefined;
		const longAgo = performance.now() - this.options.longestWaitMs;
		if (this.waiting[0] && this.waiting[0].since <= longAgo) {
			this.beginWith(this.take(({ key, since }) => since <= longAgo || this.isFree(key)));
		}
		this.settle();
	}

	/** Lets go on who need not wait any more, and looks after what still waits. */
	private settle(): void {
		const [oldest] = this.waiting;
		if (oldest) {
			const restMs = Math.ceil(oldest.since + this.options.longestWaitMs - performance.now());
			this.timer ??= setTimeout(() => this.waitedLong(), Math.max(1, restMs));
		} else {
			clearTimeout(this.timer);
			this.timer = undefined;
		}
		if (this.waiting.length > this.options.mostWaiting) return;
		for (const goOn of this.held.splice(0)) goOn();
	}
}
