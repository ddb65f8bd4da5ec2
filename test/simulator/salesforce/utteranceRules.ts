import type { SimulatorSettings } from '../options.ts';
import { checkBody, type BodyRules, type Finding, type JsonObject } from '../server/checkBody.ts';
import { epochMilliseconds, filled, oneOf } from './bodyRules.ts';
import { SENDER_TYPES, type SenderType } from './Conversation.ts';
import { isRecordId } from './recordIds.ts';

/** An utterance that has passed the rules. Times are milliseconds since 1970. */
export interface Utterance {
	participantId: string;
	messageId: string;
	startTime: number;
	endTime: number;
	content: string;
	senderType: SenderType;
}

/** The fields of an utterance (section 6). Docs silent on an empty `content` and on how long it may be. */
export function utteranceRules(settings: SimulatorSettings): BodyRules {
	const time = { type: 'int64', required: true, check: epochMilliseconds(settings) } as const;
	return {
		participantId: { type: 'string', required: true, check: filled },
		messageId: { type: 'string', required: true, check: filled },
		startTime: time,
		endTime: time,
		content: { type: 'string', required: true, check: filled },
		senderType: { type: 'string', required: true, check: oneOf(...SENDER_TYPES) },
	};
}

/** The rules that join fields of an utterance; for one whose fields are there and of the right type. */
export function checkUtterance(utterance: JsonObject, settings: SimulatorSettings, prefix = ''): Finding[] {
	const { participantId, senderType, startTime, endTime } = utterance as unknown as Utterance;
	const findings: Finding[] = [];
	const add = (field: string, complaint: string): void => {
		const message = `${prefix}${field} ${complaint}`;
		findings.push({ field: prefix + field, rule: 'bad-value', grade: 'value', message });
	};
	if (endTime < startTime && settings.impossibleTimes === 'refuse') add('endTime', 'lies before startTime');
	if (senderType === 'HUMAN_AGENT' && !isRecordId(participantId, '005')) {
		add('participantId', 'must be a user id (005) for HUMAN_AGENT');
	}
	return findings;
}

/** All rules for one message of a bulk request. */
export function checkMessage(message: JsonObject, settings: SimulatorSettings, prefix: string): Finding[] {
	const findings = checkBody(message, utteranceRules(settings), prefix);
	const readable = !findings.some(({ rule }) => rule === 'wrong-type' || rule === 'missing');
	return readable ? [...findings, ...checkUtterance(message, settings, prefix)] : findings;
}
