import type { CallState } from './OutboundCall.ts';

/** What happens when a number is called. `busy`: it does not ring. `invalid`: the call is refused at once. */
export type NumberOutcome = 'answers' | 'noAnswer' | 'busy' | 'invalid';

/**
 * What happens when an agent's phone is called. `busy`: it does not ring, and the call fails later. `fails`: the
 * call is refused at once, "Unable to place call to Agent". `ringsAndFails`: so too, but the phone has rung.
 */
export const AGENT_OUTCOMES = ['answers', 'noAnswer', 'busy', 'fails', 'ringsAndFails'] as const;

export type AgentOutcome = (typeof AGENT_OUTCOMES)[number];

/** `away`: not ready to be called, but may place calls. `busy`: on the phone with somebody else. */
export const AGENT_STATES = ['available', 'busy', 'away'] as const;

export type AgentState = (typeof AGENT_STATES)[number];

export interface VonageAgent {
	/** Display id, digits. */
	agentId: string;
	/** The phone that rings; also its name in `rings`. */
	telephoneNumber: string;
	/** Display ids; leading zeros matter. */
	groups?: string[];
	/** `available` when left out. */
	state?: AgentState;
	/** `answers` when left out. */
	outcome?: AgentOutcome;
}

/** An account of Vonage Contact Center. All accounts share agents and numbers; calls are their own. */
export interface VonageAccount {
	/** `client_id` of the V0 token service and first part of every path. */
	accountKey: string;
	/** `client_secret` of the V0 token service. */
	apiToken: string;
	/** Credentials for the regional gateway's token service. */
	gateway?: { clientId: string; clientSecret: string; scopes: string[] };
}

/**
 * What the simulator of Vonage Contact Center can be told. Section numbers are those of the Calls API reference;
 * "docs silent" means what it does in SimulatorSettings.
 */
export interface VonageSettings {
	accounts: VonageAccount[];
	agents: VonageAgent[];
	/** What happens to calls to these numbers; any other answers. */
	numbers: Record<string, NumberOutcome>;
	/** The account's callback numbers: what `presentedCLID` may be (section 4). */
	callbackNumbers: string[];
	/** False: every call is refused, "Ccxml must be enabled for this account". */
	ccxmlEnabled: boolean;

	/** `byHand`: a call moves on only when `advance` is called. */
	progress: 'timed' | 'byHand';
	/** Milliseconds an agent's phone rings until it is answered. */
	agentAnswersMs: number;
	/** Milliseconds the called phone rings until it is answered. */
	customerAnswersMs: number;
	/** Milliseconds a phone rings in vain. */
	noAnswerMs: number;
	talkMs: number;
	/** Milliseconds between answering a change of recording and applying it (section 6: asynchronous). */
	recordingChangeMs: number;

	/** Lifetime of a V0 token (section 2: one hour). */
	tokenLifetimeSeconds: number;
	/** Docs silent: `expires_in` of a V0 token. */
	expiresIn: 'number' | 'text' | 'absent';
	/** Docs silent: the status that goes with `{"error":"invalid_client"}`. */
	invalidClientStatus: number;
	/** Docs silent: whether a token of the regional gateway is good for calls. */
	gatewayTokensOnCalls: boolean;
	/** Docs silent: the status for the path of an account that the token is not for. */
	foreignAccountStatus: number;
	/** Requests that may be sent per second and account; beyond it they are answered 429. No number is published. */
	requestsPerSecond: number;

	/** Docs silent: the version when `Accept` names none. */
	defaultVersion: number;
	/** The seed's examples put the version into `Content-Type`, its text into `Accept`. */
	versionInContentType: 'ignored' | 'read';
	/** Docs silent: the status for a version that does not exist and for types other than JSON. */
	notAcceptableStatus: number;
	/** Docs silent: what becomes of a field that the version does not know. Either way it is a violation. */
	laterFields: 'refuse' | 'ignore';
	/** Docs silent: the status that refuses a field or an operation of a later version. */
	laterVersionStatus: number;
	/** The current page no longer has consent; the seed's has it from version 6 on. */
	consent: 'version6' | 'withdrawn';

	/** Docs silent: "E.164" per text, but no example with a plus. */
	plusInNumbers: boolean;
	/** Docs silent: whether spaces, brackets, hyphens, dots and slashes may stand in a number. */
	separatorsInNumbers: boolean;
	/** No example calls an agent from a group. */
	groupsToAgent: 'accept' | 'refuse';
	/** Docs silent: no agent of the groups is free. Refused at once, or accepted as a call that fails. */
	noFreeAgent: 'refuse' | 'accept';
	/** In every example the body's `id` is another than the GUID of `Location`. */
	bodyId: 'another' | 'same';
	/** Whether the answer's `from` and `to` name what the service found out, as some examples show. */
	echo: 'resolved' | 'asSent';

	/** Docs silent: `status` of a call; null after a failure is documented (section 5). */
	statusWords: Record<CallState, string>;
	/** Docs silent: `result` of a call that went well. */
	successResult: 'given' | 'null';
	/** Whether calls are recorded from the moment both sides talk. */
	recordCalls: boolean;
	/** 202 by the current page, which also mentions 201; an older one had 200. */
	recordingStatusCode: number;
}

export const DEFAULT_VONAGE_SETTINGS: VonageSettings = {
	accounts: [],
	agents: [],
	numbers: {},
	callbackNumbers: [],
	ccxmlEnabled: true,
	progress: 'timed',
	agentAnswersMs: 10,
	customerAnswersMs: 10,
	noAnswerMs: 20,
	talkMs: 20,
	recordingChangeMs: 10,
	tokenLifetimeSeconds: 3600,
	expiresIn: 'number',
	invalidClientStatus: 400,
	gatewayTokensOnCalls: true,
	foreignAccountStatus: 403,
	requestsPerSecond: 10_000,
	defaultVersion: 1,
	versionInContentType: 'ignored',
	notAcceptableStatus: 406,
	laterFields: 'refuse',
	laterVersionStatus: 400,
	consent: 'version6',
	plusInNumbers: true,
	separatorsInNumbers: false,
	groupsToAgent: 'accept',
	noFreeAgent: 'refuse',
	bodyId: 'another',
	echo: 'resolved',
	statusWords: {
		ringingAgent: 'Dialing',
		ringingCustomer: 'Ringing',
		talking: 'Connected',
		ended: 'Completed',
	},
	successResult: 'given',
	recordCalls: true,
	recordingStatusCode: 202,
};

/** Changes over a base. Throws a TypeError naming an option that does not exist. */
export function vonageSettingsFrom(
	changes: Partial<VonageSettings>,
	base: VonageSettings = DEFAULT_VONAGE_SETTINGS,
): VonageSettings {
	const unknown = Object.keys(changes).find((name) => !Object.hasOwn(DEFAULT_VONAGE_SETTINGS, name));
	if (unknown !== undefined) throw new TypeError(`The simulator has no option named "vonage.${unknown}".`);
	return { ...base, ...changes };
}

/** What happens to a call to this number. */
export function numberOutcome(number: string, { numbers }: VonageSettings): NumberOutcome {
	return (Object.hasOwn(numbers, number) ? numbers[number] : undefined) ?? 'answers';
}
