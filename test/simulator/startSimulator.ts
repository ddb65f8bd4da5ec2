import type { AddressInfo } from 'node:net';
import { controlRoutes } from './control/controlRoutes.ts';
import type { FaultBook } from './faults/FaultBook.ts';
import type { SimulatorOptions, SimulatorSettings } from './options.ts';
import { servePage } from './page/servePage.ts';
import type { VoiceCall } from './salesforce/VoiceCall.ts';
import { createServer } from './server/createServer.ts';
import type { ProblemRecord, RequestRecord, Violation } from './server/records.ts';
import { refuseBadUrl, serveApi } from './server/serveApi.ts';
import { Simulation } from './Simulation.ts';

export type { Fault, FaultMatch, FaultOrder, FaultStanding } from './faults/Fault.ts';
export type { ContactCenter, SimulatorOptions, SimulatorSettings } from './options.ts';
export type { CallEvent, Recording, RoutingRequest, VoiceCall } from './salesforce/VoiceCall.ts';
export type { ProblemRecord, RequestRecord, Violation } from './server/records.ts';

/** A simulator that is listening. Lists are copies, oldest first; the calls in them are the live records. */
export interface Simulator {
	/** `http://127.0.0.1:<port>`, or https. The API is under `/telephony/v1`, the watch page at `/`. */
	readonly url: string;
	readonly port: number;
	readonly calls: VoiceCall[];
	readonly requests: RequestRecord[];
	readonly violations: Violation[];
	/** What went wrong without the caller being told. */
	readonly invisibleProblems: ProblemRecord[];
	readonly faults: FaultBook;
	readonly settings: SimulatorSettings;
	/** A call by its `0LQ` id or vendor call key. */
	call(idOrKey: string): VoiceCall | undefined;
	/** Resolves when every update that has been answered is applied. */
	settled(): Promise<void>;
	/** Plays the rep who accepts the routed call. Undefined when the call has no pending routing. */
	accept(idOrKey: string, agent?: string): VoiceCall | undefined;
	/** Changes options while running. */
	configure(changes: Partial<SimulatorSettings>): void;
	/** Forgets everything and returns to the options it was started with. */
	reset(): void;
	close(): Promise<void>;
}

/**
 * Starts the strict Salesforce telephony simulator on 127.0.0.1.
 * Throws a TypeError for an option that does not exist and the system's error when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
	const simulation = new Simulation(options);
	const closing = new AbortController();
	const app = createServer(options.tls, (request, reply) => refuseBadUrl(simulation, request, reply));
	await app.register(async (scope) => controlRoutes(scope, simulation));
	await app.register(async (scope) => servePage(scope));
	await app.register(async (scope) => serveApi(scope, simulation, closing.signal));
	await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	const { port } = app.server.address() as AddressInfo;

	return {
		url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		port,
		faults: simulation.faults,
		get calls() {
			return simulation.calls.all();
		},
		get requests() {
			return simulation.requests.toArray();
		},
		get violations() {
			return simulation.violations.toArray();
		},
		get invisibleProblems() {
			return simulation.problems.toArray();
		},
		get settings() {
			return simulation.settings;
		},
		call: (idOrKey) => simulation.calls.findAnywhere(idOrKey),
		settled: () => simulation.deferred.settled(),
		accept: (idOrKey, agent) => simulation.accept(idOrKey, agent),
		configure: (changes) => simulation.configure(changes),
		reset: () => simulation.reset(),
		async close() {
			closing.abort();
			simulation.deferred.clear();
			await app.close();
		},
	};
}
