import type { Conversation } from './Conversation.ts';

/** A PendingServiceRouting record: there from routing until a rep accepts, routing is cleared or the call closes. */
export interface PendingRouting {
	target: string;
	targetKind: TargetKind;
	/** The target could not be reached and the request's fallback queue took its place. */
	fellBack: boolean;
	by: 'route' | 'omniFlow' | 'reroute';
	since: string;
}

/** An AgentWork record: a rep has accepted the call, and works on it until it is rerouted or closed. */
export interface AgentWork {
	/** Null when the rep was not named. */
	agent: string | null;
	/** Where the call was pending when it was accepted. */
	target: string;
	targetKind: TargetKind;
	acceptedAt: string;
	closedAt: string | null;
}

export type TargetKind = 'agent' | 'queue' | 'flow';

export interface RoutingRequest {
	at: string;
	routingTarget: string;
	targetKind: TargetKind | null;
	fallbackQueue: string | null;
	flowInputParameters: unknown;
	form: 'post' | 'patch';
	status: 'Success' | 'Failure';
}

/** A request to run an Omni-Channel flow and what was answered. */
export interface OmniFlowRequest {
	at: string;
	dialedNumber: string;
	flowDevName: string | null;
	fallbackQueue: string | null;
	flowInputParameters: unknown;
	/** The flow that settled where the call goes; null when a fallback queue did, or nothing. */
	flow: string | null;
	/** ExternalIds of the CallCenterRoutingMap, as answered. */
	agent: string | null;
	queue: string | null;
	errors: string[];
}

/** A VoiceCallRecording record. */
export interface Recording {
	id: string;
	location: string;
	durationInSeconds: number;
	at: string;
}

export type CallEventName =
	| 'created'
	| 'createdByUpdate'
	| 'createRepeated'
	| 'transferred'
	| 'routingRequested'
	| 'routingFailed'
	| 'routingAccepted'
	| 'routingCleared'
	| 'rerouted'
	| 'rerouteFailed'
	| 'callbackRequested'
	| 'recordingPaused'
	| 'putOnHold'
	| 'resumed'
	| 'recordingStored'
	| 'updated'
	| 'completed'
	| 'conversationClosed';

/** One line of a call's history. */
export interface CallEvent {
	at: string;
	what: CallEventName;
	detail: string;
}

/** A VoiceCall record as the simulator keeps and shows it. Times ISO-8601 UTC, durations in seconds. */
export interface VoiceCall {
	/** `0LQ` and 12 base-62 digits. */
	id: string;
	vendorCallKey: string;
	organizationId: string;
	callCenterApiName: string;
	telephonyProviderName: string | null;
	madeBy: 'create' | 'update';
	from: string | null;
	to: string | null;
	/** As sent on create; null for a record an update made. */
	initiationMethod: string | null;
	callType: string;
	callSubtype: string;
	callOrigin: string | null;
	callDisposition: 'new' | 'in-progress' | 'completed';
	startTime: string | null;
	endTime: string | null;
	enqueueTime: string | null;
	acceptTime: string | null;
	callDurationInSeconds: number | null;
	/** Hold totals and interaction time are null until an update has been applied. */
	customerHoldDuration: number | null;
	longestHoldDuration: number | null;
	numberOfHolds: number | null;
	agentInteractionDuration: number | null;
	recordings: Recording[];
	participants: unknown[];
	callAttributes: Record<string, string | number | boolean | null>;
	/** What create reported in `errors`. */
	attributeErrors: string[];
	disconnectReason: { value: string; isError: boolean } | null;
	/** Queue id of a transfer, which then owns the record. */
	owner: string | null;
	/** Queue name of an update. */
	queue: string | null;
	/** User name of the rep of an update. */
	agent: string | null;
	parentCallId: string | null;
	previousCallId: string | null;
	nextCallId: string | null;
	conversation: Conversation;
	pendingRouting: PendingRouting | null;
	routingRequests: RoutingRequest[];
	omniFlowRequests: OmniFlowRequest[];
	/** Oldest first; at most the last one is open. */
	agentWork: AgentWork[];
	/** ContactRequest ids. */
	contactRequestIds: string[];
	/** Every request to route, reroute or run a flow that was taken on, failures included. */
	timesRouted: number;
	createRequests: number;
	updateRequests: number;
	history: CallEvent[];
}

export interface NewVoiceCall {
	id: string;
	vendorCallKey: string;
	organizationId: string;
	callCenterApiName: string;
	telephonyProviderName: string | null;
	madeBy: 'create' | 'update';
	conversation: Conversation;
}

/** A record with nothing in it yet but its identity. */
export function emptyVoiceCall(identity: NewVoiceCall): VoiceCall {
	return {
		...identity,
		from: null,
		to: null,
		initiationMethod: null,
		callType: 'Inbound',
		callSubtype: 'PSTN',
		callOrigin: null,
		callDisposition: 'new',
		startTime: null,
		endTime: null,
		enqueueTime: null,
		acceptTime: null,
		callDurationInSeconds: null,
		customerHoldDuration: null,
		longestHoldDuration: null,
		numberOfHolds: null,
		agentInteractionDuration: null,
		recordings: [],
		participants: [],
		callAttributes: {},
		attributeErrors: [],
		disconnectReason: null,
		owner: null,
		queue: null,
		agent: null,
		parentCallId: null,
		previousCallId: null,
		nextCallId: null,
		pendingRouting: null,
		routingRequests: [],
		omniFlowRequests: [],
		agentWork: [],
		contactRequestIds: [],
		timesRouted: 0,
		createRequests: 0,
		updateRequests: 0,
		history: [],
	};
}
