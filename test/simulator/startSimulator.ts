import type { AddressInfo } from 'node:net';
import type { Connect } from './connect/Connect.ts';
import { connectApi, connectTokenApi, isConnectUrl } from './connect/connectApi.ts';
import { controlRoutes } from './control/controlRoutes.ts';
import { conversationRoutes } from './control/conversationRoutes.ts';
import { vonageRoutes } from './control/vonageRoutes.ts';
import type { FaultBook } from './faults/FaultBook.ts';
import type { SettingsChanges, SimulatorOptions, SimulatorSettings } from './options.ts';
import { servePage } from './page/servePage.ts';
import type { ContactRequest } from './salesforce/ContactRequest.ts';
import {
	chronological,
	type Conversation,
	type ConversationEntry,
	type ConversationEvent,
} from './salesforce/Conversation.ts';
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
export type { Connect, Grant } from './connect/Connect.ts';
export type { ConnectSession } from './connect/Sessions.ts';
export type { ConnectedApp, ConnectSettings } from './connect/settings.ts';
export type { UploadJob } from './connect/UploadJobs.ts';
export type { ContactCenter, SettingsChanges, SimulatorOptions, SimulatorSettings } from './options.ts';
export type { ContactRequest } from './salesforce/ContactRequest.ts';
export type {
	Conversation,
	ConversationEntry,
	ConversationEvent,
	SenderType,
	Silence,
} from './salesforce/Conversation.ts';
export type { FlowOutcome, PhoneChannel } from './salesforce/omniFlowSettings.ts';
export type {
	AgentWork,
	CallEvent,
	OmniFlowRequest,
	PendingRouting,
	Recording,
	RoutingRequest,
	VoiceCall,
} from './salesforce/VoiceCall.ts';
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
	 * `http://127.0.0.1:<port>`, or https. Salesforce's telephony API is under `/telephony/v1`, its Connect REST API
	 * under `/services/data` with the token service at `/services/oauth2/token`, Vonage's under `/v0` and `/Auth`, the watch page at `/`.
	 */
	readonly url: string;
	readonly port: number;
	readonly calls: VoiceCall[];
	/** Every callback asked for. */
	readonly contactRequests: ContactRequest[];
	readonly requests: RequestRecord[];
	readonly violations: Violation[];
	/** What went wrong without the caller being told. */
	readonly invisibleProblems: ProblemRecord[];
	readonly faults: FaultBook;
	/** Connect REST API: uploads of transcripts after the call, tokens. */
	readonly connect: Connect;
	/** Vonage Contact Center: outbound calls, agents, rings. */
	readonly vonage: Vonage;
	readonly settings: SimulatorSettings;
	/** A call by its `0LQ` id or vendor call key. */
	call(idOrKey: string): VoiceCall | undefined;
	/** The conversation of a call, by the `0LQ` id or vendor call key of any call of its chain. */
	conversation(idOrKey: string): Conversation | undefined;
	/** What was said in that conversation, by the time it was said. Empty when there is none. */
	transcript(idOrKey: string): ConversationEntry[];
	/** The signals about that conversation, in the order they came. Empty when there is none. */
	conversationEvents(idOrKey: string): ConversationEvent[];
	/** Plays the rep who pauses the recording: words of the participant (sender type or id) or of all are not stored. */
	pauseRecording(idOrKey: string, participant?: string): VoiceCall | undefined;
	/** Plays the rep who puts a party, or everybody, on hold. */
	putOnHold(idOrKey: string, participant?: string): VoiceCall | undefined;
	/** Ends pauses and holds: of one participant, or all of them. */
	resume(idOrKey: string, participant?: string): VoiceCall | undefined;
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
		else if (isConnectUrl(request.url)) refuseBadUrl(simulation, connectApi, request, reply);
		else refuseBadUrl(simulation, salesforceApi, request, reply);
	});
	await app.register(async (scope) => controlRoutes(scope, simulation));
	await app.register(async (scope) => conversationRoutes(scope, simulation));
	await app.register(async (scope) => servePage(scope));
	await app.register(async (scope) => vonageRoutes(scope, simulation.vonage));
	await app.register(async (scope) => serveApi(scope, simulation, salesforceApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, connectApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, connectTokenApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, vonageApi, closing.signal));
	await app.register(async (scope) => serveApi(scope, simulation, gatewayApi, closing.signal));
	await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	const { port } = app.server.address() as AddressInfo;

	return {
		url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		port,
		faults: simulation.faults,
		connect: simulation.connect,
		vonage: simulation.vonage,
		get calls() {
			return simulation.calls.all();
		},
		get contactRequests() {
			return simulation.contactRequests.all();
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
		conversation: (idOrKey) => simulation.conversation(idOrKey),
		transcript: (idOrKey) => chronological(simulation.conversation(idOrKey)?.entries ?? []),
		conversationEvents: (idOrKey) => [...(simulation.conversation(idOrKey)?.events ?? [])],
		pauseRecording: (idOrKey, participant) => simulation.silence(idOrKey, 'recordingPaused', participant),
		putOnHold: (idOrKey, participant) => simulation.silence(idOrKey, 'onHold', participant),
		resume: (idOrKey, participant) => simulation.resume(idOrKey, participant),
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
