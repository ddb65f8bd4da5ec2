import type { SimulatorSettings } from '../../options.ts';
import { oneOf } from '../bodyRules.ts';
import { checkEvents, realTimeRules } from '../eventRules.ts';
import { findCallByKey, isAnswer } from '../findCall.ts';
import { eventAnswer, storeEvents } from '../storeEvents.ts';
import type { Endpoint } from './Endpoint.ts';

/** POST /voiceCalls/{vendorCallKey}/realtimeConversationEvents (section 13). */
export const realTimeEvent: Endpoint = {
	name: 'Send a Real-Time Conversation Event',
	method: 'POST',
	path: '/voiceCalls/:callId/realtimeConversationEvents',
	rules: (settings) => ({
		service: { type: 'string', required: true, check: oneOf(...servicesOf(settings)) },
		persist: { type: 'boolean' },
		events: { type: 'array', required: true },
	}),
	checkTogether: (body, _sender, org) =>
		checkEvents(body['events'], realTimeRules(org.settings), org.settings),
	handle(request, org) {
		const call = findCallByKey(request, org);
		if (isAnswer(call)) return call;
		const late = call.conversation.status === 'closed';
		const keep = !late || org.settings.lateRealTimeEvents === 'keep';
		if (late) {
			const message = `the conversation is closed; the events were ${keep ? 'kept' : 'dropped'}`;
			org.report(request.number, { rule: 'conversation-closed', field: null, message }, call);
		}
		if (keep) storeEvents(call, 'realTime', request, org);
		return eventAnswer(org);
	},
};

function servicesOf({ cxoneSpelling }: SimulatorSettings): string[] {
	const byTable = cxoneSpelling === 'example' ? [] : ['CXoneAgentAssistService'];
	const byExample = cxoneSpelling === 'table' ? [] : ['CxoneAgentAssistService'];
	return ['AmazonConnectContactLens', ...byTable, ...byExample, 'VonageConversationalInsights'];
}
