/** First the agent's phone rings, then the other one (section 4.1 of the Calls API reference, inferred). */
export type CallState = 'ringingAgent' | 'ringingCustomer' | 'talking' | 'ended';

/** How a call went. Only `Failure`, `Originator`, `NoAnswer` are documented (section 5). */
export interface CallResult {
	code: 'Success' | 'Failure';
	party: 'Originator' | 'Recipient' | null;
	reason: 'NoAnswer' | 'Busy' | 'CallFailed' | 'NoAgentAvailable' | null;
}

/** One side of a call, as answers show it. */
export interface Party {
	presentedCLID?: string;
	telephoneNumber?: string;
	agentId?: string;
	groups?: string[];
	consent?: string;
}

export type OutboundEventName =
	| 'placed'
	| 'agentRings'
	| 'agentAnswers'
	| 'customerRings'
	| 'customerAnswers'
	| 'recordingStarted'
	| 'recordingPaused'
	| 'ended'
	| 'failed'
	| 'wrappedUp';

/** One line of an outbound call's history. */
export interface OutboundEvent {
	at: string;
	what: OutboundEventName;
	detail: string;
}

/** A call that was asked for through the Calls API. Times ISO-8601 UTC. The called party is `customer`, agent or not. */
export interface OutboundCall {
	/** The GUID of `Location` and links, by which the call is asked for. */
	guid: string;
	/** The `id` in the answer's body. */
	bodyId: string;
	accountKey: string;
	/** Of the request that placed it. */
	apiVersion: number;
	requestNumber: number;
	/** As answered. */
	from: Party;
	to: Party;
	regarding: { reference: string } | null;
	application: string | null;
	/** The agent whose phone rings first; null when no agent of the groups was free. */
	agentId: string | null;
	agentPhone: string | null;
	/** The agent called, if it is one. */
	calledAgentId: string | null;
	customerPhone: string;
	state: CallState;
	/** How often each phone rang. */
	rings: { agent: number; customer: number };
	recordingStatus: 'Started' | 'Paused' | null;
	result: CallResult | null;
	dispositionCode: string | null;
	placedAt: string;
	talkingSince: string | null;
	endedAt: string | null;
	history: OutboundEvent[];
}

/** What a request that may be carried out asks for. */
export type NewOutboundCall = Pick<
	OutboundCall,
	| 'accountKey'
	| 'apiVersion'
	| 'requestNumber'
	| 'from'
	| 'to'
	| 'regarding'
	| 'application'
	| 'agentId'
	| 'agentPhone'
	| 'calledAgentId'
	| 'customerPhone'
>;
