import { createHash } from 'node:crypto';
import type { Utterance } from '../createTranscript';

/** 128 bits, far more than tell the lines of one call apart. */
const HEX_DIGITS = 32;

/** What makes an utterance the one it is: call, start, speaker and text. */
export function fingerprint(utterance: Utterance): string {
	const { callId, participantId, senderType, content, startTime } = utterance;
	return JSON.stringify([callId, startTime?.toMillis(), senderType, participantId, content]);
}

/**
 * Makes message ids for the utterances of one run that have none. The id is a digest of call, start, speaker and text,
 * so that the same utterance gets the same id in every run and Salesforce sees a repeat as what it is. Of utterances
 * that are alike in all of these, such as two times "Yes." with times in whole seconds, the second and later ones are
 * told apart by their number among their like, in the order of the input, which a repeat of the run has too.
 */
export class MessageIds {
	private readonly counts = new Map<string, number>();

	next(utterance: Utterance): string {
		const print = fingerprint(utterance);
		const number = (this.counts.get(print) ?? 0) + 1;
		this.counts.set(print, number);
		const text = number === 1 ? print : `${print} ${number}`;
		return createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS);
	}
}
