import { jsonAnswer } from '../../server/Answer.ts';
import { callLinks } from '../callAddress.ts';
import { findCall } from '../findCall.ts';
import type { OutboundCall } from '../OutboundCall.ts';
import type { VonageSettings } from '../settings.ts';
import type { V0Endpoint } from './VonageEndpoint.ts';

/** GET /calls/{guid} (section 5): during a call and for 24 hours after it. */
export const getCall: V0Endpoint = {
	kind: 'v0',
	name: 'Retrieve the Call Detail',
	method: 'GET',
	path: '/:accountKey/calls/:callGuid',
	since: 3,
	takesBody: false,
	handle(request, center) {
		const call = findCall(request, center);
		if ('status' in call) return call;
		return jsonAnswer(200, {
			id: call.guid,
			links: callLinks(call, request.origin),
			from: call.from,
			to: call.to,
			status: statusOf(call, center.settings),
			recordingStatus: call.recordingStatus,
			result: resultOf(call, center.settings),
			dispositionCode: call.dispositionCode,
		});
	},
};

function statusOf({ state, result }: OutboundCall, { statusWords }: VonageSettings): string | null {
	return result?.code === 'Failure' ? null : statusWords[state];
}

function resultOf({ result }: OutboundCall, { successResult }: VonageSettings): object | null {
	return result?.code === 'Success' && successResult === 'null' ? null : result;
}
