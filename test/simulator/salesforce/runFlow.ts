import type { SimulatorSettings } from '../options.ts';
import { isKnown } from './routingTargets.ts';

/** What a request to run a flow asks for. */
export interface FlowRequest {
	dialedNumber: string;
	flowDevName?: string;
	fallbackQueue?: string;
}

/** Where a call goes: by Salesforce's own id or name, and as the telephony system knows it. */
export interface Destination {
	target: string;
	targetKind: 'agent' | 'queue';
	/** The flow that settled it; null when a fallback queue did. */
	flow: string | null;
	/** ExternalIds. */
	agent: string | null;
	queue: string | null;
}

interface Candidate {
	kind: 'flow' | 'queue';
	name: string;
	from: string;
}

/**
 * Section 8: the flow of the phone channel, its fallback queue, the request's flow, its fallback queue, whichever is
 * the first to work. The texts say why none did.
 */
export function runFlow(request: FlowRequest, settings: SimulatorSettings): Destination | string[] {
	const candidates = candidatesOf(request, settings);
	if (candidates.length === 0) {
		const number = request.dialedNumber;
		return [`No phone channel has the number ${number}, and the request names no flow or fallback queue`];
	}
	const errors: string[] = [];
	for (const candidate of candidates) {
		const found =
			candidate.kind === 'flow' ? tryFlow(candidate, settings) : tryQueue(candidate.name, null, settings);
		if (typeof found !== 'string') return found;
		errors.push(`${candidate.from}: ${found}`);
	}
	return errors;
}

function candidatesOf(request: FlowRequest, { phoneChannels }: SimulatorSettings): Candidate[] {
	const { dialedNumber } = request;
	const channel = Object.hasOwn(phoneChannels, dialedNumber) ? phoneChannels[dialedNumber] : undefined;
	const candidates: Candidate[] = [];
	const add = (kind: Candidate['kind'], name: string | undefined, from: string): void => {
		if (name !== undefined) candidates.push({ kind, name, from });
	};
	add('flow', channel?.flowDevName, 'The flow of the phone channel');
	add('queue', channel?.fallbackQueue, 'The fallback queue of the phone channel');
	add('flow', request.flowDevName, 'The flow of the request');
	add('queue', request.fallbackQueue, 'The fallback queue of the request');
	return candidates;
}

function tryFlow({ name }: Candidate, settings: SimulatorSettings): Destination | string {
	if (!isKnown(name, 'flow', settings)) return `there is no flow ${name}`;
	const { flowOutcomes, otherFlows } = settings;
	const outcome = (Object.hasOwn(flowOutcomes, name) ? flowOutcomes[name] : undefined) ?? otherFlows;
	if (outcome.errors !== undefined) return outcome.errors.join('; ');
	const { agent, queue } = outcome;
	if (agent === undefined) {
		return queue === undefined ? `${name} routed the call nowhere` : tryQueue(queue, name, settings);
	}
	if (!isKnown(agent, 'agent', settings)) return `there is no agent ${agent}`;
	const mapped = externalId(agent, settings);
	if (mapped === null) return `agent ${agent} is not mapped`;
	const mappedQueue = queue === undefined ? null : externalId(queue, settings);
	return { target: agent, targetKind: 'agent', flow: name, agent: mapped, queue: mappedQueue };
}

function tryQueue(queue: string, flow: string | null, settings: SimulatorSettings): Destination | string {
	if (!isKnown(queue, 'queue', settings)) return `there is no queue ${queue}`;
	const mapped = externalId(queue, settings);
	if (mapped === null) return `queue ${queue} is not mapped`;
	return { target: queue, targetKind: 'queue', flow, agent: null, queue: mapped };
}

function externalId(id: string, { routingMap }: SimulatorSettings): string | null {
	if (Object.keys(routingMap).length === 0) return id;
	return (Object.hasOwn(routingMap, id) ? routingMap[id] : undefined) ?? null;
}
