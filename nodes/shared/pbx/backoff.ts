const FIRST_MS = 1_000;

const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait before attempt number `attempt` (0 is the first after a loss): doubled each time up to 30 s, half
 * of it left to chance, so that many workflows do not all come back at once.
 */
export function reconnectMs(attempt: number, random: () => number = Math.random): number {
	const ceiling = Math.min(FIRST_MS * 2 ** Math.min(attempt, 10), LONGEST_MS);
	return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
