import type { ExecuteOmniFlowFields } from '../salesforce/executeOmniFlow';
import type { RouteVoiceCallFields } from '../salesforce/routeVoiceCall';

/** What is done with a call that waits for a rep. */
export type Routing =
	| { readonly kind: 'route'; readonly fields: RouteVoiceCallFields }
	/** The dialed number is the call's own when it is not given. */
	| { readonly kind: 'executeOmniFlow'; readonly fields: ExecuteOmniFlowFields };

/** How an admin wants calls to be kept in step. */
export interface SyncSettings {
	readonly routing: Routing | undefined;
	/** With which event it is routed: when the caller comes into a queue, or as soon as the record is there. */
	readonly routeWhen: 'queued' | 'ringing';
	/** Outbound calls get a record at their end. */
	readonly recordOutbound: boolean;
	/** What a call is taken for while no event tells its direction. */
	readonly unknownDirection: 'inbound' | 'outbound';
	/** The contact center's number, for calls of which no event tells which number was called. */
	readonly calledNumber: string | undefined;
	/** Which part of the call's agent is the rep's Salesforce username, if any. */
	readonly agentUsername: 'none' | 'email' | 'id';
}
