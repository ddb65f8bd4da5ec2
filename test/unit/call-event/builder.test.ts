import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { callEvent, type CallEventFacts } from '../../../nodes/shared/call-event/builder';
import { DIRECTIONS, SOURCES } from '../../../nodes/shared/call-event/CallEvent';
import { eventId } from '../../../nodes/shared/call-event/eventId';
import { EVENT_TYPES, isEventType } from '../../../nodes/shared/call-event/eventTypes';
import { NOTHING_KNOWN, wholeEvent } from '../../fixtures/providers/events.ts';

const RECEIVED_AT = '2026-05-04T09:30:00.000Z';
const LEAST: CallEventFacts = {
	source: 'generic',
	eventType: 'ringing',
	receivedAt: DateTime.fromISO(RECEIVED_AT, { zone: 'Europe/Berlin' }),
};

describe('a call event', () => {
	it('has every field, in the order of the schema, null where nothing is known', () => {
		const event = callEvent(LEAST);
		expect(event).toEqual({
			...NOTHING_KNOWN,
			eventId: createHash('sha256').update('["generic","","ringing","at",""]').digest('hex'),
			eventType: 'ringing',
			occurredAt: RECEIVED_AT,
			receivedAt: RECEIVED_AT,
		});
		expect(Object.keys(event)).toEqual(Object.keys(NOTHING_KNOWN));
	});

	it('says whose clock the time is by', () => {
		const at = (occurredAt?: string) => {
			const event = callEvent({ ...LEAST, occurredAt });
			return [event.occurredAt, event.occurredAtSource];
		};
		expect(at('2026-05-04T09:29:58.000Z')).toEqual(['2026-05-04T09:29:58.000Z', 'vendor']);
		expect(at()).toEqual([RECEIVED_AT, 'received']);
	});

	it.each([
		['inbound', '+14155550123', '207'],
		['outbound', '207', '+14155550123'],
		['internal', null, null],
		[undefined, null, null],
	] as const)('%s: the customer is %s and the business %s', (direction, customer, business) => {
		const event = callEvent({ ...LEAST, direction, from: '+1 415 555 0123', to: '207' });
		expect([event.customerNumber, event.businessNumber]).toEqual([customer, business]);
	});

	it('takes the parties from a source that names them', () => {
		const event = callEvent({
			...LEAST,
			direction: 'inbound',
			from: '1',
			to: '2',
			customerNumber: '0049301234567',
		});
		expect([event.customerNumber, event.businessNumber]).toEqual(['+49301234567', '2']);
	});

	it('keeps numbers as they came beside the normalised ones', () => {
		const event = callEvent({
			...LEAST,
			from: ' 447700900000\n',
			to: 'client:ada',
			internationalDigits: true,
		});
		expect([event.from, event.fromRaw, event.to, event.toRaw]).toEqual([
			'+447700900000',
			'447700900000',
			'client:ada',
			'client:ada',
		]);
	});

	it('has a group only when something of it is known', () => {
		const event = callEvent({
			...LEAST,
			agent: { name: 'Ada' },
			queue: {},
			recording: { seconds: 0 },
			cause: { code: ' ' },
		});
		expect(event.agent).toEqual({ id: null, extension: null, name: 'Ada', email: null });
		expect(event.queue).toBeNull();
		expect(event.recording).toEqual({
			id: null,
			url: null,
			seconds: 0,
			format: null,
			needsAuth: null,
			expiresAt: null,
		});
		expect(event.cause).toBeNull();
	});

	it('is built from any facts without a throw, and is plain JSON', () => {
		const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
		const facts = fc.record({
			source: fc.constantFrom(...SOURCES),
			eventType: fc.constantFrom(...EVENT_TYPES.map(({ value }) => value)),
			receivedAt: fc.constant(LEAST.receivedAt),
			vendorEventId: text,
			callId: text,
			legId: text,
			direction: fc.option(fc.constantFrom(...DIRECTIONS), { nil: undefined }),
			from: text,
			to: text,
			internationalDigits: fc.boolean(),
			callerName: text,
			agent: fc.record({ name: text, email: text }),
			recording: fc.record({ url: text, seconds: fc.option(fc.nat(), { nil: undefined }) }),
			transcript: fc.record({ text }),
		});
		fc.assert(
			fc.property(facts, (given) => {
				const event = callEvent(given);
				expect(Object.keys(event)).toEqual(Object.keys(NOTHING_KNOWN));
				expect(JSON.parse(JSON.stringify(event))).toEqual(event);
				expect(event).toEqual(callEvent(given));
				expect(event.eventId).not.toBe('');
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('an event id', () => {
	const identity = { source: 'generic', eventType: 'held' };

	it('never depends on the time of receipt', () => {
		const later = { ...LEAST, receivedAt: LEAST.receivedAt.plus({ hours: 1 }) };
		expect(callEvent(later).eventId).toBe(callEvent(LEAST).eventId);
	});

	it.each([
		[{ legId: 'a' }, { legId: 'b' }],
		[{ sequence: 1 }, { sequence: 2 }],
		[{ occurredAt: 'x' }, { occurredAt: 'y' }],
		[{ distinguisher: 'x' }, { distinguisher: 'y' }],
		[{ sequence: 1 }, { occurredAt: '1' }],
		[{ distinguisher: '1' }, { sequence: 1 }],
		[{ vendorEventId: 'x' }, { vendorEventId: 'y' }],
		[{ vendorEventId: 'x\n' }, { vendorEventId: 'x' }],
	])('tells %j from %j', (one, other) => {
		expect(eventId({ ...identity, ...one })).not.toBe(eventId({ ...identity, ...other }));
	});

	it('of two calls without legs is not the same', () => {
		expect(callEvent({ ...LEAST, callId: 'a' }).eventId).not.toBe(
			callEvent({ ...LEAST, callId: 'b' }).eventId,
		);
	});
});

describe('event types', () => {
	it('are those of the schema', () => {
		expect(EVENT_TYPES.map(({ value }) => value)).toEqual([
			...['initiated', 'ringing', 'queued', 'answered', 'held', 'resumed', 'transferred', 'ended', 'missed'],
			...['recordingReady', 'transcript', 'other'],
		]);
		expect(isEventType('ringing')).toBe(true);
		expect(isEventType('constructor')).toBe(false);
		expect(isEventType(undefined)).toBe(false);
	});
});

it('a fixture that names nothing is an event of which nothing is known', () => {
	expect(wholeEvent({})).toEqual(NOTHING_KNOWN);
});
