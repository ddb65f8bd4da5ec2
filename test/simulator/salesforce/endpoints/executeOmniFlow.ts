import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import { filled } from '../bodyRules.ts';
import { findCall, isAnswer } from '../findCall.ts';
import { runFlow, type Destination, type FlowRequest } from '../runFlow.ts';
import type { VoiceCall } from '../VoiceCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

interface OmniFlowBody extends FlowRequest {
	flowInputParameters?: unknown;
}

/** PATCH /voiceCalls/{id}/omniFlow (section 8). Clients send `flowName` and `transferTarget` too: unknown fields. */
export const executeOmniFlow: Endpoint = {
	name: 'Execute an Omni-Channel Flow',
	method: 'PATCH',
	path: '/voiceCalls/:callId/omniFlow',
	rules({ flowInputParametersType: type }) {
		return {
			dialedNumber: { type: 'string', required: true, check: filled },
			flowDevName: { type: 'string', check: filled },
			fallbackQueue: { type: 'string', check: filled },
			flowInputParameters: { type: type === 'both' ? ['object', 'string'] : type },
		};
	},
	handle(request, org) {
		const call = findCall(request, org);
		if (isAnswer(call)) return call;
		const body = request.body as unknown as OmniFlowBody;
		const closed = call.callDisposition === 'completed';
		const outcome = closed ? ['The call is closed'] : runFlow(body, org.settings);
		remember(call, body, outcome, org);
		return Array.isArray(outcome) ? fail(call, request, outcome, org) : succeed(call, outcome, org);
	},
};

function remember(call: VoiceCall, body: OmniFlowBody, outcome: Destination | string[], org: Org): void {
	const { dialedNumber, flowDevName = null, fallbackQueue = null, flowInputParameters = null } = body;
	call.timesRouted += 1;
	call.omniFlowRequests.push({
		at: org.calls.nowText(),
		dialedNumber,
		flowDevName,
		fallbackQueue,
		flowInputParameters,
		...(Array.isArray(outcome)
			? { flow: null, agent: null, queue: null, errors: outcome }
			: { flow: outcome.flow, agent: outcome.agent, queue: outcome.queue, errors: [] }),
	});
}

/** Errors stand in the body, whatever the status: the reader of the status alone learns nothing. */
function fail(call: VoiceCall, request: ApiRequest, errors: string[], org: Org): Answer {
	const message = errors.join('; ');
	org.calls.note(call, 'routingFailed', message);
	org.report(request.number, { rule: 'routing-failed', field: null, message }, call);
	return jsonAnswer(org.settings.omniFlowErrorStatus, { errors });
}

function succeed(call: VoiceCall, { target, targetKind, flow, agent, queue }: Destination, org: Org): Answer {
	org.calls.setPendingRouting(call, { target, targetKind, fellBack: flow === null, by: 'omniFlow' });
	org.calls.note(
		call,
		'routingRequested',
		flow === null ? `fallback queue ${target}` : `${flow} chose ${targetKind} ${target}`,
	);
	return jsonAnswer(org.settings.omniFlowStatus, settled({ agent, queue }, org.settings.omniFlowOther));
}

/** The names settled; the other one as the settings have it. */
function settled(names: Record<string, string | null>, other: 'absent' | 'null' | 'empty'): object {
	const entries = Object.entries(names).filter(([, name]) => name !== null || other !== 'absent');
	return Object.fromEntries(entries.map(([key, name]) => [key, name ?? (other === 'empty' ? '' : null)]));
}
