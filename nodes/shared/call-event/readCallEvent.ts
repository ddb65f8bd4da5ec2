import { createHash } from 'node:crypto';
import type { DateTime } from 'luxon';
import { json as parseJson } from '../http/answer';
import { isRecord } from '../isRecord';
import type { Fault } from '../problem';
import { toIsoUtc } from '../time/instant';
import { callEvent } from './builder';
import { type CallEvent, DIRECTIONS, ENDERS, OUTCOMES, SOURCES, SPEAKERS, TRANSFER_KINDS } from './CallEvent';
import { displayText } from './displayText';
import { EventParts, type ReadInstant } from './EventParts';
import { EVENT_TYPES, isEventType } from './eventTypes';
import { LONGEST } from './parts';

const FIX =
	'Connect this node to a Telephony Event Trigger or a PBX Trigger, or map an object of that shape: at least callId and eventType.';

/** Types of which one call may have several within the second or millisecond of a sender's clock. */
const MANY_AT_ONCE: ReadonlySet<string> = new Set(['transcript', 'other']);

export interface ReadingOfEvents {
	/** The parameter that holds the event, for the faults. */
	readonly field: string;
	/** Stands in for the time of an event that bears none. */
	readonly now: DateTime;
	/** A time as people and expressions write it; undefined for anything else. */
	readonly instant: ReadInstant;
}

/** An event, or all that keeps a value from being one. */
export type EventReading = { readonly event: CallEvent } | { readonly faults: Fault[] };

function checkShape(value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return 'is empty';
	if (!isRecord(value)) return `is ${Array.isArray(value) ? 'a list' : 'a single value'}, not a call event`;
	const { schemaVersion } = value;
	if (schemaVersion === undefined || schemaVersion === null) return undefined;
	if (schemaVersion === '1' || schemaVersion === 1) return undefined;
	const version = typeof schemaVersion === 'object' ? 'an object' : `'${String(schemaVersion).slice(0, 20)}'`;
	return `is a call event of version ${version}, which this node does not know`;
}

/**
 * A call event from data that came through a workflow: whole as a trigger gave it, or made by hand with as little as
 * `callId` and `eventType`. A field that is missing is not known; the fault names all fields of the wrong kind at once.
 * What is read is cleaned as every event is (builder.ts), so that an event of a trigger comes out as it went in.
 * An event without an id gets one that is the same whenever the same event is read. Never throws.
 */
export function readCallEvent(given: unknown, reading: ReadingOfEvents): EventReading {
	const value = typeof given === 'string' && given.trim() !== '' ? (parseJson(given) ?? given) : given;
	const misshapen = checkShape(value);
	if (misshapen !== undefined || !isRecord(value)) {
		return { faults: [{ field: reading.field, what: misshapen ?? '', fix: FIX }] };
	}
	const parts = new EventParts(value, reading.instant);
	const event = eventFrom(value, parts, reading.now);
	if (parts.problems.length === 0 && event) return { event };
	return { faults: [{ field: reading.field, what: parts.problems.join('; '), fix: FIX }] };
}

function requiredCallId(parts: EventParts): string {
	const callId = parts.text('callId');
	if (callId === undefined) parts.problem("has no 'callId', which tells the call");
	else if (
		callId.length > LONGEST.id ||
		/\p{Cc}|\p{Surrogate}/u.test(callId) ||
		/^\.{1,2}$/.test(callId) ||
		displayText(callId, LONGEST.id) === undefined
	) {
		parts.problem(`has a 'callId' that is none: more than ${LONGEST.id} characters, or such that no ID has`);
	}
	return callId ?? '';
}

function requiredType(parts: EventParts): CallEvent['eventType'] | undefined {
	const eventType = parts.text('eventType');
	if (isEventType(eventType)) return eventType;
	const known = EVENT_TYPES.map(({ value }) => value).join(', ');
	if (eventType === undefined) parts.problem("has no 'eventType', which tells what happened");
	else parts.problem(`has the 'eventType' '${eventType.slice(0, 40)}', which is none of: ${known}`);
	return undefined;
}

function eventFrom(
	value: Readonly<Record<string, unknown>>,
	parts: EventParts,
	now: DateTime,
): CallEvent | undefined {
	const callId = requiredCallId(parts);
	const eventType = requiredType(parts);
	const occurredAt = parts.time('occurredAt');
	const receivedAt = parts.time('receivedAt') ?? toIsoUtc(now);
	const agent = parts.group('agent');
	const queue = parts.group('queue');
	const cause = parts.group('cause');
	const transfer = parts.group('transfer');
	const recording = parts.group('recording');
	const transcript = parts.group('transcript');
	const verified = parts.group('verified');
	const sequence = parts.count('sequence');
	const isToldApart =
		sequence !== undefined || (occurredAt !== undefined && !MANY_AT_ONCE.has(eventType ?? 'other'));
	if (eventType === undefined) return undefined;
	const event = callEvent({
		source: SOURCES.find((source) => source === value.source) ?? 'generic',
		eventType,
		receivedAt: now,
		occurredAt,
		vendorEventId: parts.text('eventId'),
		distinguisher: isToldApart ? undefined : digest(value),
		sequence,
		sourceAccountId: parts.text('sourceAccountId'),
		callId,
		legId: parts.text('legId'),
		parentCallId: parts.text('parentCallId'),
		direction: parts.oneOf('direction', DIRECTIONS),
		from: parts.text('from'),
		to: parts.text('to'),
		customerNumber: parts.text('customerNumber'),
		businessNumber: parts.text('businessNumber'),
		callerName: parts.text('callerName'),
		agent: {
			id: agent.text('id'),
			extension: agent.text('extension'),
			name: agent.text('name'),
			email: agent.text('email'),
		},
		queue: { id: queue.text('id'), name: queue.text('name'), position: queue.count('position') },
		startedAt: parts.time('startedAt'),
		queuedAt: parts.time('queuedAt'),
		answeredAt: parts.time('answeredAt'),
		endedAt: parts.time('endedAt'),
		ringSeconds: parts.seconds('ringSeconds'),
		queueSeconds: parts.seconds('queueSeconds'),
		talkSeconds: parts.seconds('talkSeconds'),
		totalSeconds: parts.seconds('totalSeconds'),
		holdSeconds: parts.seconds('holdSeconds'),
		holdCount: parts.count('holdCount'),
		longestHoldSeconds: parts.seconds('longestHoldSeconds'),
		outcome: parts.oneOf('outcome', OUTCOMES),
		cause: { code: cause.text('code'), q850: cause.count('q850'), text: cause.text('text') },
		endedBy: parts.oneOf('endedBy', ENDERS),
		transfer: {
			kind: transfer.oneOf('kind', TRANSFER_KINDS),
			toNumber: transfer.text('toNumber'),
			toAgentId: transfer.text('toAgentId'),
			newCallId: transfer.text('newCallId'),
		},
		recording: {
			id: recording.text('id'),
			url: recording.text('url'),
			seconds: recording.seconds('seconds'),
			format: recording.text('format'),
			needsAuth: recording.flag('needsAuth'),
			expiresAt: recording.time('expiresAt'),
		},
		transcript: {
			text: transcript.text('text'),
			isFinal: transcript.flag('isFinal'),
			speaker: transcript.oneOf('speaker', SPEAKERS),
			sequence: transcript.count('sequence'),
			language: transcript.text('language'),
			confidence: transcript.decimal('confidence'),
			startedAt: transcript.time('startedAt'),
			endedAt: transcript.time('endedAt'),
		},
		raw: parts.group('raw').whole,
	});
	const { whole: proof } = verified;
	return {
		...event,
		occurredAt: occurredAt ?? receivedAt,
		occurredAtSource:
			occurredAt === undefined || value.occurredAtSource === 'received' ? 'received' : 'vendor',
		receivedAt,
		fromRaw: parts.text('fromRaw') ?? event.fromRaw,
		toRaw: parts.text('toRaw') ?? event.toRaw,
		verified: proof ? { scheme: verified.text('scheme') ?? '', ok: proof.ok === true } : null,
	};
}

function digest(value: Readonly<Record<string, unknown>>): string {
	// The time of receipt differs with every repetition.
	const told = { ...value, receivedAt: undefined };
	const around: unknown[] = [];
	// JSON has no bigint, nor an object that holds itself, and would throw.
	const text = JSON.stringify(told, function (this: unknown, _name, part: unknown) {
		if (typeof part === 'bigint') return String(part);
		if (typeof part !== 'object' || part === null) return part;
		while (around.length > 0 && around.at(-1) !== this) around.pop();
		if (around.includes(part)) return undefined;
		around.push(part);
		return part;
	});
	return createHash('sha256').update(text).digest('hex');
}
