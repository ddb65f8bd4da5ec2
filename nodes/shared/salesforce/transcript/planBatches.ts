import type { Utterance } from '../createTranscript';
import { MOST_MESSAGES } from '../createTranscriptsInBulk';

/** `automatic`: in bulk, but a request that would hold one line goes out as a single one. */
export const SEND_MODES = ['automatic', 'bulk', 'single'] as const;

export type SendMode = (typeof SEND_MODES)[number];

/** Lines of one call that are sent together and taken or refused as one. */
export interface Entry {
	readonly callId: string;
	/** Where they stand in the input, in the order they are sent. */
	readonly lines: readonly number[];
	/** Only by itself, since a request in which it stood with others was refused as a whole. */
	readonly alone: boolean;
}

/**
 * The entries of each call, to be sent strictly one after the other; those of different calls in any order.
 *
 * The guide wants two things of bulk requests so that a conversation is stored in the order it was spoken: the lines in
 * order of time, and one participant's at a time in an entry ("Create Transcripts in Bulk", Spring '26). Both hold when
 * a call's lines, sorted by their start, are cut wherever another participant takes over and after every fifth line. The
 * guide's example goes further and collects all of the customer's lines of a stretch of talk into one entry, which
 * takes fewer requests, but then the other side's answers arrive after lines they came before. Whether Salesforce sorts
 * those is not documented, so that this plan does not depend on it.
 *
 * Another example has one call in two entries of a request. The answer tells statuses by call, not by entry, so that
 * nobody could say which of the two was refused; here the second one waits for the next request.
 */
export function planBatches(utterances: readonly Utterance[], mode: SendMode): Map<string, Entry[]> {
	const most = mode === 'single' ? 1 : MOST_MESSAGES;
	const plan = new Map<string, Entry[]>();
	for (const [callId, lines] of linesByCall(utterances)) {
		const entries: number[][] = [];
		let speaker: string | undefined;
		for (const line of lines) {
			const entry = entries.at(-1);
			const { participantId } = utterances[line] ?? {};
			if (entry && participantId === speaker && entry.length < most) entry.push(line);
			else entries.push([line]);
			speaker = participantId;
		}
		plan.set(
			callId,
			entries.map((entry) => ({ callId, lines: entry, alone: false })),
		);
	}
	return plan;
}

/** Each call's lines by their start; those of the same moment as they came in. */
function linesByCall(utterances: readonly Utterance[]): Map<string, number[]> {
	const calls = new Map<string, number[]>();
	utterances.forEach(({ callId = '' }, line) => {
		const lines = calls.get(callId);
		if (lines) lines.push(line);
		else calls.set(callId, [line]);
	});
	const start = (line: number) => utterances[line]?.startTime?.toMillis() ?? 0;
	// Array.prototype.sort is stable.
	for (const lines of calls.values()) lines.sort((a, b) => start(a) - start(b));
	return calls;
}

/** The parts of an entry that was refused as one, so that a bad line does not take the good ones with it. */
export function divided({ callId, lines }: Entry): Entry[] {
	return lines.map((line) => ({ callId, lines: [line], alone: true }));
}
