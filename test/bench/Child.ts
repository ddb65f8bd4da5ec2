import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Answer {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

interface Open {
	resolve(result: unknown): void;
	reject(error: Error): void;
}

/** What every child is started with: test/engine has no package.json of its own, which Node would warn about. */
const FLAGS = ['--expose-gc', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

/** A process of its own for one side of a comparison or for a server, asked over Node's own channel. */
export class Child {
	readonly #process: ChildProcess;

	readonly #open = new Map<number, Open>();

	#last = 0;

	private constructor(process: ChildProcess) {
		this.#process = process;
		process.on('message', ({ id, result, error }: Answer) => {
			const open = this.#open.get(id);
			this.#open.delete(id);
			if (error === undefined) open?.resolve(result);
			else open?.reject(new Error(error));
		});
		process.once('exit', (code, signal) => {
			for (const { reject } of this.#open.values()) reject(new Error(`A child ended: ${signal ?? code}.`));
			this.#open.clear();
		});
	}

	/** Starts a program that `serve`s; `file` is relative to this folder. */
	static async start(
		file: string,
		{ env = {}, flags = [] }: { env?: Record<string, string>; flags?: readonly string[] } = {},
	): Promise<Child> {
		const forked = fork(join(import.meta.dirname, file), {
			env: { ...process.env, ...env },
			execArgv: [...FLAGS, ...flags],
			stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
		});
		const child = new Child(forked);
		await child.#answer(0);
		return child;
	}

	/** Asks the child, and gives its answer. Rejects with what the child threw, or when it ends. */
	async ask<Result = void>(name: string, argument?: unknown): Promise<Result> {
		this.#last += 1;
		const id = this.#last;
		const answer = this.#answer(id);
		this.#process.send({ id, name, argument: argument ?? null });
		return (await answer) as Result;
	}

	async #answer(id: number): Promise<unknown> {
		return await new Promise((resolve, reject) => {
			this.#open.set(id, { resolve, reject });
		});
	}

	/** Lets the child end by itself, so that it can still write what it was told to by its flags. */
	async stop(): Promise<void> {
		if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
		const exit = once(this.#process, 'exit');
		this.#process.disconnect();
		await exit;
	}
}
