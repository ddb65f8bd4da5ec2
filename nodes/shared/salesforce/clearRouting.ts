import { checkCallId } from './checks';
import { segment } from '../http/ServiceOperation';
import type { Operation } from './operation';
import { readRoutingStatus } from './routingStatus';

export interface ClearRoutingFields {
	readonly callId?: string | undefined;
}

export interface ClearRoutingResult {
	readonly callId: string;
	readonly status: string;
}

const leftOpen = {
	what: 'The routing may have been cleared.',
	fix: 'Run the item again: clearing twice does no harm.',
};

/** PATCH /voiceCalls/{id}/clearRouting: deletes the pending routing of a missed or abandoned call (reference, section 12). */
export const clearRouting: Operation<ClearRoutingFields, ClearRoutingResult> = {
	purpose: 'clear the routing of the voice call',

	repeat: () => 'repeatable',

	check: (fields) => checkCallId('callId', fields.callId),

	request: (fields) => ({
		method: 'PATCH',
		path: `/voiceCalls/${segment(fields.callId)}/clearRouting`,
		// No body is documented; the JSON text `null` is what Salesforce's own clients send.
		body: null,
	}),

	read(answer, fields) {
		return { callId: fields.callId ?? '', status: readRoutingStatus(answer, this.purpose) };
	},

	leftOpen: () => leftOpen,
};
