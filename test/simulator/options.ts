import { DEFAULT_EVENT_SETTINGS, type EventSettings } from './salesforce/eventSettings.ts';
import { DEFAULT_OMNI_FLOW_SETTINGS, type OmniFlowSettings } from './salesforce/omniFlowSettings.ts';
import { DEFAULT_TRANSCRIPT_SETTINGS, type TranscriptSettings } from './salesforce/transcriptSettings.ts';
import { connectSettingsFrom, DEFAULT_CONNECT_SETTINGS, type ConnectSettings } from './connect/settings.ts';
import { readPublicKeys } from './salesforce/verifyToken.ts';
import { DEFAULT_VONAGE_SETTINGS, vonageSettingsFrom, type VonageSettings } from './vonage/settings.ts';

/** One Salesforce contact center: who signs (`iss`, `sub`) and the keys its signature may be checked with. */
export interface ContactCenter {
	/** 15 characters, `00D...`; must equal the token's `iss`. */
	organizationId: string;
	/** Must equal the token's `sub` and, on create, the body's `callCenterApiName`. */
	callCenterApiName: string;
	/** PEM texts: `PUBLIC KEY` or `CERTIFICATE`. A signature by any of them is good. */
	publicKeys: string[];
}

/** Things known to the pretended org. A list left out means: any id of the right form is known. */
export interface KnownTargets {
	agents?: string[];
	queues?: string[];
	/** Flow ids or API names. */
	flows?: string[];
}

export interface TlsMaterial {
	/** PEM. */
	key: string;
	/** PEM. */
	cert: string;
}

/**
 * Everything the simulator can be told. Section numbers are those of the Telephony Integration API reference.
 * An option marked "docs silent" exists because no published page settles the answer: code under test should
 * cope with every value of it. Options of transcripts, conversation events and flows have files of their own.
 */
export interface SimulatorSettings extends TranscriptSettings, EventSettings, OmniFlowSettings {
	contactCenters: ContactCenter[];
	/** Milliseconds between answering an update and applying it (section 5: asynchronous). */
	applyDelayMs: number;
	/** Calls that may be started per second, per contact center; beyond it create answers 429 (section 3). */
	callsPerSecond: number;
	/** Conversations that may be open at once; beyond it create answers 429 (section 3). */
	concurrentCalls: number;
	/** Docs silent: whether and how a 429 says when to come back. */
	retryAfter: 'none' | 'seconds' | 'date';
	/** The number of seconds `retryAfter` names. */
	retryAfterSeconds: number;

	/** Documented (section 2.2), yet two shipped clients break it: a `jti` may be sent once. */
	enforceJti: boolean;
	/** Docs silent: seconds `iat` may lie ahead of the simulator's clock. */
	iatLeewaySeconds: number;
	/** Docs silent: whether `iss` may be the 18-character form of the organization id. */
	acceptLongOrganizationId: boolean;
	/** Seconds added to the simulator's clock, to make good tokens look expired or not yet valid. */
	clockOffsetSeconds: number;

	/** Docs silent: the status of a create that made a record. */
	createStatus: number;
	/** Docs silent since v64: a repeated Inbound create returns the record that is there (seed text) or makes another. */
	repeatedInboundReturnsExisting: boolean;
	/** Docs silent: the same for a Transfer, which DESIGN 5.1 treats as not repeatable. */
	repeatedTransferReturnsExisting: boolean;
	/** Seed text: an array of strings. v66 text: one string. */
	createErrorsShape: 'array' | 'string';
	/** Field API name to message: create makes the record and reports the field in `errors` (section 4). */
	attributeProblems: Record<string, string>;
	/** Seed text: attributes of a Transfer are ignored. Supported since Summer '23. */
	transferIgnoresCallAttributes: boolean;

	/** Docs silent: the status of an accepted update. */
	updateStatus: number;
	/** Docs silent: whether an update with a wrong JSON type is refused at once or dropped later, unseen. */
	updateTypeErrors: 'refuse' | 'invisible';
	/** Docs silent: whether a field no page names is refused. Tolerated or not, it is recorded as a violation. */
	unknownFields: 'refuse' | 'tolerate';
	/** Docs demand `recordingLocation` beside durations but name no consequence: dropped to 0, or kept. */
	durationsWithoutRecording: 'zero' | 'keep';
	/** Docs silent on the order: closing resets hold totals to 0, before or after the request's own are written. */
	closingResetsHolds: 'beforeWriting' | 'afterWriting';
	/** Docs silent: a second update naming the same recording keeps one VoiceCallRecording or makes another. */
	repeatedRecording: 'same' | 'another';

	/** Docs: POST /voiceCalls/{id}/routeVoiceCall. Shipped clients: PATCH /voiceCalls/route/{id}. */
	routeForms: 'post' | 'patch' | 'both';
	/** Docs silent: the status of an accepted request to route or reroute. */
	routeStatus: number;
	/** Docs silent: the status that goes with `{"status":"Failure"}`. */
	routeFailureStatus: number;
	/** The table says string, the example and every client send an object. */
	flowInputParametersType: 'object' | 'string' | 'both';
	knownTargets: KnownTargets;

	/** Docs silent: the answer to clear routing. */
	clearRoutingAnswer: { status: number; body: string };
	/** Docs silent: clear routing of a call that does not exist. */
	clearRoutingOfUnknownCall: 'notFound' | 'success';

	/** Docs silent: the JSON of an error answer. `object` is `{errorCode, message}`, `array` the same in an array. */
	errorBodyShape: 'object' | 'array' | 'text' | 'empty';
	/** Docs silent: the status that refuses a Content-Type. */
	wrongContentTypeStatus: number;
	/** Docs silent: the status for a call that nobody knows; in a bulk request that of its entry. */
	unknownCallStatus: number;

	/** How many requests, violations, problems, closed calls and tokens are kept; the oldest go first. */
	keep: number;

	/** Connect REST API of the organizations, served beside the telephony API. */
	connect: ConnectSettings;

	/** Vonage Contact Center, served beside Salesforce. `unknownFields` and `retryAfter` above are for both. */
	vonage: VonageSettings;
}

/** Options to change: any of them, and of `connect` and `vonage` any. */
export interface SettingsChanges extends Partial<Omit<SimulatorSettings, 'connect' | 'vonage'>> {
	connect?: Partial<ConnectSettings>;
	vonage?: Partial<VonageSettings>;
}

/** What a starter of the simulator gives; everything but the contact centers has a default. */
export interface SimulatorOptions extends SettingsChanges {
	contactCenters: ContactCenter[];
	/** 0 or left out: any free port. Always on 127.0.0.1. */
	port?: number;
	/** When given the simulator speaks https only. */
	tls?: TlsMaterial;
	/** Milliseconds since 1970, for tests that must not depend on the wall clock. */
	clock?: () => number;
}

export const DEFAULT_SETTINGS: Omit<SimulatorSettings, 'contactCenters'> = {
	applyDelayMs: 25,
	callsPerSecond: 50,
	concurrentCalls: 25_000,
	retryAfter: 'none',
	retryAfterSeconds: 1,
	enforceJti: true,
	iatLeewaySeconds: 30,
	acceptLongOrganizationId: false,
	clockOffsetSeconds: 0,
	createStatus: 200,
	repeatedInboundReturnsExisting: true,
	repeatedTransferReturnsExisting: false,
	createErrorsShape: 'array',
	attributeProblems: {},
	transferIgnoresCallAttributes: false,
	updateStatus: 200,
	updateTypeErrors: 'refuse',
	unknownFields: 'refuse',
	durationsWithoutRecording: 'zero',
	closingResetsHolds: 'beforeWriting',
	repeatedRecording: 'same',
	routeForms: 'post',
	routeStatus: 200,
	routeFailureStatus: 200,
	flowInputParametersType: 'object',
	knownTargets: {},
	clearRoutingAnswer: { status: 204, body: '' },
	clearRoutingOfUnknownCall: 'notFound',
	...DEFAULT_OMNI_FLOW_SETTINGS,
	...DEFAULT_TRANSCRIPT_SETTINGS,
	...DEFAULT_EVENT_SETTINGS,
	errorBodyShape: 'object',
	wrongContentTypeStatus: 415,
	unknownCallStatus: 404,
	keep: 100_000,
	connect: DEFAULT_CONNECT_SETTINGS,
	vonage: DEFAULT_VONAGE_SETTINGS,
};

/** What cannot be changed while the simulator runs, and is no setting. */
const START_ONLY = new Set(['port', 'tls', 'clock']);

/** The starter's options over the defaults. Throws a TypeError naming an option that does not exist, and for unreadable keys. */
export function settingsFrom(options: SettingsChanges, base?: SimulatorSettings): SimulatorSettings {
	const changes = Object.fromEntries(Object.entries(options).filter(([name]) => !START_ONLY.has(name)));
	const start: SimulatorSettings = base ?? { contactCenters: [], ...DEFAULT_SETTINGS };
	const unknown = Object.keys(changes).find((name) => !(name in start));
	if (unknown !== undefined) throw new TypeError(`The simulator has no option named "${unknown}".`);
	const settings = {
		...start,
		...changes,
		connect: connectSettingsFrom(options.connect ?? {}, start.connect),
		vonage: vonageSettingsFrom(options.vonage ?? {}, start.vonage),
	};
	readPublicKeys(settings.contactCenters);
	return settings;
}
