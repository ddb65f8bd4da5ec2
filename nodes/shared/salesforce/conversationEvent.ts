import type { DateTime } from 'luxon';
import { decimal } from '../call-event/units';
import type { Fault } from '../problem';

/** One signal about a call: a category that was found in it, or how a participant feels. */
export interface ConversationEvent {
	/** One of EVENT_TYPES. */
	readonly type?: string | undefined;
	/** Name of the category; or a sentiment as text, which `sentiment` reads. */
	readonly value?: string | undefined;
	readonly startTime?: DateTime | undefined;
	/** Only of stored events. */
	readonly endTime?: DateTime | undefined;
	/** One of PARTICIPANTS. */
	readonly participant?: string | undefined;
	/** How sure the source is, as the text of a number from 0 to 1000. Only of real-time events. */
	readonly score?: string | undefined;
}

/** The event's fields by their names in the API, in the order of the guide's examples. */
export const EVENT_FIELDS = ['type', 'value', 'startTime', 'endTime', 'score', 'participant'] as const;

export type EventField = (typeof EVENT_FIELDS)[number];

/** Short names are for people; the others go over the wire. */
export const EVENT_TYPES = {
	Category: 'IntelligenceSignal__Category',
	Sentiment: 'IntelligenceSignal__Sentiment',
	/** Undocumented; Salesforce's own post-call Lambda sends it for the whole call. */
	OverallSentimentScore: 'IntelligenceSignal__OverallSentimentScore',
} as const;

export const PARTICIPANTS = ['AGENT', 'CUSTOMER'] as const;

const MOST_SENTIMENT = 1_000;

const PREFIX = /^IntelligenceSignal__/i;

/** What Amazon Contact Lens says in words, as numbers; the same ones that Salesforce's Lambda takes for them. */
const WORDS: Readonly<Record<string, number>> = { POSITIVE: 1_000, NEUTRAL: 0, MIXED: 0, NEGATIVE: -1_000 };

/** The API's name of a type that may be given by its short name and in any case; unknown ones come back as they are. */
export function eventType(given: string): string {
	const short = shortType(given).toLowerCase();
	const known = Object.entries(EVENT_TYPES).find(([name]) => name.toLowerCase() === short);
	return known?.[1] ?? given;
}

/** The short name of a type; one that has none comes back as it is. */
export function shortType(type: string): string {
	return type.replace(PREFIX, '');
}

/** A sentiment from -1000 to 1000 with two decimals, from a number or a word of Contact Lens; undefined for anything else. */
export function sentiment(given: string): number | undefined {
	const word = given.toUpperCase();
	const number = Object.hasOwn(WORDS, word) ? WORDS[word] : decimal(given);
	if (number === undefined || Math.abs(number) > MOST_SENTIMENT) return undefined;
	return Math.round(number * 100) / 100;
}

/** Ascending by start time, as Salesforce demands; events of the same time keep their order. */
export function inTimeOrder(events: readonly ConversationEvent[]): ConversationEvent[] {
	return [...events].sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ startTime }: ConversationEvent): number {
	return startTime?.toMillis() ?? 0;
}

/** When the earliest of the events began, in epoch ms; undefined without any. */
export function firstStart(events: readonly ConversationEvent[]): number | undefined {
	const [first] = inTimeOrder(events);
	return first && startOf(first);
}

/** An event as it goes over the wire: times in epoch ms, a sentiment as text, the score as a number. */
export function eventBody(event: ConversationEvent): Record<EventField, string | number | undefined> {
	const { type, value = '', startTime, endTime, score, participant } = event;
	return {
		type,
		value: type === EVENT_TYPES.Category ? value : String(sentiment(value) ?? value),
		startTime: startTime?.toMillis(),
		endTime: endTime?.toMillis(),
		score: decimal(score),
		participant: participant || undefined,
	};
}

/** How a fault names a field: plainly in an event alone, with the event's place (from 1) among several. */
export function fieldOf(name: string, index: number, count: number): string {
	return count > 1 ? `${name} of event ${index + 1}` : name;
}

/** The faults of all events, each found by `check` and named with the event's place. */
export function checkEvents(
	events: readonly ConversationEvent[],
	check: (event: ConversationEvent) => Fault[],
): Fault[] {
	if (events.length === 0) {
		return [{ field: 'events', what: 'has no event in it', fix: 'Give at least one event.' }];
	}
	return events.flatMap((event, index) =>
		check(event).map((fault) => ({ ...fault, field: fieldOf(fault.field, index, events.length) })),
	);
}
