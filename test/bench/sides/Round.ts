/** What a side is asked to do in a round. */
export interface Task {
	readonly count: number;
	/** Begins the ids of the calls, so that no two rounds have the same. */
	readonly prefix: string;
}

/** What a round took. */
export interface Round {
	/** Calls that were answered with an id. */
	readonly done: number;
	readonly ms: number;
	/** Ms of processor time in this process, in user and kernel mode. */
	readonly cpuMs: number;
}

function cpuMs(): number {
	const { userCPUTime, systemCPUTime } = process.resourceUsage();
	return (userCPUTime + systemCPUTime) / 1_000;
}

/** Does the work, which gives how many calls were answered, and takes its time. */
export async function timed(work: () => Promise<number>): Promise<Round> {
	globalThis.gc?.();
	const [begun, cpuBegun] = [performance.now(), cpuMs()];
	const done = await work();
	return { done, ms: performance.now() - begun, cpuMs: cpuMs() - cpuBegun };
}

/** Does one piece of work for each id, `width` at a time. Gives how many gave true. */
export async function side(
	{ count, prefix }: Task,
	width: number,
	one: (callId: string) => Promise<boolean>,
): Promise<number> {
	let next = 0;
	let done = 0;
	const lane = async (): Promise<void> => {
		while (next < count) {
			const number = next++;
			if (await one(`${prefix}-${number}`)) done += 1;
		}
	};
	await Promise.all(Array.from({ length: width }, lane));
	return done;
}
