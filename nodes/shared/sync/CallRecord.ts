import type { CallEvent } from '../call-event/CallEvent';
import type { CallMemory } from '../call-event/CallMemory';
import { decodeCallMemory, encodeCallMemory } from '../call-event/callMemoryText';
import { rememberEvents } from '../call-event/rememberEvents';
import { json as parseJson } from '../http/answer';
import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import type { AttributeValue, HandedOn } from './CallView';
import { type Line, lineOf, MOST_LINES } from './lines';
import { NOTHING_DONE, type Progress } from './Progress';

/**
 * Whether a call that was transferred was seen to since the one before it is in Salesforce; `told`: and has been told how
 * it was handed on, which may become known later.
 */
export type Successorship = 'open' | 'seen' | 'told';

/** All that is kept of a call between executions. */
export interface CallRecord {
	/** How many events and other news of the call have come in. */
	readonly arrivals: number;
	/** Up to which of them Salesforce has everything. */
	readonly covered: number;
	readonly memory: CallMemory;
	readonly handedOn: HandedOn | null;
	/** Calls that this one was transferred to. */
	readonly successors: Readonly<Record<string, Successorship>>;
	readonly attributes: Readonly<Record<string, AttributeValue>>;
	readonly lines: readonly Line[];
	readonly progress: Progress;
}

export const NEW_RECORD: CallRecord = {
	arrivals: 0,
	covered: 0,
	memory: rememberEvents(undefined, []),
	handedOn: null,
	successors: {},
	attributes: {},
	lines: [],
	progress: NOTHING_DONE,
};

const VERSION = 1;

/** What an event, or another call, has to tell of a call. */
export interface News {
	readonly event?: CallEvent;
	/** The line that the event tells has been sent already. */
	readonly lineIsSent?: boolean;
	/** Values for fields of the record; one that is empty leaves what was told before. */
	readonly attributes?: Readonly<Record<string, AttributeValue>>;
	readonly handedOn?: HandedOn;
}

/** Salesforce takes no two fields whose names differ in nothing but upper and lower case; the newer one counts. */
function together(
	known: CallRecord['attributes'],
	told: CallRecord['attributes'] = {},
): CallRecord['attributes'] {
	const names = new Set(Object.keys(told).map((name) => name.toLowerCase()));
	const kept = Object.entries(known).filter(([name]) => !names.has(name.toLowerCase()));
	return { ...Object.fromEntries(kept), ...told };
}

/** The record with the news in it. The same news twice makes no difference but in the count. */
export function withNews(record: CallRecord, news: News): CallRecord {
	const { event, attributes, handedOn } = news;
	const line = event && !news.lineIsSent ? lineOf(event) : undefined;
	const isNewLine = line !== undefined && !record.lines.some(({ eventId }) => eventId === line.eventId);
	return {
		...record,
		arrivals: record.arrivals + 1,
		memory: event ? rememberEvents(record.memory, [event]) : record.memory,
		handedOn: record.handedOn ?? handedOn ?? null,
		attributes: together(record.attributes, attributes),
		lines: isNewLine && record.lines.length < MOST_LINES ? [...record.lines, line] : record.lines,
	};
}

/** `stamp` makes every writing another text, so that a writer knows its own again. */
export function encodeRecord(record: CallRecord, stamp: string): string {
	const memory = parseJson(encodeCallMemory(record.memory));
	return JSON.stringify({ version: VERSION, stamp, ...record, memory });
}

/** Up to which news Salesforce has everything, by the text that encodeRecord made; what memory it holds is not looked at. */
export function coveredIn(text: string): number {
	const value = parseJson(text);
	return isRecord(value) && typeof value.covered === 'number' ? value.covered : 0;
}

/** Whether a record from a store has all its parts, each of its kind. */
function isWhole(value: Readonly<Record<string, unknown>>): boolean {
	const { arrivals, covered, handedOn, successors, attributes, lines, progress } = value;
	return (
		[arrivals, covered].every((count) => Number.isSafeInteger(count)) &&
		[successors, attributes, progress].every(isRecord) &&
		(handedOn === null || isRecord(handedOn)) &&
		Array.isArray(lines) &&
		lines.every(isRecord)
	);
}

/** The record a text holds; undefined stands for a call nothing is known of. Throws a ProblemError for any other text. */
export function decodeRecord(text: string | undefined): CallRecord {
	if (text === undefined) return NEW_RECORD;
	const value = parseJson(text);
	if (!isRecord(value) || value.version !== VERSION || !isWhole(value)) {
		throw new ProblemError({
			code: 'sync.recordUnreadable',
			what: 'What is remembered of this call was written by another release of these nodes, or was changed since.',
			fix: "Use the same release on all workers. It is forgotten when the call has had no event for the time of 'Remember Calls For'; until then keep the call in step with Create, Route and Update Voice Call.",
		});
	}
	// Written by encodeRecord of this version.
	const { arrivals, covered, handedOn, successors, attributes, lines, progress } =
		value as unknown as CallRecord;
	const memory = decodeCallMemory(JSON.stringify(value.memory));
	return { arrivals, covered, memory, handedOn, successors, attributes, lines, progress };
}
