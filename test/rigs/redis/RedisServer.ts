import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import { until } from '../until.ts';

/** Why no Redis can be started on this machine; undefined when one can. */
export function redisIsMissing(): string | undefined {
	const { status, error } = spawnSync('redis-server', ['--version'], { encoding: 'utf8', timeout: 10_000 });
	if (status === 0) return undefined;
	return `redis-server is not on the PATH or does not start (${error?.message ?? `exit code ${status}`}); install Debian's redis-server`;
}

/** A real Redis on 127.0.0.1. */
export class RedisServer {
	readonly port: number;

	/** Empty when it is open to all. */
	readonly password: string;

	private readonly folder: string;

	private process: ChildProcess | undefined;

	private output = '';

	/** Whether it writes every change to disk before it answers, and so knows all when it is up again. */
	private readonly isLasting: boolean;

	private constructor(port: number, password: string, isLasting: boolean) {
		this.port = port;
		this.password = password;
		this.isLasting = isLasting;
		this.folder = mkdtempSync(join(tmpdir(), 'redis-'));
	}

	/** Starts one on a free port. Rejects with Redis's own words when it does not come up. */
	static async start({ password = '', isLasting = false } = {}): Promise<RedisServer> {
		const server = new RedisServer(await freePort(), password, isLasting);
		await server.up();
		return server;
	}

	/** Starts it again on the same port after `down`; it comes up empty unless it is a lasting one. */
	async up(): Promise<void> {
		const settings = {
			port: String(this.port),
			bind: '127.0.0.1',
			dir: this.folder,
			save: '',
			appendonly: this.isLasting ? 'yes' : 'no',
			appendfsync: 'always',
			...(this.password === '' ? {} : { requirepass: this.password }),
		};
		const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'pipe'] });
		this.process = child;
		child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		// By standard input, so that the password stands in no list of processes.
		child.stdin.end(
			Object.entries(settings)
				.map(([name, value]) => `${name} ${value === '' ? '""' : value}\n`)
				.join(''),
		);
		await until('Redis listens', async () => await this.listens(), {
			limitMs: 20_000,
			everyMs: 20,
			explain: () => this.output,
		});
	}

	/** Ends the process at once, as a crash would. */
	async down(): Promise<void> {
		const child = this.process;
		this.process = undefined;
		if (!child || child.exitCode !== null) return;
		const exit = once(child, 'exit');
		child.kill('SIGKILL');
		await exit;
	}

	/** Keeps it from answering, with its connections open, until `resume`. */
	pause(): void {
		this.process?.kill('SIGSTOP');
	}

	resume(): void {
		this.process?.kill('SIGCONT');
	}

	async stop(): Promise<void> {
		await this.down();
		rmSync(this.folder, { recursive: true, force: true });
	}

	private async listens(): Promise<boolean> {
		if (this.process?.exitCode !== null) throw new Error(`Redis ended at once: ${this.output}`);
		const socket = createConnection({ port: this.port, host: '127.0.0.1' });
		try {
			await once(socket, 'connect');
			return true;
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return false;
			throw error;
		} finally {
			socket.destroy();
		}
	}
}
