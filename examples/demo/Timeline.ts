/** Prints what happens to a call as it happens, one line each, timed from the first ring. */
export class Timeline {
	readonly #start = Date.now();

	/** `what` in one word, `detail` as it was read back. */
	tell(what: string, detail: string): void {
		const seconds = ((Date.now() - this.#start) / 1_000).toFixed(1).padStart(5);
		process.stdout.write(`  ${seconds} s   ${what.padEnd(10)} ${detail}\n`);
	}
}
