/**
 * What must be remembered between executions: which events were seen, and later where a call stands. One interface,
 * several stores: ProcessStore is right within one n8n process; a store in Redis will be right across processes.
 *
 * Every method is atomic towards every other on the same key, whoever calls. Keys are the caller's business; it puts
 * the workflow and the node in front. Values are text. `ttlMs` is a time to live in ms, after which an entry is as if
 * it had never been, so that a claim left behind by a process that died is taken over.
 */
export interface StateStore {
	/** Takes a key that nobody holds. True for exactly one of all callers until it is released or its time is up. */
	claim(key: string, ttlMs: number): Promise<boolean>;

	/** Gives back a key, claimed or set; the next claim of it succeeds. */
	release(key: string): Promise<void>;

	/** The value of a key; undefined when there is none. A claimed key holds the empty text. */
	get(key: string): Promise<string | undefined>;

	/**
	 * Sets a key's value if it still is `expected` (undefined: if there is none). False, with nothing changed, when
	 * another was faster: get it anew and decide again.
	 */
	compareAndSet(key: string, expected: string | undefined, value: string, ttlMs: number): Promise<boolean>;

	/** Resolves when all that was claimed and set so far would survive the sudden end of this process; else rejects. */
	persist(): Promise<void>;
}
