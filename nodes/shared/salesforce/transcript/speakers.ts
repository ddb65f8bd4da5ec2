import type { Fault } from '../../problem';
import { kindOfId } from '../checks';

/** Who may speak in a conversation (reference, section 6). */
export const SENDER_TYPES = [
	'END_USER',
	'EXTERNAL_USER',
	'HUMAN_AGENT',
	'SUPERVISOR',
	'VIRTUAL_AGENT',
] as const;

export type SenderType = (typeof SENDER_TYPES)[number];

/** In lower case, with spaces between words. The first three are the speakers of a call event. */
const SENDER_OF: Readonly<Record<string, SenderType>> = {
	customer: 'END_USER',
	agent: 'HUMAN_AGENT',
	system: 'VIRTUAL_AGENT',
	caller: 'END_USER',
	client: 'END_USER',
	contact: 'END_USER',
	'end user': 'END_USER',
	user: 'END_USER',
	rep: 'HUMAN_AGENT',
	representative: 'HUMAN_AGENT',
	'human agent': 'HUMAN_AGENT',
	supervisor: 'SUPERVISOR',
	bot: 'VIRTUAL_AGENT',
	assistant: 'VIRTUAL_AGENT',
	ivr: 'VIRTUAL_AGENT',
	'virtual agent': 'VIRTUAL_AGENT',
	external: 'EXTERNAL_USER',
	'external user': 'EXTERNAL_USER',
};

/** The sender type behind what people and providers call a speaker; undefined for a word not known here. */
export function senderTypeOf(speaker: string): SenderType | undefined {
	const word = speaker
		.trim()
		.toLowerCase()
		.replace(/[\s_-]+/g, ' ');
	return Object.hasOwn(SENDER_OF, word) ? SENDER_OF[word] : undefined;
}

const EXTERNAL_FIX = "Enter the telephony system's own ID of that participant.";

export interface Sender {
	readonly senderType: SenderType;
	readonly participantId: string;
	/** What Salesforce will show otherwise than was asked for. */
	readonly warning?: string;
}

/** As entered: the call's key, who spoke, and the speaker's own id where there is one. */
export interface Spoken {
	readonly callId: string | undefined;
	readonly speaker: string | undefined;
	readonly speakerId: string | undefined;
}

function agent(callId: string, speakerId: string | undefined): Sender {
	if (speakerId !== undefined && kindOfId(speakerId) === 'a user') {
		return { senderType: 'HUMAN_AGENT', participantId: speakerId };
	}
	const lack =
		speakerId === undefined
			? 'no user ID (005…) of the rep was given'
			: `'${speakerId.slice(0, 40)}' is no user ID (005…)`;
	return {
		...named('VIRTUAL_AGENT', callId),
		warning: `Sent without the rep's name, as VIRTUAL_AGENT, since ${lack}.`,
	};
}

function named(senderType: SenderType, callId: string): Sender {
	return { senderType, participantId: `${callId}${senderType}` };
}

/**
 * The sender of a line by the documented rules (Create a Transcript, Spring '26): `{key}END_USER`, `{key}SUPERVISOR`,
 * `{key}VIRTUAL_AGENT` with the key of the first call; a rep's user id; an external participant's own id. A rep without
 * a user id speaks as VIRTUAL_AGENT, the type meant for reps who cannot be told apart. Otherwise what is wrong, by the
 * fields `senderType` and `participantId`.
 */
export function senderOf({ callId = '', speaker, speakerId }: Spoken): Sender | Fault {
	const fix =
		"Enter customer, agent, supervisor, system or external, or one of Salesforce's sender types such as END_USER.";
	if (speaker === undefined || speaker.trim() === '') return { field: 'senderType', what: 'is empty', fix };
	const senderType = senderTypeOf(speaker);
	switch (senderType) {
		case undefined:
			return {
				field: 'senderType',
				what: `is '${speaker.trim().slice(0, 40)}', which is no known speaker`,
				fix,
			};
		case 'HUMAN_AGENT':
			return agent(callId, speakerId);
		case 'EXTERNAL_USER':
			if (speakerId !== undefined && kindOfId(speakerId) === 'a user') {
				return {
					field: 'participantId',
					what: 'is the ID of a Salesforce user, but an external participant is none',
					fix: EXTERNAL_FIX,
				};
			}
			if (speakerId !== undefined) return { senderType, participantId: speakerId };
			return {
				field: 'participantId',
				what: 'is empty, but an external participant has to be told from others',
				fix: EXTERNAL_FIX,
			};
		default:
			return named(senderType, callId);
	}
}
