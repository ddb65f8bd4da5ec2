import type { SimulatorSettings } from '../options.ts';
import { isRecordId } from './recordIds.ts';
import type { TargetKind } from './VoiceCall.ts';

/** Whether the pretended org has this agent, queue or flow. */
export function isKnown(target: string, kind: TargetKind, settings: SimulatorSettings): boolean {
	const { agents, queues, flows } = settings.knownTargets;
	const known = { agent: agents, queue: queues, flow: flows }[kind];
	return known === undefined || known.includes(target) || known.includes(target.replace(/^Flow\./, ''));
}

/** A user id begins with 005, a queue id with 00G, a flow id with 300; a flow may also go by its API name. */
export function kindOf(target: string): TargetKind | null {
	if (isRecordId(target, '005')) return 'agent';
	if (isRecordId(target, '00G')) return 'queue';
	if (isRecordId(target, '300')) return 'flow';
	return /^(?:Flow\.)?[A-Za-z]\w*$/.test(target) ? 'flow' : null;
}
