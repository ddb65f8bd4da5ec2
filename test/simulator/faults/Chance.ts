/** Chance that can be repeated: the same seed always gives the same outcomes in the same order. */
export class Chance {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** Whether something that happens in this share (0 to 1) of all cases happens now. */
	happens(share: number): boolean {
		return this.next() < share;
	}

	/** From 0 up to, but not including, 1: a Weyl sequence whose every step is mixed (SplitMix). */
	private next(): number {
		this.state = (this.state + 0x9e3779b9) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
		mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
		return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
	}
}
