interface Call {
	readonly id: number;
	readonly name: string;
	readonly argument: unknown;
}

/** What a child offers its parent: by name, each with one argument. */
export type Offers = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers the calls of the parent process, and ends with it. */
export function serve(offers: Offers): void {
	const answer = async ({ id, name, argument }: Call): Promise<void> => {
		try {
			const offer = offers[name];
			if (offer === undefined) throw new Error(`This child offers no '${name}'.`);
			process.send?.({ id, result: await offer(argument as never) });
		} catch (error) {
			process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
		}
	};
	process.on('message', (call: Call) => void answer(call));
	process.on('disconnect', () => process.exit());
	process.send?.({ id: 0, result: 'ready' });
}
