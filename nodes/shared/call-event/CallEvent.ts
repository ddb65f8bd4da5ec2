import type { EventType } from './eventTypes';

export const SOURCES = [
	'twilio',
	'vonage',
	'vonage-cc',
	'amazon-connect',
	'zoom',
	'ringcentral',
	'dialpad',
	'aircall',
	'asterisk-ami',
	'asterisk-ari',
	'freeswitch',
	'cloudevents',
	'generic',
] as const;

export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;

export const OUTCOMES = [
	'answered',
	'missed',
	'abandoned',
	'busy',
	'rejected',
	'canceled',
	'voicemail',
	'failed',
] as const;

export const ENDERS = ['customer', 'agent', 'system'] as const;

export const SPEAKERS = ['customer', 'agent', 'system'] as const;

export const TRANSFER_KINDS = ['blind', 'attended'] as const;

export type Source = (typeof SOURCES)[number];
export type Direction = (typeof DIRECTIONS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Ender = (typeof ENDERS)[number];
export type Speaker = (typeof SPEAKERS)[number];
export type TransferKind = (typeof TRANSFER_KINDS)[number];

export type Agent = {
	id: string | null;
	extension: string | null;
	name: string | null;
	email: string | null;
};

export type Queue = { id: string | null; name: string | null; position: number | null };

/** `code` is the vendor's own; `q850` the ISDN cause number where the vendor tells it. */
export type Cause = { code: string | null; q850: number | null; text: string | null };

export type Transfer = {
	kind: TransferKind | null;
	toNumber: string | null;
	toAgentId: string | null;
	newCallId: string | null;
};

/** `needsAuth`: the link opens only with the vendor's credentials, which are never put into it. */
export type Recording = {
	id: string | null;
	url: string | null;
	seconds: number | null;
	format: string | null;
	needsAuth: boolean | null;
	expiresAt: string | null;
};

export type Transcript = {
	text: string | null;
	isFinal: boolean | null;
	speaker: Speaker | null;
	sequence: number | null;
	language: string | null;
	confidence: number | null;
	startedAt: string | null;
	endedAt: string | null;
};

/** How the sender was proven; `ok` is false only where unverified events were allowed. */
export type Verified = { scheme: string; ok: boolean };

/**
 * One thing that happened to a call, in the shape every trigger gives and every action reads. Flat; every field is
 * present, `null` when the source does not say. Times are ISO 8601 UTC with milliseconds, durations whole seconds.
 * The shape and the meaning of each field: telephony events, section 2.
 *
 * A type alias and not an interface, since only an alias is accepted where n8n wants a plain JSON object.
 */
export type CallEvent = {
	schemaVersion: '1';
	eventId: string;
	eventType: EventType;
	occurredAt: string;
	/** Whose clock `occurredAt` is by. */
	occurredAtSource: 'vendor' | 'received';
	receivedAt: string;
	sequence: number | null;
	source: Source;
	sourceAccountId: string | null;
	callId: string | null;
	legId: string | null;
	parentCallId: string | null;
	direction: Direction | null;
	from: string | null;
	to: string | null;
	fromRaw: string | null;
	toRaw: string | null;
	customerNumber: string | null;
	businessNumber: string | null;
	callerName: string | null;
	agent: Agent | null;
	queue: Queue | null;
	startedAt: string | null;
	queuedAt: string | null;
	/** When a person took the call, not a menu or a voicemail box. */
	answeredAt: string | null;
	endedAt: string | null;
	ringSeconds: number | null;
	queueSeconds: number | null;
	talkSeconds: number | null;
	totalSeconds: number | null;
	holdSeconds: number | null;
	holdCount: number | null;
	longestHoldSeconds: number | null;
	outcome: Outcome | null;
	cause: Cause | null;
	endedBy: Ender | null;
	transfer: Transfer | null;
	recording: Recording | null;
	transcript: Transcript | null;
	verified: Verified | null;
	raw: Record<string, unknown> | null;
};
