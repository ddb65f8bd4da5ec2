import { segment } from '../http/ServiceOperation';
import { checkCallId } from './checks';
import type { Operation } from './operation';
import { readRoutingStatus } from './routingStatus';

export interface RerouteVoiceCallFields {
	readonly callId?: string | undefined;
}

export interface RerouteVoiceCallResult {
	readonly callId: string;
	readonly status: string;
}

const leftOpen = {
	what: 'The call may have been rerouted.',
	fix: 'Look in Omni Supervisor whom it rings before you reroute it again; a second time could take it from a rep who accepted it.',
};

/**
 * PATCH /voiceCalls/{id}/reroute: closes the work of the rep who has the call and rings another (reference, section 11;
 * PATCH since Summer '26 and in Salesforce's own clients). Never repeated unless Salesforce provably did not act on it.
 */
export const rerouteVoiceCall: Operation<RerouteVoiceCallFields, RerouteVoiceCallResult> = {
	purpose: 'reroute the voice call',

	repeat: () => 'onlyIfUnsent',

	check: (fields) => checkCallId('callId', fields.callId),

	request: (fields) => ({
		method: 'PATCH',
		path: `/voiceCalls/${segment(fields.callId)}/reroute`,
		// No body is documented; the JSON text `null` is what Salesforce's own clients send.
		body: null,
	}),

	read(answer, fields) {
		const fix =
			'Check that the call was routed before, and that the contact center uses Omni-Channel Unified Routing.';
		return { callId: fields.callId ?? '', status: readRoutingStatus(answer, this.purpose, fix) };
	},

	leftOpen: () => leftOpen,

	explain(status) {
		// The guide of Spring '26 says POST.
		if (status !== 404 && status !== 405) return undefined;
		return "If the call ID is right, this organization may not know the request in its present form, which Salesforce changed with Summer 2026: use 'Clear Routing' and then 'Route to Rep, Queue or Flow' instead.";
	},
};
