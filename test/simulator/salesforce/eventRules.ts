import type { SimulatorSettings } from '../options.ts';
import {
	checkBody,
	isJsonObject,
	type BodyRules,
	type Finding,
	type JsonObject,
} from '../server/checkBody.ts';
import { epochMilliseconds, filled, oneOf } from './bodyRules.ts';

const CATEGORY = 'IntelligenceSignal__Category';
const SENTIMENT = 'IntelligenceSignal__Sentiment';
const OVERALL_SENTIMENT = 'IntelligenceSignal__OverallSentimentScore';

const PARTICIPANTS = ['AGENT', 'CUSTOMER'];

/** One event of a real-time request (section 13). */
export function realTimeRules(settings: SimulatorSettings): BodyRules {
	const { scoreType } = settings;
	return {
		...commonRules([CATEGORY, SENTIMENT], settings),
		score: { type: scoreType === 'both' ? ['string', 'number'] : scoreType, check: score },
		participant: { type: 'string', check: oneOf(...PARTICIPANTS) },
	};
}

/** One event of a post-call request (section 14). */
export function postCallRules(settings: SimulatorSettings): BodyRules {
	const undocumented = settings.overallSentimentScore === 'accept' ? [OVERALL_SENTIMENT] : [];
	return {
		...commonRules([SENTIMENT, ...undocumented], settings),
		endTime: { type: 'int64', required: true, check: epochMilliseconds(settings) },
		participant: { type: 'string', required: true, check: oneOf(...PARTICIPANTS) },
	};
}

function commonRules(types: string[], settings: SimulatorSettings): BodyRules {
	return {
		type: { type: 'string', required: true, check: oneOf(...types) },
		value: { type: 'string', required: true, check: filled },
		startTime: { type: 'int64', required: true, check: epochMilliseconds(settings) },
	};
}

/** Every fault in a list of events: in each of them, then in their order. */
export function checkEvents(events: unknown, rules: BodyRules, settings: SimulatorSettings): Finding[] {
	if (!Array.isArray(events) || events.length === 0) return [bad('events', 'must not be empty')];
	const findings = events.flatMap((event: unknown, index) => {
		const field = `events[${index}]`;
		if (!isJsonObject(event)) return [bad(field, 'must be an object')];
		const own = checkBody(event, rules, `${field}.`);
		const readable = !own.some(({ rule }) => rule === 'wrong-type' || rule === 'missing');
		return readable ? [...own, ...checkTogether(event, `${field}.`, settings)] : own;
	});
	return findings.some(({ rule }) => rule !== 'unknown-field')
		? findings
		: [...findings, ...checkOrder(events as JsonObject[])];
}

function checkTogether(event: JsonObject, prefix: string, settings: SimulatorSettings): Finding[] {
	const { type, value, participant, startTime, endTime } = event;
	const findings: Finding[] = [];
	if (type === SENTIMENT || type === OVERALL_SENTIMENT) {
		if (!isSentiment(String(value))) {
			findings.push(bad(`${prefix}value`, 'must be from -1000 to 1000 with at most 2 decimals'));
		}
		if (participant === undefined) {
			const message = `${prefix}participant is required for a sentiment`;
			findings.push({ field: `${prefix}participant`, rule: 'missing', grade: 'value', message });
		}
	}
	const reversed = endTime !== undefined && Number(endTime) < Number(startTime);
	if (reversed && settings.impossibleTimes === 'refuse') {
		findings.push(bad(`${prefix}endTime`, 'lies before startTime'));
	}
	return findings;
}

/** Ascending by `startTime`; docs silent on equal times, which pass. */
function checkOrder(events: JsonObject[]): Finding[] {
	const early = events.findIndex(
		(event, index) => Number(event['startTime']) < Number(events[index - 1]?.['startTime'] ?? 0),
	);
	return early === -1 ? [] : [bad(`events[${early}].startTime`, 'lies before that of the event before it')];
}

function isSentiment(value: string): boolean {
	return /^-?\d{1,4}(?:\.\d{1,2})?$/.test(value) && Math.abs(Number(value)) <= 1000;
}

function score(value: string | number): string | undefined {
	const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	return number >= 0 && number <= 1000 ? undefined : 'must be from 0 to 1000';
}

function bad(field: string, complaint: string): Finding {
	return { field, rule: 'bad-value', grade: 'value', message: `${field} ${complaint}` };
}
