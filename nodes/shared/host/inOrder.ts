export interface OrderedTask {
	readonly key: string;
	/** Must not reject. */
	run(): Promise<void>;
}

/**
 * Runs tasks with at most `concurrency` at a time; tasks with the same key run one after the other, in list order.
 * A task becomes ready when the one before it with the same key is done.
 */
export async function inOrder(tasks: readonly OrderedTask[], concurrency: number): Promise<void> {
	const waiting = new Map<string, OrderedTask[]>();
	const ready: OrderedTask[] = [];
	for (const task of tasks) {
		const line = waiting.get(task.key);
		if (line) line.push(task);
		else {
			waiting.set(task.key, []);
			ready.push(task);
		}
	}
	for (const line of waiting.values()) line.reverse();
	let next = 0;
	let unfinished = tasks.length;
	if (unfinished === 0) return;
	await new Promise<void>((resolve, reject) => {
		let running = 0;
		const start = (): void => {
			for (let task = ready[next]; task && running < concurrency; task = ready[next]) {
				next += 1;
				running += 1;
				const { key } = task;
				task.run().then(() => {
					running -= 1;
					unfinished -= 1;
					const follower = waiting.get(key)?.pop();
					if (follower) ready.push(follower);
					if (unfinished === 0) resolve();
					else start();
				}, reject);
			}
		};
		start();
	});
}
