import type { IDataObject } from 'n8n-workflow';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { isRecord } from '../../shared/isRecord';
import { createTranscript, type Utterance } from '../../shared/salesforce/createTranscript';
import { senderOf } from '../../shared/salesforce/transcript/speakers';
import type { GivenIds } from './GivenIds';
import type { TranscriptRequest } from './Line';

/** Stands for a message id that is yet to be made, so that the rest can be checked. */
export const TO_BE_MADE = 'made later';

/** A call event with words that may still change. */
function isPartial(json: IDataObject): boolean {
	return isRecord(json.transcript) && json.transcript.isFinal === false;
}

/** Reads an item that is one line. */
export function readItem(
	parameters: ItemParameters,
	json: IDataObject,
	given: GivenIds,
): Omit<TranscriptRequest, 'labels' | 'repeat'> {
	const callId = parameters.text('callId');
	const isSkipped = isPartial(json) && parameters.flag('options.sendPartials') !== true;
	if (isSkipped) {
		const line = { utterance: { callId }, warning: undefined, isSkipped };
		return { callId: callId ?? '', isList: false, lines: [line], check: () => [] };
	}
	const sender = senderOf({
		callId,
		speaker: parameters.text('senderType'),
		speakerId: parameters.text('participantId'),
	});
	const utterance: Utterance = {
		callId,
		messageId: parameters.text('messageId'),
		...('field' in sender ? {} : { senderType: sender.senderType, participantId: sender.participantId }),
		content: parameters.text('content'),
		startTime: parameters.time('startTime'),
		endTime: parameters.time('endTime'),
	};
	return {
		callId: callId ?? '',
		isList: false,
		lines: [{ utterance, warning: 'field' in sender ? undefined : sender.warning, isSkipped }],
		check: () => {
			const known = { ...utterance, messageId: utterance.messageId ?? TO_BE_MADE };
			if (!('field' in sender)) return [...createTranscript.check(known), ...given.check(utterance)];
			const others = createTranscript.check({ ...known, senderType: 'END_USER', participantId: 'unknown' });
			return [...others, sender, ...given.check(utterance)];
		},
	};
}
