import type { Fault } from '../../shared/problem';
import type { Utterance } from '../../shared/salesforce/createTranscript';
import { fingerprint } from '../../shared/salesforce/transcript/messageIds';

/** The message ids that were given in a run. Each must stand for one line of its call. */
export class GivenIds {
	private readonly prints = new Map<string, string>();

	/** Refuses an id that another line of the call had before. The same line again is no other line. */
	check(utterance: Utterance): Fault[] {
		const { callId, messageId } = utterance;
		if (messageId === undefined) return [];
		const key = JSON.stringify([callId, messageId]);
		const print = fingerprint(utterance);
		const before = this.prints.get(key);
		if (before === undefined) this.prints.set(key, print);
		if (before === undefined || before === print) return [];
		return [
			{
				field: 'messageId',
				what: `is '${messageId.slice(0, 60)}', which another line of the same call has`,
				fix: 'Give each line an ID of its own, or none.',
			},
		];
	}
}
