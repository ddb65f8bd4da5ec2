import { jsonAnswer } from '../../server/Answer.ts';
import { dateTime, filled } from '../bodyRules.ts';
import { findCall, isAnswer } from '../findCall.ts';
import type { Endpoint } from './Endpoint.ts';

interface CallbackBody {
	callbackNumber: string;
	isPreviewCallback?: boolean;
	scheduledRoutingDateTime?: string;
}

/** POST /voiceCalls/{id}/requestCallback (section 10): every request makes a ContactRequest. */
export const requestCallback: Endpoint = {
	name: 'Request a Callback',
	method: 'POST',
	path: '/voiceCalls/:callId/requestCallback',
	rules: () => ({
		callbackNumber: { type: 'string', required: true, check: filled },
		isPreviewCallback: { type: 'boolean' },
		scheduledRoutingDateTime: { type: 'string', check: dateTime },
	}),
	handle(request, org) {
		const call = findCall(request, org);
		if (isAnswer(call)) return call;
		const body = request.body as unknown as CallbackBody;
		const { id } = org.contactRequests.add(call, {
			callbackNumber: body.callbackNumber,
			isPreviewCallback: body.isPreviewCallback ?? false,
			scheduledRoutingDateTime: body.scheduledRoutingDateTime ?? null,
			requestNumber: request.number,
		});
		return jsonAnswer(org.settings.callbackStatus, { recordId: id });
	},
};
