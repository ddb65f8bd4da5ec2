import { decimal } from '../call-event/units';
import type { Fault } from '../problem';
import { checkOneOf, checkText, checkTime } from './checks';
import {
	type ConversationEvent,
	EVENT_TYPES,
	type EventField,
	PARTICIPANTS,
	sentiment,
	shortType,
} from './conversationEvent';

const MOST_SCORE = 1_000;

export function checkType({ type }: ConversationEvent, allowed: readonly string[]): Fault[] {
	const field = 'type';
	const fix = `Choose one of: ${allowed.map(shortType).join(', ')}.`;
	if (type === undefined || type === '') return [{ field, what: 'is empty', fix }];
	if (allowed.includes(type)) return [];
	const what = `is '${shortType(type).slice(0, 40)}', which is no type of event that can be sent this way`;
	return [{ field, what, fix }];
}

function isSentiment({ type }: ConversationEvent): boolean {
	return type === EVENT_TYPES.Sentiment || type === EVENT_TYPES.OverallSentimentScore;
}

/** A category wants a name, a sentiment a number or a word for one. */
export function checkValue(event: ConversationEvent): Fault[] {
	const field = 'value';
	const { value } = event;
	if (!isSentiment(event)) {
		return checkText(
			field,
			value,
			'Enter the name of the category as the rules in Salesforce know it, e.g. CustomerAngry.',
		);
	}
	const fix = 'Enter a number such as 400.13 or -250, or one of POSITIVE, NEUTRAL, MIXED and NEGATIVE.';
	if (value === undefined || value === '') return [{ field, what: 'is empty', fix }];
	if (sentiment(value) !== undefined) return [];
	return [{ field, what: `is '${value.slice(0, 40)}', which is no number from -1000 to 1000`, fix }];
}

export function checkStart({ startTime }: ConversationEvent): Fault[] {
	const field = 'startTime';
	return startTime
		? checkTime(field, startTime)
		: [{ field, what: 'is empty', fix: 'Enter when it began, e.g. 2026-05-01T09:30:00Z.' }];
}

/** Who it is about. A sentiment is always someone's. */
export function checkParticipant(event: ConversationEvent): Fault[] {
	const { participant } = event;
	if (participant === undefined || participant === '') {
		return isSentiment(event)
			? [{ field: 'participant', what: 'is empty', fix: 'Say whose sentiment it is: AGENT or CUSTOMER.' }]
			: [];
	}
	return checkOneOf('participant', participant, PARTICIPANTS);
}

export function checkScore({ score }: ConversationEvent): Fault[] {
	if (score === undefined) return [];
	const number = decimal(score);
	if (number !== undefined && number >= 0 && number <= MOST_SCORE) return [];
	return [
		{
			field: 'score',
			what: `is '${score.slice(0, 40)}', which is no number from 0 to 1000`,
			fix: 'Enter how sure the source is: 0 for not at all, 1000 for completely.',
		},
	];
}

/** The end of a stored event. */
export function checkEnd({ startTime, endTime }: ConversationEvent): Fault[] {
	const field = 'endTime';
	if (!endTime) return [{ field, what: 'is empty', fix: 'Enter when it ended, e.g. 2026-05-01T09:30:07Z.' }];
	const faults = checkTime(field, endTime);
	if (faults.length > 0 || !startTime || endTime >= startTime) return faults;
	return [{ field, what: 'is before its start', fix: 'Check both times, their units and time zones.' }];
}

/** A field that belongs to the other kind of event; Salesforce documents no effect of it. */
export function checkAbsent(event: ConversationEvent, field: EventField, kind: string): Fault[] {
	if (event[field] === undefined) return [];
	return [{ field, what: `is not a field of ${kind}`, fix: 'Remove it.' }];
}
