import type { IDataObject } from 'n8n-workflow';
import type { NodeResult, NodeRun } from './Engine.ts';
import { callEvent, type Rig, useRig } from './rig.ts';

/** The user ID of a rep. */
export const AGENT = '005000000000001AAA';

/** A transcript event of a trigger; `at` in seconds after the call's start. */
export function said(text: string, at: number, changes: IDataObject = {}): IDataObject {
	const { speaker = 'customer', isFinal = true, callId = 'call-1', ...others } = changes;
	const time = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 9, 30, 0) + seconds * 1_000).toISOString();
	return callEvent({
		eventType: 'transcript',
		callId,
		eventId: `${String(callId)}-event-${at}`,
		occurredAt: time(at),
		agent: null,
		transcript: {
			text,
			isFinal,
			speaker,
			sequence: null,
			language: 'en-US',
			confidence: 0.9,
			startedAt: time(at),
			endedAt: time(at + 1),
		},
		...others,
	});
}

export interface TranscriptRig {
	readonly rig: Rig;
	/** Creates calls. Resolves with how many requests that took. */
	createCalls(...callIds: string[]): Promise<number>;
	/** Runs Add Call Transcript. */
	add(items: IDataObject[], more?: Partial<NodeRun>): Promise<NodeResult>;
	/** What is stored of a call, in order of time. */
	texts(callId?: string): string[];
}

/** The rig for tests of Add Call Transcript. */
export function useTranscriptRig(): TranscriptRig {
	const rig = useRig();
	return {
		rig,
		async createCalls(...callIds) {
			await rig.run({ type: 'createVoiceCall', items: callIds.map((callId) => callEvent({ callId })) });
			return rig.simulator.requests.length;
		},
		add: async (items, more = {}) => await rig.run({ type: 'addCallTranscript', items, ...more }),
		texts: (callId = 'call-1') => rig.simulator.transcript(callId).map(({ content }) => content),
	};
}
