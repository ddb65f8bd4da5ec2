import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import type { BodyRules, Finding, JsonObject } from '../../server/checkBody.ts';
import { filled } from '../bodyRules.ts';
import { findCall, isAnswer } from '../findCall.ts';
import { isRecordId } from '../recordIds.ts';
import type { SimulatorSettings } from '../../options.ts';
import { isKnown, kindOf } from '../routingTargets.ts';
import type { PendingRouting, VoiceCall } from '../VoiceCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

interface RouteBody {
	routingTarget: string;
	fallbackQueue?: string;
	flowInputParameters?: unknown;
}

/** The documented form: POST /voiceCalls/{id}/routeVoiceCall (section 9). */
export const routeVoiceCall: Endpoint = routeEndpoint('post', 'POST', '/voiceCalls/:callId/routeVoiceCall');

/** The form Salesforce's own clients send: PATCH /voiceCalls/route/{id} (section 9). */
export const routeVoiceCallAsClientsDo: Endpoint = routeEndpoint(
	'patch',
	'PATCH',
	'/voiceCalls/route/:callId',
);

function routeEndpoint(form: 'post' | 'patch', method: 'POST' | 'PATCH', path: string): Endpoint {
	return {
		name: 'Route a Voice Call',
		method,
		path,
		available: (settings) => settings.routeForms === form || settings.routeForms === 'both',
		rules,
		checkTogether,
		handle: (request, org) => route(request, form, org),
	};
}

function rules(settings: SimulatorSettings): BodyRules {
	const type = settings.flowInputParametersType;
	return {
		routingTarget: {
			type: 'string',
			required: true,
			check: (value: string) =>
				filled(value) ??
				(kindOf(value) === null ? 'must be an agent id (005), queue id (00G) or a flow' : undefined),
		},
		fallbackQueue: {
			type: 'string',
			check: (value: string) => (isRecordId(value, '00G') ? undefined : 'must be a queue id (00G)'),
		},
		flowInputParameters: { type: type === 'both' ? ['object', 'string'] : type },
	};
}

function checkTogether(body: JsonObject): Finding[] {
	const target = body['routingTarget'];
	if (body['flowInputParameters'] === undefined || typeof target !== 'string' || kindOf(target) === 'flow') {
		return [];
	}
	const message = 'flowInputParameters is for flows only';
	return [{ field: 'flowInputParameters', rule: 'not-allowed', grade: 'value', message }];
}

function route(request: ApiRequest, form: 'post' | 'patch', org: Org): Answer {
	const call = findCall(request, org);
	if (isAnswer(call)) return call;
	const body = request.body as unknown as RouteBody;
	const pending = choose(call, body, org.settings);
	const status = pending === null ? 'Failure' : 'Success';
	call.timesRouted += 1;
	call.routingRequests.push({
		at: org.calls.nowText(),
		routingTarget: body.routingTarget,
		targetKind: kindOf(body.routingTarget),
		fallbackQueue: body.fallbackQueue ?? null,
		flowInputParameters: body.flowInputParameters ?? null,
		form,
		status,
	});
	if (pending === null) {
		const why = call.callDisposition === 'completed' ? 'the call is closed' : 'no such target';
		org.calls.note(call, 'routingFailed', `${body.routingTarget}: ${why}`);
		org.report(request.number, { rule: 'routing-failed', field: 'routingTarget', message: why }, call);
		return jsonAnswer(org.settings.routeFailureStatus, { status });
	}
	org.calls.setPendingRouting(call, { ...pending, by: 'route' });
	const to = pending.fellBack ? `${pending.target} instead of ${body.routingTarget}` : pending.target;
	org.calls.note(call, 'routingRequested', `${pending.targetKind} ${to}`);
	return jsonAnswer(org.settings.routeStatus, { status });
}

/** Where the call goes: the target, the fallback queue when a flow cannot be reached, or nowhere. */
function choose(
	call: VoiceCall,
	body: RouteBody,
	settings: SimulatorSettings,
): Omit<PendingRouting, 'since' | 'by'> | null {
	const kind = kindOf(body.routingTarget);
	if (call.callDisposition === 'completed' || kind === null) return null;
	if (isKnown(body.routingTarget, kind, settings)) {
		return { target: body.routingTarget, targetKind: kind, fellBack: false };
	}
	const { fallbackQueue } = body;
	if (kind === 'flow' && fallbackQueue !== undefined && isKnown(fallbackQueue, 'queue', settings)) {
		return { target: fallbackQueue, targetKind: 'queue', fellBack: true };
	}
	return null;
}
