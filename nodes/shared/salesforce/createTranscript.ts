import type { DateTime } from 'luxon';
import { segment } from '../http/ServiceOperation';
import type { Fault } from '../problem';
import { readAccepted } from './acceptedAnswer';
import { checkOneOf, checkText } from './checks';
import type { Operation } from './operation';
import { checkSpan } from './transcript/checkSpan';
import { SENDER_TYPES } from './transcript/speakers';
import { checkVendorCallKey } from './vendorCallKey';

/** Something that somebody said in a call. */
export interface Utterance {
	/** The vendor call key: of the first call of the conversation, or of a consult call that was not merged. */
	readonly callId?: string | undefined;
	/** Unique within the conversation, and the same whenever the same utterance is sent again. */
	readonly messageId?: string | undefined;
	/** As `senderOf` (transcript/speakers.ts) works it out. */
	readonly participantId?: string | undefined;
	/** One of SENDER_TYPES. */
	readonly senderType?: string | undefined;
	readonly content?: string | undefined;
	readonly startTime?: DateTime | undefined;
	/** When it is not known, the start is sent for it, as the API wants both. */
	readonly endTime?: DateTime | undefined;
}

export interface CreateTranscriptResult {
	readonly callId: string;
	readonly messageId: string;
	/** As answered; `Accepted` when nothing was said. */
	readonly result: string;
}

/** An utterance on the wire; times are epoch ms (reference, section 2.5). */
export interface TranscriptMessage {
	readonly participantId: string | undefined;
	readonly messageId: string | undefined;
	readonly startTime: number | undefined;
	readonly endTime: number | undefined;
	readonly content: string | undefined;
	readonly senderType: string | undefined;
}

/** Half a character, as a cut-off text ends in, can stand in no UTF-8 text. */
const HALF_CHARACTER = /\p{Surrogate}/gu;

export function messageOf(utterance: Utterance): TranscriptMessage {
	const { participantId, messageId, content, senderType, startTime, endTime } = utterance;
	return {
		participantId,
		messageId,
		startTime: startTime?.toMillis(),
		endTime: (endTime ?? startTime)?.toMillis(),
		content: content?.replace(HALF_CHARACTER, '\uFFFD'),
		senderType,
	};
}

/** All that is wrong with an utterance but its call. */
export function checkMessage(utterance: Utterance): Fault[] {
	const { content } = utterance;
	return [
		...(content === undefined || content.trim() === ''
			? [{ field: 'content', what: 'is empty', fix: 'Enter what was said, or leave the line out.' }]
			: []),
		...(utterance.senderType === undefined
			? [{ field: 'senderType', what: 'is empty', fix: 'Enter who spoke, e.g. customer or agent.' }]
			: checkOneOf('senderType', utterance.senderType, SENDER_TYPES)),
		...checkText('participantId', utterance.participantId, 'Enter the ID of the one who spoke.'),
		...checkText('messageId', utterance.messageId, 'Enter an ID that no other line of the call has.'),
		...checkSpan(utterance),
	];
}

/** Reads the answer of either transcript call when it says that everything was taken: `{"result":"Accepted"}`. */
export function readResult(answer: Parameters<typeof readAccepted>[0], purpose: string): string {
	const refusal = { code: 'salesforce.transcriptFailed', fix: REFUSED };
	const { result } = readAccepted(answer, purpose, refusal);
	return typeof result === 'string' ? result : 'Accepted';
}

const REFUSED =
	'Correct what it names, check that the call has not ended, and run the item again: a line with the same message ID stays the same line.';

export const leftOpen = {
	what: 'The transcript may have been taken.',
	fix: 'Run the item again: a line with the same message ID stays the same line.',
};

/** What to do about a call that Salesforce does not know. */
export const UNKNOWN_CALL =
	"Check that the voice call was created under this vendor call key. The lines of a transferred call go under the first call's.";

/** POST /voiceCalls/{vendorCallKey}/messages: Create a Transcript, Spring '26. Fields: reference, section 6. */
export const createTranscript: Operation<Utterance, CreateTranscriptResult> = {
	purpose: 'add the line to the transcript',

	/** The message id makes a repeat the same message. */
	repeat: () => 'repeatable',

	check: (fields) => [...checkVendorCallKey('callId', fields.callId), ...checkMessage(fields)],

	request: (fields) => ({
		method: 'POST',
		path: `/voiceCalls/${segment(fields.callId)}/messages`,
		body: messageOf(fields),
	}),

	read(answer, fields) {
		const result = readResult(answer, this.purpose);
		return { callId: fields.callId ?? '', messageId: fields.messageId ?? '', result };
	},

	leftOpen: () => leftOpen,

	explain(status) {
		return status === 404 ? UNKNOWN_CALL : undefined;
	},
};
