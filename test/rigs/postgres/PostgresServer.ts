import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import { until } from '../until.ts';

/** Debian keeps the programs of each version in a folder of its own, off the PATH. */
const VERSIONS = '/usr/lib/postgresql';

const USER = 'n8n';

interface Owner {
	uid?: number;
	gid?: number;
}

function programs(): string {
	const [newest] = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
	if (newest === undefined) {
		throw new Error("PostgreSQL is not installed. Install Debian's package postgresql.");
	}
	return join(VERSIONS, newest, 'bin');
}

/** PostgreSQL refuses to run as root, so root lends it the user that its package brings. */
function ownerOf(): Owner {
	if (process.getuid?.() !== 0) return {};
	const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
}

/** A real PostgreSQL on 127.0.0.1 with a database of its own in a temporary folder. */
export class PostgresServer {
	readonly port: number;

	private readonly folder: string;

	private readonly process: ChildProcess;

	private output = '';

	private constructor(port: number, folder: string, process: ChildProcess) {
		this.port = port;
		this.folder = folder;
		this.process = process;
		for (const stream of [process.stdout, process.stderr]) {
			stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		}
	}

	/** Starts one on a free port. Rejects with PostgreSQL's own words when it does not come up. */
	static async start(): Promise<PostgresServer> {
		const bin = programs();
		const owner = ownerOf();
		const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
		const data = join(folder, 'data');
		mkdirSync(data, { mode: 0o700 });
		if (owner.uid !== undefined && owner.gid !== undefined) {
			chownSync(folder, owner.uid, owner.gid);
			chownSync(data, owner.uid, owner.gid);
		}
		const options = { ...owner, cwd: folder, env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' } };
		execFileSync(join(bin, 'initdb'), ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8', '--no-sync'], {
			...options,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const port = await freePort();
		const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off' };
		const child = spawn(
			join(bin, 'postgres'),
			[
				...['-D', data, '-p', String(port)],
				...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
			],
			{ ...options, stdio: ['ignore', 'pipe', 'pipe'] },
		);
		const server = new PostgresServer(port, folder, child);
		await until('PostgreSQL takes connections', () => server.isReady(), {
			limitMs: 30_000,
			explain: () => server.output,
		});
		return server;
	}

	/** What n8n needs to keep its data here. */
	get environment(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
		};
	}

	async stop(): Promise<void> {
		if (this.process.exitCode === null) {
			const exit = once(this.process, 'exit');
			// Fast shutdown: it does not wait for clients to go.
			this.process.kill('SIGINT');
			await exit;
		}
		rmSync(this.folder, { recursive: true, force: true });
	}

	private isReady(): boolean {
		if (this.process.exitCode !== null) throw new Error(`PostgreSQL ended at once: ${this.output}`);
		return this.output.includes('ready to accept connections');
	}
}
