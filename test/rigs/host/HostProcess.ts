import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';

const guard = fileURLToPath(new URL('./exitWithParent.cjs', import.meta.url));
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 20_000;

/** `start` serves the editor and webhooks; in queue mode `worker` runs what it is handed, and `webhook` serves webhooks alone. */
export type HostCommand = 'start' | 'worker' | 'webhook';

/** What those without an editor say in their log when they are ready. */
const READY_LINES = {
	worker: 'n8n worker is now ready',
	webhook: 'Webhook listener waiting for requests.',
};

/** One running n8n: the operating system's side of it. */
export class HostProcess {
	readonly baseUrl: string;

	readonly logFile: string;

	readonly #command: HostCommand;

	readonly #child: ChildProcess;

	readonly #ended: Promise<void>;

	#isEnded = false;

	private constructor(child: ChildProcess, command: HostCommand, baseUrl: string, logFile: string) {
		this.#child = child;
		this.#command = command;
		this.baseUrl = baseUrl;
		this.logFile = logFile;
		this.#ended = new Promise((resolve) => {
			const end = (): void => {
				this.#isEnded = true;
				resolve();
			};
			child.once('exit', end);
			child.once('error', end);
		});
	}

	/**
	 * Starts `n8n start`, or another command, with exactly this environment and waits until it is ready.
	 * Its output is appended to `logFile`. Throws with the end of that log when it does not come up.
	 */
	static async start(
		n8nFolder: string,
		environment: Record<string, string>,
		logFile: string,
		command: HostCommand = 'start',
	): Promise<HostProcess> {
		const log = openSync(logFile, 'a');
		const child = spawn(
			process.execPath,
			['--require', guard, join(n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n'), command],
			{
				cwd: environment['N8N_USER_FOLDER'],
				env: environment,
				stdio: ['ignore', log, log, 'ipc'],
				detached: true,
			},
		);
		closeSync(log);
		// The channel only tells n8n that we live; it must not keep us alive.
		child.channel?.unref();
		const host = new HostProcess(child, command, `http://127.0.0.1:${environment['N8N_PORT']}`, logFile);
		try {
			await until(`n8n ${command} is ready`, () => host.#isReady(), {
				limitMs: START_LIMIT_MS,
				everyMs: 100,
			});
		} catch (error) {
			await host.stop();
			throw new Error(
				`n8n did not start. The end of its log:\n${host.logText().split('\n').slice(-30).join('\n')}`,
				{
					cause: error,
				},
			);
		}
		return host;
	}

	/** Everything this n8n has written so far. */
	logText(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	get isRunning(): boolean {
		return !this.#isEnded;
	}

	/** Asks n8n to end and, when it takes longer than 20 s, ends it. Gives whether it ended by itself. */
	async stop(): Promise<boolean> {
		if (this.#isEnded) return true;
		this.#child.kill('SIGTERM');
		const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
		await this.#ended;
		clearTimeout(timer);
		return this.#child.signalCode !== 'SIGKILL';
	}

	/** Ends n8n at once, as a crash or the system's memory watch would. */
	async kill(): Promise<void> {
		if (this.#isEnded) return;
		this.#child.kill('SIGKILL');
		await this.#ended;
	}

	/** n8n listens before it is ready, answers this page first, and only then takes requests of the editor. */
	async #isReady(): Promise<boolean> {
		if (this.#isEnded) throw new Error('n8n ended while it was starting.');
		if (this.#command !== 'start') return this.logText().includes(READY_LINES[this.#command]);
		try {
			const readiness = await fetch(`${this.baseUrl}/healthz/readiness`);
			if (!readiness.ok) return false;
			const settings = await fetch(`${this.baseUrl}/rest/settings`);
			return settings.ok && (settings.headers.get('content-type') ?? '').includes('json');
		} catch {
			return false;
		}
	}
}
