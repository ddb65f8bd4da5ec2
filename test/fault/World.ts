import { openConnections } from '../../nodes/shared/http/connections';
import type { LookupFunction } from '../../nodes/shared/http/HttpTransport';
import { UndiciTransport } from '../../nodes/shared/http/UndiciTransport';
import type { SimulatorOptions } from '../simulator/options.ts';
import { type Simulator, startSimulator } from '../simulator/startSimulator.ts';
import { testConnect } from '../simulator/testConnect.ts';
import { testContactCenters } from '../simulator/testRequests.ts';
import { testVonage } from '../simulator/testVonage.ts';
import { lookupLoopback } from '../unit/http/transports.ts';
import { ByteProxy } from './ByteProxy.ts';

/** A simulator behind a proxy, for one operation at a time. */
export class World {
	private constructor(
		readonly simulator: Simulator,
		readonly proxy: ByteProxy,
		readonly scheme: 'http' | 'https',
	) {}

	static async open(options: Partial<SimulatorOptions> = {}): Promise<World> {
		const simulator = await startSimulator({
			contactCenters: testContactCenters(),
			callsPerSecond: 1_000_000,
			utterancesPerSecond: 1_000_000,
			applyDelayMs: 0,
			connect: testConnect({ jobMs: 0 }),
			vonage: testVonage({ progress: 'byHand', requestsPerSecond: 1_000_000 }),
			...options,
		});
		const proxy = await ByteProxy.start(simulator.port);
		return new World(simulator, proxy, options.tls ? 'https' : 'http');
	}

	/** Where the services are, seen through the proxy. By name, so that it is looked up. */
	get url(): string {
		return `${this.scheme}://localhost:${this.proxy.port}`;
	}

	async close(): Promise<void> {
		await this.proxy.close();
		await this.simulator.close();
	}
}

/** Connections of its own, as a node has them. */
export function freshTransport(lookup: LookupFunction = lookupLoopback()): UndiciTransport {
	return new UndiciTransport({ refusal: async () => undefined, lookup }, openConnections(lookup, {}));
}

/** Runs work for every entry, so many at a time, each with a world of its own. */
export async function inWorlds<Entry>(
	entries: readonly Entry[],
	worlds: readonly World[],
	run: (entry: Entry, world: World) => Promise<void>,
): Promise<void> {
	const waiting = entries[Symbol.iterator]();
	await Promise.all(
		worlds.map(async (world) => {
			for (const entry of waiting) await run(entry, world);
		}),
	);
}
