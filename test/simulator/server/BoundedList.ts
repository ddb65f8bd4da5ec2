/** A list that forgets its oldest entries, so that a simulator left running for days keeps a steady size. */
export class BoundedList<T> {
	private entries: T[] = [];
	private first = 0;
	private readonly limit: () => number;

	constructor(limit: () => number) {
		this.limit = limit;
	}

	push(entry: T): void {
		this.entries.push(entry);
		while (this.size > this.limit()) this.first += 1;
		// Dropping one by one with shift() would move the whole array for every request.
		if (this.first > 1024 && this.first * 2 > this.entries.length) {
			this.entries = this.entries.slice(this.first);
			this.first = 0;
		}
	}

	get size(): number {
		return this.entries.length - this.first;
	}

	toArray(): T[] {
		return this.entries.slice(this.first);
	}

	clear(): void {
		this.entries = [];
		this.first = 0;
	}
}
