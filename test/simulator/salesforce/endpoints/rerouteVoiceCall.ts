import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import { findCall, isAnswer } from '../findCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

/** PATCH /voiceCalls/{id}/reroute (section 11): no parameters; clients send `null`, `{}` or nothing. */
export const rerouteVoiceCall: Endpoint = rerouteEndpoint('patch', 'PATCH');

/** The method of the v66 text. */
export const rerouteVoiceCallByPost: Endpoint = rerouteEndpoint('post', 'POST');

function rerouteEndpoint(form: 'patch' | 'post', method: 'PATCH' | 'POST'): Endpoint {
	return {
		name: 'Reroute a Voice Call',
		method,
		path: '/voiceCalls/:callId/reroute',
		bodyOptional: true,
		rules: () => ({}),
		handle(request, org) {
			const { rerouteMethods } = org.settings;
			if (rerouteMethods === form || rerouteMethods === 'both') return reroute(request, org);
			return org.refuse(request.number, 405, 'wrong-method', `${method} is not a method of this path`);
		},
	};
}

/** Closes the work the rep has accepted and looks for another rep where that one was found. */
function reroute(request: ApiRequest, org: Org): Answer {
	const call = findCall(request, org);
	if (isAnswer(call)) return call;
	call.timesRouted += 1;
	const work = org.calls.closeAgentWork(call);
	if (work === undefined) {
		const message = call.pendingRouting === null ? 'no rep has the call' : 'no rep has accepted the call yet';
		org.calls.note(call, 'rerouteFailed', message);
		org.report(request.number, { rule: 'nothing-to-reroute', field: null, message }, call);
		return jsonAnswer(org.settings.routeFailureStatus, { status: 'Failure' });
	}
	const { target, targetKind, agent } = work;
	org.calls.setPendingRouting(call, { target, targetKind, fellBack: false, by: 'reroute' });
	org.calls.note(call, 'rerouted', `${targetKind} ${target}${agent === null ? '' : `, away from ${agent}`}`);
	return jsonAnswer(org.settings.routeStatus, { status: 'Success' });
}
