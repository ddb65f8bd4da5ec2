import { execFileSync, spawnSync } from 'node:child_process';

/** An Ethernet address that nobody has: what is sent to it is heard by nobody. */
const NOBODY = '02:00:00:00:00:99';

let hosts = 0;

/** Why no host of its own can be made on this machine; undefined when one can. */
export function testHostsAreMissing(): string | undefined {
	const made = spawnSync('ip', ['netns', 'list'], { timeout: 10_000 });
	if (made.error) return "there is no ip on the PATH; install Debian's iproute2";
	if (process.getuid?.() !== 0) return 'only root can make a network namespace';
	return undefined;
}

/**
 * A second host on this machine: a network namespace with a loopback of its own, and one cable to us that can be cut. Both
 * ends have addresses of 10.199.0.0/16, which exist nowhere else.
 */
export class TestHost {
	readonly name: string;

	/** Where programs on it are reached from here. */
	readonly address: string;

	private readonly ourAddress: string;

	private readonly ourEnd: string;

	private readonly itsEnd: string;

	private constructor(number: number) {
		this.name = `nsv-${process.pid}-${number}`;
		this.ourEnd = `nsv${process.pid}h${number}`.slice(-15);
		this.itsEnd = `nsv${process.pid}n${number}`.slice(-15);
		const subnet = `10.199.${process.pid % 250}`;
		this.ourAddress = `${subnet}.${number * 4 + 1}`;
		this.address = `${subnet}.${number * 4 + 2}`;
	}

	static create(): TestHost {
		const host = new TestHost(hosts);
		hosts += 1;
		const { name, ourEnd, itsEnd } = host;
		run('ip', 'netns', 'add', name);
		try {
			run('ip', 'link', 'add', ourEnd, 'type', 'veth', 'peer', 'name', itsEnd);
			run('ip', 'link', 'set', itsEnd, 'netns', name);
			run('ip', 'addr', 'add', `${host.ourAddress}/30`, 'dev', ourEnd);
			run('ip', 'link', 'set', ourEnd, 'up');
			run(...host.command('ip', 'addr', 'add', `${host.address}/30`, 'dev', itsEnd));
			run(...host.command('ip', 'link', 'set', itsEnd, 'up'));
			run(...host.command('ip', 'link', 'set', 'lo', 'up'));
		} catch (error) {
			host.remove();
			throw error;
		}
		return host;
	}

	/** How a program is started on it. */
	command(...command: readonly string[]): [program: string, ...args: string[]] {
		return ['ip', 'netns', 'exec', this.name, ...command];
	}

	/** Cuts the cable: what either side sends is heard by nobody, and nobody is told. */
	cut(): void {
		run('ip', 'neigh', 'replace', this.address, 'lladdr', NOBODY, 'nud', 'permanent', 'dev', this.ourEnd);
		const back = ['ip', 'neigh', 'replace', this.ourAddress, 'lladdr', NOBODY, 'nud', 'permanent'];
		run(...this.command(...back, 'dev', this.itsEnd));
	}

	mend(): void {
		run('ip', 'neigh', 'del', this.address, 'dev', this.ourEnd);
		run(...this.command('ip', 'neigh', 'del', this.ourAddress, 'dev', this.itsEnd));
	}

	/** The cable goes with it. */
	remove(): void {
		run('ip', 'netns', 'del', this.name);
	}
}

function run(program: string, ...args: readonly string[]): void {
	execFileSync(program, args, { timeout: 10_000, stdio: ['ignore', 'ignore', 'pipe'] });
}
