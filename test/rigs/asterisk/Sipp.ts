import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestHost } from '../network/TestHost.ts';

const SCENARIOS = fileURLToPath(new URL('scenarios', import.meta.url));

/** Keys are what the scenarios put in square brackets, such as `user`; the others are SIPp's own. */
export interface SippOptions {
	/** How long the scenario's open pause lasts. */
	readonly pauseMs?: number;
	/** How long it waits before it begins. */
	readonly startMs?: number;
	/** How many calls it plays; 1 when not given. */
	readonly calls?: number;
	/** Calls started in a second. */
	readonly rate?: number;
	readonly service?: string;
	readonly [key: string]: string | number | undefined;
}

export interface SippPlace {
	readonly address: string;
	/** Any when undefined. */
	readonly port: number | undefined;
	readonly pbxPort: number;
	/** This one when undefined. */
	readonly host?: TestHost | undefined;
}

/** One SIPp that plays a scenario of `scenarios/`. */
export class Sipp {
	/** SIPp's exit code: 0 when every call went as the scenario says. */
	readonly ended: Promise<number>;

	private process: ChildProcess | undefined;

	private output = '';

	private isStopped = false;

	constructor(scenario: string, place: SippPlace, { startMs = 0, ...options }: SippOptions) {
		this.ended = sleep(startMs).then(async () => {
			const command = ['sipp', ...argumentsOf(scenario, place, options)] as const;
			return await this.run(place.host?.command(...command) ?? [...command]);
		});
	}

	/** Waits for the end; throws with what SIPp wrote when a call went otherwise than the scenario says. */
	async asPlanned(): Promise<void> {
		const code = await this.ended;
		if (code !== 0) {
			throw new Error(`SIPp ended with code ${code}. The end of what it wrote: ${this.output.slice(-4_000)}`);
		}
	}

	async stop(): Promise<void> {
		this.isStopped = true;
		if (this.process?.exitCode === null) this.process.kill('SIGKILL');
		await this.ended;
	}

	private async run([program, ...args]: [program: string, ...args: string[]]): Promise<number> {
		if (this.isStopped) return -1;
		const child = spawn(program, args, {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, TERM: 'dumb' },
		});
		this.process = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream.on(
				'data',
				(chunk: Buffer) => (this.output = `${this.output}${chunk.toString()}`.slice(-20_000)),
			);
		}
		return await new Promise<number>((resolve) => {
			child.once('error', () => resolve(-1));
			child.once('close', (code) => resolve(code ?? -1));
		});
	}
}

/** Waits for the end of all; throws with what each wrote for whom a call went otherwise than its scenario says. */
export async function allAsPlanned(parties: readonly Sipp[]): Promise<void> {
	const results = await Promise.allSettled(parties.map(async (party) => await party.asPlanned()));
	const reasons = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
	if (reasons.length > 0) throw new Error(reasons.join('\n'));
}

function argumentsOf(
	scenario: string,
	{ address, port, pbxPort }: SippPlace,
	options: SippOptions,
): string[] {
	const { pauseMs, calls = 1, rate, service, ...keys } = options;
	return [
		...['-sf', `${SCENARIOS}/${scenario}.xml`, '-i', address, '-m', String(calls), '-nostdin'],
		...['-timeout', '120s', '-timeout_error'],
		...(port === undefined ? [] : ['-p', String(port)]),
		...(pauseMs === undefined ? [] : ['-d', String(pauseMs)]),
		...(rate === undefined ? [] : ['-r', String(rate)]),
		...(service === undefined ? [] : ['-s', service]),
		...Object.entries(keys).flatMap(([name, value]) =>
			value === undefined ? [] : ['-key', name, String(value)],
		),
		`127.0.0.1:${pbxPort}`,
	];
}
