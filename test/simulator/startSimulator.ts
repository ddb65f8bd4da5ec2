import type { AddressInfo } from 'node:net';
import { controlRoutes } from './control/controlRoutes.ts';
import { vonageRoutes } from './control/vonageRoutes.ts';
import type { FaultBook } from './faults/FaultBook.ts';
import type { SettingsChanges, SimulatorOptions, SimulatorSettings } from './options.ts';
import { servePage } from './page/servePage.ts';
import { salesforceApi } from './salesforce/salesforceApi.ts';
import type { VoiceCall } from './salesforce/VoiceCall.ts';
import { createServer } from './server/createServer.ts';
import type { ProblemRecord, RequestRecord, Violation } from './server/records.ts';
import { refuseBadUrl, serveApi } from './server/serveApi.ts';
import { Simulation } from './Simulation.ts';
import { isVonageUrl } from './vonage/routeUrl.ts';
import type { Vonage } from './vonage/Vonage.ts';
import { gatewayApi, vonageApi } from './vonage/vonageApi.ts';

export type { Fault, FaultMatch, FaultOrder, FaultStanding } from './faults/Fault.ts';
export type { ContactCenter, SettingsChanges, SimulatorOptions, SimulatorSettings } from './options.ts';
export type { CallEvent, Recording, RoutingRequest, VoiceCall } from './salesforce/VoiceCall.ts';
export type { ProblemRecord, RequestRecord, Violation } from './server/records.ts';
export type { Agent, AgentChanges } from './vonage/AgentBook.ts';
export type { CallResult, CallState, OutboundCall, OutboundEvent, Party } from './vonage/OutboundCall.ts';
export type {
	AgentOutcome,
	AgentState,
	NumberOutcome,
	VonageAccount,
	VonageAgent,
	VonageSettings,
} from './vonage/settings.ts';
export type { IssuedToken } from './vonage/TokenBook.ts';
export type { Vonage } from './vonage/Vonage.ts';

/** A simulator that is listening. Lists are copies, oldest first; the calls in them are the live records. */
export interface Simulator {
	/**
	 * `http://127.0.0.1:<port>`, or https. Salesforce's API is under `/telephony/v1`, Vonage's under `/v0` and
	 * `/Auth`, the watch page at `/`.
	 */
	readonly url: string;
	readonly port: number;
	readonly calls: VoiceCall[];
	readonly requests: RequestRecord[];
	readonly violations: Violation[];
	/** What went wrong without the caller being told. */
	readonly invisibleProblems: ProblemRecord[];
	readonly faults: FaultBook;
	/** Vonage Contact Center: outbound calls, agents, rings. */
	readonly vonage: Vonage;
	readonly settings: SimulatorSettings;
	/** A call by its `0LQ` id or vendor call key. */
	call(idOrKey: string): VoiceCall | undefined;
	/** Resolves when every update that has been answered is applied. */
	settled(): Promise<void>;
	/** Plays the rep who accepts the routed call. Undefined when the call has no pending routing. */
	accept(idOrKey: string, agent?: string): VoiceCall | undefined;
	/** Changes options while running. */
	configure(changes: SettingsChanges): void;
	/** Forgets everything and returns to the options it was started with. */
	reset(): void;
	close(): Promise<void>;
}

/**
 * Starts the strict simulator of Salesforce's telephony API and Vonage's Calls API on 127.0.0.1.
 * Throws a TypeError for an option that does not exist and the system's error when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
	const simulation = new Simulation(options);
	const closing = new AbortController();
	const app = createServer(options.tls, (request, reply) => {
		if (isVonageUrl(request.url)) refuseBadUrl(simulation, vonageApi, request, reply);
		else refuseBadUrl(simulation, salesforceApi, request, reply);
	});
	await app.register(async (scope) => controlRoutes(scope, simulation));
	await app.register(async (scope) => servePage(scope));
	await app.register(async (scope) => vonageRoutes(scope, simulation.vonage));
	await app.register(async (scope) => serveApi(scope, simulation, salesforceApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, vonageApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, gatewayApi, closing.signal));
	await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	const { port } = app.server.address() as AddressInfo;

	return {
		url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		port,
		faults: simulation.faults,
		vonage: simulation.vonage,
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
			simulation.vonage.progress.clear();
			await app.close();
		},
	};
}
