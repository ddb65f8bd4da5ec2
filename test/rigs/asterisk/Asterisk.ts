import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../folders.ts';
import { freePort } from '../freePort.ts';
import type { TestHost } from '../network/TestHost.ts';
import { until } from '../until.ts';
import { Sipp, type SippOptions } from './Sipp.ts';
import { TransferringPhone } from './TransferringPhone.ts';

const CONF = fileURLToPath(new URL('conf', import.meta.url));

/** The outside: what calls from here comes from the provider. */
const TRUNK_ADDRESS = '127.0.0.2';

export type Extension = '101' | '102' | '103';

/** The folder with Debian and Asterisk in it: as scripts/setup/asterisk.mjs made it, or as the environment names it. */
export function asteriskRoot(environment: NodeJS.ProcessEnv = process.env): string {
	return environment.ASTERISK_RIG_FOLDER ?? join(projectRoot, '.cache', 'asterisk-sid');
}

/** Why no Asterisk can be started on this machine; undefined when one can. */
export function asteriskIsMissing(root = asteriskRoot()): string | undefined {
	if (process.getuid?.() !== 0)
		return 'only root can start it, since it lives in a folder of its own (chroot)';
	if (!existsSync(join(root, 'usr/sbin/asterisk')))
		return `there is none in ${root}; scripts/setup/asterisk.mjs makes it`;
	if (spawnSync('sipp', ['-v'], { timeout: 10_000 }).error)
		return "there is no sipp on the PATH; install Debian's sip-tester";
	return undefined;
}

/** A port that was found free is free for the next who asks as well. */
async function freePortBut(taken: readonly number[]): Promise<number> {
	const port = await freePort();
	return taken.includes(port) ? await freePortBut(taken) : port;
}

/**
 * A real Asterisk on 127.0.0.1, or on a test host, with a provider, three phones, ring groups and queues (conf/extensions.conf). Its files lie
 * in a folder of its own inside `root`, which is otherwise left as it is.
 */
export class Asterisk {
	/** Where its manager interface and its web server are. */
	readonly address: string;

	readonly amiPort: number;

	readonly httpPort: number;

	/** Of all its users. */
	readonly secret = randomBytes(12).toString('hex');

	private readonly root: string;

	private readonly host: TestHost | undefined;

	/** Seen from inside the root. */
	private readonly folder: string;

	private readonly sipPort: number;

	private readonly trunkPort: number;

	private readonly phonePorts: Readonly<Record<Extension, number>>;

	private process: ChildProcess | undefined;

	private readonly phones = new Set<Sipp>();

	private constructor(root: string, host: TestHost | undefined, ports: Record<string, number>) {
		const port = (name: string) => ports[name] ?? 0;
		this.root = root;
		this.host = host;
		this.address = host?.address ?? '127.0.0.1';
		mkdirSync(join(root, 'srv'), { recursive: true });
		this.folder = mkdtempSync(join(root, 'srv', 'rig-')).slice(root.length);
		this.amiPort = port('ami');
		this.httpPort = port('http');
		this.sipPort = port('sip');
		this.trunkPort = port('trunk');
		this.phonePorts = { 101: port('101'), 102: port('102'), 103: port('103') };
		this.configure(port('rtp'));
	}

	/** Starts one on free ports. Rejects with the end of its log when it does not come up. */
	static async start({ host }: { host?: TestHost } = {}): Promise<Asterisk> {
		const names = ['ami', 'http', 'sip', 'trunk', '101', '102', '103', 'rtp'];
		const ports: Record<string, number> = {};
		for (const name of names) ports[name] = await freePortBut(Object.values(ports));
		const asterisk = new Asterisk(asteriskRoot(), host, ports);
		await asterisk.up();
		return asterisk;
	}

	/** Starts it again on the same ports after `crash`. */
	async up(): Promise<void> {
		const [program, ...args] = this.command('-f');
		this.process = spawn(program, args, { stdio: 'ignore' });
		await until('Asterisk has started', async () => await this.isUp(), {
			limitMs: 60_000,
			everyMs: 200,
			explain: () => this.logEnd(),
		});
	}

	/** Ends the process at once. */
	async crash(): Promise<void> {
		const child = this.process;
		this.process = undefined;
		if (!child || child.exitCode !== null) return;
		const exit = once(child, 'exit');
		child.kill('SIGKILL');
		await exit;
	}

	/** Keeps it from doing anything, with its connections open, until `resume`. */
	pause(): void {
		this.process?.kill('SIGSTOP');
	}

	resume(): void {
		this.process?.kill('SIGCONT');
	}

	/** Ends it and every phone, and removes its files. */
	async stop(): Promise<void> {
		await Promise.all([...this.phones].map((phone) => phone.stop()));
		await this.crash();
		rmSync(join(this.root, this.folder), { recursive: true, force: true });
	}

	/** What a command on its command line answers. */
	async cli(command: string): Promise<string> {
		const [program, ...args] = this.command('-rx', command);
		const { stdout } = await promisify(execFile)(program, args, { timeout: 20_000 });
		return stdout;
	}

	/** Changes one of its configuration files; it reads them anew when it is told to. */
	rewrite(name: string, change: (text: string) => string): void {
		const file = join(this.root, this.folder, 'etc', name);
		writeFileSync(file, change(readFileSync(file, 'utf8')));
	}

	/** A phone of the house plays a scenario for the calls that come to it. */
	phone(extension: Extension, scenario: string, options: SippOptions = {}): Sipp {
		const port = this.phonePorts[extension];
		return this.play(scenario, '127.0.0.1', port, { user: extension, name: '', ...options });
	}

	/** A phone of the house that joins two calls as desk phones do. */
	async transferringPhone(extension: Extension): Promise<TransferringPhone> {
		return await TransferringPhone.listen(extension, this.phonePorts[extension], this.sipPort);
	}

	/** A phone of the house calls. */
	dial(extension: Extension, number: string, scenario: string, options: SippOptions = {}): Sipp {
		return this.play(scenario, '127.0.0.1', undefined, {
			user: extension,
			name: '',
			service: number,
			...options,
		});
	}

	/** Somebody outside calls one of our numbers. */
	call(number: string, scenario: string, options: SippOptions = {}): Sipp {
		return this.play(scenario, TRUNK_ADDRESS, undefined, {
			user: '+4930987654',
			name: 'Carla Customer',
			service: number,
			...options,
		});
	}

	/** Somebody outside is called. */
	outside(scenario: string, options: SippOptions = {}): Sipp {
		return this.play(scenario, TRUNK_ADDRESS, this.trunkPort, { user: 'outside', name: '', ...options });
	}

	private command(...args: readonly string[]): [program: string, ...args: string[]] {
		const conf = `${this.folder}/etc/asterisk.conf`;
		const command = ['chroot', this.root, '/usr/sbin/asterisk', '-C', conf, ...args] as const;
		return this.host?.command(...command) ?? [...command];
	}

	private play(scenario: string, address: string, port: number | undefined, options: SippOptions): Sipp {
		const sipp = new Sipp(scenario, { address, port, pbxPort: this.sipPort, host: this.host }, options);
		this.phones.add(sipp);
		void sipp.ended.finally(() => this.phones.delete(sipp));
		return sipp;
	}

	private configure(freePort: number): void {
		// Outside the range from which the system hands out ports.
		const rtpStart = 10_000 + (freePort % 1_000) * 20;
		const values: Readonly<Record<string, string | number>> = {
			folder: this.folder,
			secret: this.secret,
			address: this.address,
			amiPort: this.amiPort,
			httpPort: this.httpPort,
			sipPort: this.sipPort,
			trunkAddress: TRUNK_ADDRESS,
			trunkPort: this.trunkPort,
			phone101: this.phonePorts['101'],
			phone102: this.phonePorts['102'],
			phone103: this.phonePorts['103'],
			rtpStart,
			rtpEnd: rtpStart + 1_000,
			recordings: `${this.folder}/spool/monitor`,
		};
		for (const name of ['etc', 'lib', 'run', 'log', 'spool/monitor', 'spool/voicemail', 'cache']) {
			mkdirSync(join(this.root, this.folder, name), { recursive: true });
		}
		for (const name of readdirSync(CONF)) {
			const text = readFileSync(join(CONF, name), 'utf8');
			const filled = text.replace(/(?<!\$)\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
			writeFileSync(join(this.root, this.folder, 'etc', name), filled);
		}
	}

	private async isUp(): Promise<boolean> {
		if (this.process?.exitCode !== null) throw new Error(`Asterisk ended at once: ${this.logEnd()}`);
		try {
			await this.cli('core waitfullybooted');
			return (await this.cli('manager show settings')).includes(String(this.amiPort));
		} catch {
			// Its command line is not there yet; how long to wait is the caller's business.
			return false;
		}
	}

	private logEnd(): string {
		const file = join(this.root, this.folder, 'log', 'messages');
		return existsSync(file)
			? readFileSync(file, 'utf8').split('\n').slice(-20).join('\n')
			: 'it wrote no log';
	}
}
