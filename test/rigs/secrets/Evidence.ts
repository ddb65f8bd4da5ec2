import type { Canaries } from './Canaries.ts';
import { everythingIn } from './everything.ts';

/** All that could be seen of what was done, each line once and with the place where it was seen first. */
export class Evidence {
	readonly #lines = new Map<string, string>();

	take(place: string, value: unknown): void {
		for (const line of everythingIn(value).split('\n')) {
			if (!this.#lines.has(line)) this.#lines.set(line, place);
		}
	}

	/** How many characters were gathered. */
	get size(): number {
		let size = 0;
		for (const line of this.#lines.keys()) size += line.length;
		return size;
	}

	/** Every canary that stands in it, with the place. Empty is how it should be. */
	leaks(canaries: Canaries): string[] {
		const all = [...this.#lines.keys()].join('\n');
		if (canaries.findIn(all).length === 0) return [];
		return [...this.#lines].flatMap(([line, place]) =>
			canaries.findIn(line).map((found) => `${place}: ${found}`),
		);
	}
}
