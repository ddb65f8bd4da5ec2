import type { DateTime } from 'luxon';
import { toIsoUtc } from '../time/instant';
import type {
	Agent,
	CallEvent,
	Cause,
	Direction,
	Ender,
	Outcome,
	Queue,
	Recording,
	Source,
	Transcript,
	Transfer,
} from './CallEvent';
import { eventId } from './eventId';
import type { EventType } from './eventTypes';
import {
	agent,
	cause,
	LONGEST,
	number,
	queue,
	recording,
	text,
	type Told,
	transcript,
	transfer,
} from './parts';

/** What a source said of one event; a field it did not say is left out. Times are ISO 8601 UTC, durations whole seconds. */
export interface CallEventFacts {
	readonly source: Source;
	readonly eventType: EventType;
	readonly receivedAt: DateTime;
	/** By the source's clock. Without it the time of receipt stands in, and is marked as such. */
	readonly occurredAt?: string | undefined;
	readonly vendorEventId?: string | undefined;
	/** See EventIdentity. */
	readonly distinguisher?: string | undefined;
	readonly sequence?: number | undefined;
	readonly sourceAccountId?: string | undefined;
	readonly callId?: string | undefined;
	readonly legId?: string | undefined;
	readonly parentCallId?: string | undefined;
	readonly direction?: Direction | undefined;
	/** As received. */
	readonly from?: string | undefined;
	/** As received. */
	readonly to?: string | undefined;
	/** The source sends international numbers without a plus. */
	readonly internationalDigits?: boolean | undefined;
	/** Only where the source names it; else it follows from the direction. */
	readonly customerNumber?: string | undefined;
	/** Only where the source names it; else it follows from the direction. */
	readonly businessNumber?: string | undefined;
	readonly callerName?: string | undefined;
	readonly agent?: Told<Agent> | undefined;
	readonly queue?: Told<Queue> | undefined;
	readonly startedAt?: string | undefined;
	readonly queuedAt?: string | undefined;
	readonly answeredAt?: string | undefined;
	readonly endedAt?: string | undefined;
	readonly ringSeconds?: number | undefined;
	readonly queueSeconds?: number | undefined;
	readonly talkSeconds?: number | undefined;
	readonly totalSeconds?: number | undefined;
	readonly holdSeconds?: number | undefined;
	readonly holdCount?: number | undefined;
	readonly longestHoldSeconds?: number | undefined;
	readonly outcome?: Outcome | undefined;
	readonly cause?: Told<Cause> | undefined;
	readonly endedBy?: Ender | undefined;
	readonly transfer?: Told<Transfer> | undefined;
	readonly recording?: Told<Recording> | undefined;
	readonly transcript?: Told<Transcript> | undefined;
	/** The source's payload without secrets; the trigger hands it on only when asked to. */
	readonly raw?: Record<string, unknown> | undefined;
}

/** Who is the customer follows from the direction; an internal call or an unknown direction has none. */
function parties(direction: Direction | undefined, from: string | null, to: string | null) {
	if (direction === 'inbound') return { customer: from, business: to };
	if (direction === 'outbound') return { customer: to, business: from };
	return { customer: null, business: null };
}

/**
 * A whole call event from what a source said: numbers in E.164 where they allow it, the customer's and the business's
 * number from the direction, text from outside made safe to show, `null` for what is not known. Never throws.
 * Schema: telephony events, section 2. `verified` is left to the trigger, which knows the proof.
 */
export function callEvent(facts: CallEventFacts): CallEvent {
	const internationalDigits = facts.internationalDigits ?? false;
	const from = number(facts.from, internationalDigits);
	const to = number(facts.to, internationalDigits);
	const { customer, business } = parties(facts.direction, from, to);
	const receivedAt = toIsoUtc(facts.receivedAt);
	return {
		schemaVersion: '1',
		eventId: eventId({ ...facts, legId: facts.legId ?? facts.callId }),
		eventType: facts.eventType,
		occurredAt: facts.occurredAt ?? receivedAt,
		occurredAtSource: facts.occurredAt === undefined ? 'received' : 'vendor',
		receivedAt,
		sequence: facts.sequence ?? null,
		source: facts.source,
		sourceAccountId: text(facts.sourceAccountId, LONGEST.id),
		callId: text(facts.callId, LONGEST.id),
		legId: text(facts.legId, LONGEST.id),
		parentCallId: text(facts.parentCallId, LONGEST.id),
		direction: facts.direction ?? null,
		from,
		to,
		fromRaw: text(facts.from, LONGEST.number),
		toRaw: text(facts.to, LONGEST.number),
		customerNumber: number(facts.customerNumber, internationalDigits) ?? customer,
		businessNumber: number(facts.businessNumber, internationalDigits) ?? business,
		callerName: text(facts.callerName, LONGEST.name),
		agent: agent(facts.agent),
		queue: queue(facts.queue),
		startedAt: facts.startedAt ?? null,
		queuedAt: facts.queuedAt ?? null,
		answeredAt: facts.answeredAt ?? null,
		endedAt: facts.endedAt ?? null,
		ringSeconds: facts.ringSeconds ?? null,
		queueSeconds: facts.queueSeconds ?? null,
		talkSeconds: facts.talkSeconds ?? null,
		totalSeconds: facts.totalSeconds ?? null,
		holdSeconds: facts.holdSeconds ?? null,
		holdCount: facts.holdCount ?? null,
		longestHoldSeconds: facts.longestHoldSeconds ?? null,
		outcome: facts.outcome ?? null,
		cause: cause(facts.cause),
		endedBy: facts.endedBy ?? null,
		transfer: transfer(facts.transfer, internationalDigits),
		recording: recording(facts.recording),
		transcript: transcript(facts.transcript),
		verified: null,
		raw: facts.raw ?? null,
	};
}
