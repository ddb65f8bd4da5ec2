/**
 * What waits to be worked off, one after the other, without whoever brings it having to wait. When it is full the oldest
 * that may be dropped is; how many were is counted until somebody asks.
 */
export class BoundedQueue<Item> {
	private readonly limit: number;

	private readonly mayDrop: (item: Item) => boolean;

	private readonly work: (item: Item) => Promise<void> | void;

	private readonly onFailure: (error: unknown) => void;

	private readonly onEmpty: () => void;

	private items: Item[] = [];

	private dropped = 0;

	private isWorking = false;

	private isClosed = false;

	/** `onFailure` gets what `work` throws, after which the next item is worked off. `onEmpty` is called each time everything was. */
	constructor(options: {
		limit: number;
		mayDrop(item: Item): boolean;
		work(item: Item): Promise<void> | void;
		onFailure(error: unknown): void;
		onEmpty(): void;
	}) {
		this.limit = options.limit;
		this.mayDrop = (item) => options.mayDrop(item);
		this.work = (item) => options.work(item);
		this.onFailure = (error) => options.onFailure(error);
		this.onEmpty = () => options.onEmpty();
	}

	get length(): number {
		return this.items.length;
	}

	push(item: Item): void {
		if (this.isClosed) return;
		if (this.items.length >= this.limit) {
			const oldest = this.items.findIndex((each) => this.mayDrop(each));
			this.items.splice(Math.max(oldest, 0), 1);
			this.dropped += 1;
		}
		this.items.push(item);
		if (!this.isWorking) void this.workOff();
	}

	/** How many were dropped since the last time. */
	takeDropped(): number {
		const { dropped } = this;
		this.dropped = 0;
		return dropped;
	}

	/** Nothing more is worked off. */
	close(): void {
		this.isClosed = true;
		this.items = [];
	}

	private async workOff(): Promise<void> {
		this.isWorking = true;
		// Not while the piece that brought it is still being read.
		await Promise.resolve();
		for (let item = this.items.shift(); item !== undefined; item = this.items.shift()) {
			try {
				const work = this.work(item);
				if (work) await work;
			} catch (error) {
				this.onFailure(error);
			}
		}
		this.isWorking = false;
		if (!this.isClosed) this.onEmpty();
	}
}
