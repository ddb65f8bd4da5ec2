/** What a phone channel says of calls to its number. */
export interface PhoneChannel {
	flowDevName?: string;
	/** Developer name or id. */
	fallbackQueue?: string;
}

/** Where a flow sends a call: Salesforce ids or developer names, or why it sends it nowhere. */
export interface FlowOutcome {
	agent?: string;
	queue?: string;
	errors?: string[];
}

/** What the simulator can be told about flows, rerouting and callbacks (sections 8, 10 and 11 of the reference). */
export interface OmniFlowSettings {
	/** By dialed number, spelled as the number will come. A number that is not here has no phone channel. */
	phoneChannels: Record<string, PhoneChannel>;
	/** By developer name. A flow that is not here does what `otherFlows` says, if `knownTargets` has it. */
	flowOutcomes: Record<string, FlowOutcome>;
	otherFlows: FlowOutcome;
	/** CallCenterRoutingMap: Salesforce id or developer name to ExternalId. Empty: everybody is mapped to their own id. */
	routingMap: Record<string, string>;
	/** Docs silent: the status of a flow that routed the call. */
	omniFlowStatus: number;
	/** Docs silent: the status that goes with `{"errors": [...]}`. */
	omniFlowErrorStatus: number;
	/** Docs silent: `agent` or `queue` when the flow settled only the other. */
	omniFlowOther: 'absent' | 'null' | 'empty';

	/** v67: PATCH. v66: POST. */
	rerouteMethods: 'patch' | 'post' | 'both';

	/** Docs silent: the status of a callback taken on. */
	callbackStatus: number;
	/** The docs' example of a ContactRequest id begins like that of a VoiceCall. */
	contactRequestPrefix: string;
}

export const DEFAULT_OMNI_FLOW_SETTINGS: OmniFlowSettings = {
	phoneChannels: {},
	flowOutcomes: {},
	otherFlows: { queue: '00G000000000001' },
	routingMap: {},
	omniFlowStatus: 200,
	omniFlowErrorStatus: 200,
	omniFlowOther: 'absent',
	rerouteMethods: 'patch',
	callbackStatus: 200,
	contactRequestPrefix: '0LQ',
};
