import type { CallState } from '../call-event/callState';
import type { DisconnectReason } from '../salesforce/updateVoiceCall';

/**
 * ISDN causes (ITU-T Q.850) that are a fault of the network or of the equipment and not somebody's doing: no route,
 * destination out of order, number format, network out of order, temporary failure, congestion, no circuit, protocol. Not
 * 127, which says only that there is none: Asterisk gives it for a caller who gave up.
 */
const NETWORK_CAUSES: ReadonlySet<number> = new Set([
	2, 3, 6, 25, 27, 28, 34, 38, 41, 42, 44, 47, 58, 63, 79, 88, 102, 111,
]);

/**
 * Why a call ended, in the words of Amazon Connect, which Salesforce uses (Update a Voice Call Record, reference
 * section 5; AWS, contact record model, DisconnectReason). Undefined when nothing tells.
 */
export function disconnectReason(state: CallState): DisconnectReason | undefined {
	const { endedBy, outcome, cause } = state;
	if (outcome === 'failed' || (cause?.q850 != null && NETWORK_CAUSES.has(cause.q850))) {
		return { value: 'TELECOM_PROBLEM' };
	}
	switch (endedBy) {
		case 'customer':
			return { value: 'CUSTOMER_DISCONNECT' };
		case 'agent':
			return { value: 'AGENT_DISCONNECT' };
		case 'system':
			// What the telephony system decides, such as giving up after so many rings, is no fault.
			return { value: 'CONTACT_FLOW_DISCONNECT', isError: false };
		case null:
			break;
	}
	switch (outcome) {
		case 'abandoned':
		case 'canceled':
			// The one who called gave up.
			return state.direction === 'outbound'
				? { value: 'AGENT_DISCONNECT' }
				: { value: 'CUSTOMER_DISCONNECT' };
		case 'missed':
		case 'busy':
		case 'rejected':
			return { value: 'OTHER', isError: false };
		case 'answered':
		case 'voicemail':
		case null:
			return undefined;
	}
}
