import { type CallEventFacts, callEvent } from '../../call-event/builder';
import {
	type CallEvent,
	type Direction,
	DIRECTIONS,
	ENDERS,
	OUTCOMES,
	type Source,
	SPEAKERS,
	TRANSFER_KINDS,
} from '../../call-event/CallEvent';
import { decimal, truth, wholeNumber, wholeSeconds } from '../../call-event/units';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { valueAt } from '../path';
import type { GenericField } from './fields';
import type { Mapping } from './mapping';

/** An event of a payload, and what identifies it if it does not do so itself. */
export interface GenericEvent {
	readonly entry: unknown;
	/** The whole payload the entry is part of. */
	readonly payload: unknown;
	/** The delivery's own id where the sender signs one, with the place in the list. */
	readonly deliveryId: string | undefined;
	/** The same for every repetition of the delivery. */
	readonly distinguisher: string;
	readonly raw: Record<string, unknown>;
	/** Left out: `generic`. */
	readonly source?: Source;
}

const OTHER_WORDS: ReadonlyMap<string, Direction> = new Map([
	['in', 'inbound'],
	['incoming', 'inbound'],
	['out', 'outbound'],
	['outgoing', 'outbound'],
]);

function text(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
	const given = text(value)?.trim().toLowerCase();
	return words.find((word) => word === given);
}

function direction(value: unknown): Direction | undefined {
	return oneOf(value, DIRECTIONS) ?? OTHER_WORDS.get(text(value)?.trim().toLowerCase() ?? '');
}

/** Types of which one call may have several within the second or millisecond of a sender's clock. */
const MANY_AT_ONCE: ReadonlySet<string> = new Set(['transcript', 'other']);

/** One event of a sender's payload as a call event, by the admin's mapping. Never throws: what cannot be read is null. */
export function readEvent(event: GenericEvent, mapping: Mapping, delivery: Delivery): CallEvent {
	const at = (field: GenericField): unknown => {
		const place = mapping.paths.get(field);
		return place && valueAt(place.fromTop ? event.payload : event.entry, place.path);
	};
	const seconds = (field: GenericField) => wholeSeconds(at(field), mapping.durationUnit);
	const time = (field: GenericField) => instantText(at(field), mapping.zone);

	const occurredAt = time('occurredAt');
	const sequence = wholeNumber(at('sequence'));
	const eventType = mapping.eventTypes.get(text(at('eventType'))?.trim().toLowerCase() ?? '') ?? 'other';
	const callId = text(at('callId'));
	// A call rings once at a time, but within one second two lines may be spoken and any number of calls begin.
	const isTimeEnough = occurredAt !== undefined && callId !== undefined && !MANY_AT_ONCE.has(eventType);
	const isToldApart = sequence !== undefined || isTimeEnough;
	const facts: CallEventFacts = {
		source: event.source ?? 'generic',
		eventType,
		receivedAt: delivery.receivedAt,
		occurredAt,
		vendorEventId: text(at('eventId')) ?? event.deliveryId,
		distinguisher: isToldApart ? undefined : event.distinguisher,
		sequence,
		sourceAccountId: text(at('sourceAccountId')),
		callId,
		legId: text(at('legId')),
		parentCallId: text(at('parentCallId')),
		direction: direction(at('direction')),
		from: text(at('from')),
		to: text(at('to')),
		customerNumber: text(at('customerNumber')),
		businessNumber: text(at('businessNumber')),
		callerName: text(at('callerName')),
		agent: {
			id: text(at('agent.id')),
			extension: text(at('agent.extension')),
			name: text(at('agent.name')),
			email: text(at('agent.email')),
		},
		queue: {
			id: text(at('queue.id')),
			name: text(at('queue.name')),
			position: wholeNumber(at('queue.position')),
		},
		startedAt: time('startedAt'),
		queuedAt: time('queuedAt'),
		answeredAt: time('answeredAt'),
		endedAt: time('endedAt'),
		ringSeconds: seconds('ringSeconds'),
		queueSeconds: seconds('queueSeconds'),
		talkSeconds: seconds('talkSeconds'),
		totalSeconds: seconds('totalSeconds'),
		holdSeconds: seconds('holdSeconds'),
		holdCount: wholeNumber(at('holdCount')),
		longestHoldSeconds: seconds('longestHoldSeconds'),
		outcome: oneOf(at('outcome'), OUTCOMES),
		cause: {
			code: text(at('cause.code')),
			q850: wholeNumber(at('cause.q850')),
			text: text(at('cause.text')),
		},
		endedBy: oneOf(at('endedBy'), ENDERS),
		transfer: {
			kind: oneOf(at('transfer.kind'), TRANSFER_KINDS),
			toNumber: text(at('transfer.toNumber')),
			toAgentId: text(at('transfer.toAgentId')),
			newCallId: text(at('transfer.newCallId')),
		},
		recording: {
			id: text(at('recording.id')),
			url: text(at('recording.url')),
			seconds: seconds('recording.seconds'),
			format: text(at('recording.format')),
			needsAuth: truth(at('recording.needsAuth')),
			expiresAt: time('recording.expiresAt'),
		},
		transcript: {
			text: text(at('transcript.text')),
			isFinal: truth(at('transcript.isFinal')),
			speaker: oneOf(at('transcript.speaker'), SPEAKERS),
			sequence: wholeNumber(at('transcript.sequence')),
			language: text(at('transcript.language')),
			confidence: decimal(at('transcript.confidence')),
			startedAt: time('transcript.startedAt'),
			endedAt: time('transcript.endedAt'),
		},
		raw: event.raw,
	};
	return callEvent(facts);
}
