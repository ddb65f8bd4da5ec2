import { oneOf } from '../bodyRules.ts';
import { checkEvents, postCallRules } from '../eventRules.ts';
import { findCallByKey, isAnswer } from '../findCall.ts';
import { eventAnswer, storeEvents } from '../storeEvents.ts';
import type { Endpoint } from './Endpoint.ts';

/** POST /voiceCalls/{vendorCallKey}/postConversationEvents (section 14): after the conversation closed. */
export const postCallEvent: Endpoint = {
	name: 'Store a Post-Call Conversation Event',
	method: 'POST',
	path: '/voiceCalls/:callId/postConversationEvents',
	rules: () => ({
		service: { type: 'string', required: true, check: oneOf('AmazonConnectContactLens') },
		events: { type: 'array', required: true },
	}),
	checkTogether: (body, _sender, org) =>
		checkEvents(body['events'], postCallRules(org.settings), org.settings),
	handle(request, org) {
		const call = findCallByKey(request, org);
		if (isAnswer(call)) return call;
		if (call.conversation.status === 'closed') {
			storeEvents(call, 'postCall', request, org);
			return eventAnswer(org);
		}
		const message = 'the conversation is not closed yet';
		if (org.settings.earlyPostCallEvents === 'refuse') {
			return org.refuse(request.number, 400, 'conversation-open', message);
		}
		org.report(
			request.number,
			{ rule: 'conversation-open', field: null, message: `${message}; the events were dropped` },
			call,
		);
		return eventAnswer(org);
	},
};
