import type { IDataObject } from 'n8n-workflow';

/** A call event as the triggers emit it. */
export function ringing(callId: string): IDataObject {
	return {
		schemaVersion: '1',
		eventType: 'ringing',
		eventId: `${callId}-ringing`,
		occurredAt: '2026-05-01T09:30:00.000Z',
		source: 'generic',
		callId,
		parentCallId: null,
		direction: 'inbound',
		from: '+14155550123',
		to: '+18005550100',
		customerNumber: '+14155550123',
		startedAt: null,
		answeredAt: null,
		queuedAt: null,
		endedAt: null,
		talkSeconds: null,
		holdSeconds: null,
		holdCount: null,
		longestHoldSeconds: null,
		endedBy: null,
		queue: null,
		recording: null,
		agent: null,
		verified: { scheme: 'hmac', ok: true },
		raw: null,
	};
}

/** Something said `at` seconds after the call began. */
export function said(callId: string, at: number): IDataObject {
	const time = (seconds: number): string => new Date(Date.UTC(2026, 4, 1, 9, 30, seconds)).toISOString();
	return {
		...ringing(callId),
		eventType: 'transcript',
		eventId: `${callId}-said-${at}`,
		occurredAt: time(at),
		transcript: {
			text: 'I would like to know what has become of my order, please.',
			isFinal: true,
			speaker: 'customer',
			sequence: null,
			language: 'en-US',
			confidence: 0.9,
			startedAt: time(at),
			endedAt: time(at + 1),
		},
	};
}
