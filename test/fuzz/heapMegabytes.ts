/** What is kept in memory, once all that can be thrown away is. Needs `--expose-gc` to be exact. */
export function heapMegabytes(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 1e6;
}
