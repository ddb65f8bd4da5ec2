import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { callEvent, type CallEventFacts } from '../../../nodes/shared/call-event/builder';
import {
	type CallEvent,
	DIRECTIONS,
	ENDERS,
	OUTCOMES,
	SOURCES,
	SPEAKERS,
} from '../../../nodes/shared/call-event/CallEvent';
import { EVENT_TYPES } from '../../../nodes/shared/call-event/eventTypes';
import { readCallEvent } from '../../../nodes/shared/call-event/readCallEvent';
import { readInstant } from '../../../nodes/shared/time/instant';
import { NOTHING_KNOWN } from '../../fixtures/providers/events.ts';

const NOW = DateTime.fromISO('2026-05-04T09:30:00.000Z', { zone: 'utc' });

const FIX =
	'Connect this node to a Telephony Event Trigger or a PBX Trigger, or map an object of that shape: at least callId and eventType.';

const reading = {
	field: 'callEvent',
	now: NOW,
	instant: (value: unknown) => readInstant(value, 'Europe/Berlin'),
};

function read(value: unknown): CallEvent {
	const result = readCallEvent(value, reading);
	if ('event' in result) return result.event;
	return expect.fail(`It was not read: ${result.faults.map(({ what }) => what).join('; ')}`);
}

function faultOf(value: unknown): string {
	const result = readCallEvent(value, reading);
	if ('event' in result) return expect.fail('It was read.');
	expect(result.faults).toHaveLength(1);
	const [fault] = result.faults;
	expect(fault).toMatchObject({ field: 'callEvent', fix: FIX });
	return fault?.what ?? '';
}

const LEAST = { callId: 'call-1', eventType: 'ringing' };

const id = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: 1, maxLength: 30 });

const time = fc
	.date({ min: new Date('2001-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString());

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** What providers tell, as the builder takes it. */
const facts: fc.Arbitrary<CallEventFacts> = fc
	.record({
		source: fc.constantFrom(...SOURCES),
		eventType: fc.constantFrom(...EVENT_TYPES.map(({ value }) => value)),
		receivedAt: fc.constant(NOW),
		callId: id,
		occurredAt: maybe(time),
		vendorEventId: maybe(id),
		sequence: maybe(fc.nat()),
		legId: maybe(id),
		parentCallId: maybe(id),
		direction: maybe(fc.constantFrom(...DIRECTIONS)),
		from: maybe(fc.constantFrom('+14155550123', '0049 30 1234567', 'client:nathan', 'anonymous', '201')),
		to: maybe(fc.constantFrom('+18005550100', '1-800-555-0100', 'sip:a@b.example')),
		callerName: maybe(fc.string({ unit: 'binary', maxLength: 40 })),
		agent: maybe(fc.record({ id: maybe(id), name: maybe(fc.string()), email: maybe(id) })),
		queue: maybe(fc.record({ id: maybe(id), name: maybe(fc.string()), position: maybe(fc.nat()) })),
		startedAt: maybe(time),
		endedAt: maybe(time),
		talkSeconds: maybe(fc.nat()),
		holdCount: maybe(fc.nat()),
		outcome: maybe(fc.constantFrom(...OUTCOMES)),
		endedBy: maybe(fc.constantFrom(...ENDERS)),
		cause: maybe(fc.record({ code: maybe(id), q850: maybe(fc.nat()), text: maybe(fc.string()) })),
		transfer: maybe(fc.record({ toNumber: maybe(fc.constant('+14155550199')), newCallId: maybe(id) })),
		recording: maybe(
			fc.record({ url: maybe(fc.webUrl()), seconds: maybe(fc.nat()), needsAuth: maybe(fc.boolean()) }),
		),
		transcript: maybe(
			fc.record({
				text: maybe(fc.string({ unit: 'grapheme' })),
				isFinal: maybe(fc.boolean()),
				speaker: maybe(fc.constantFrom(...SPEAKERS)),
				confidence: maybe(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1 })),
				startedAt: maybe(time),
			}),
		),
	})
	.map((told) => told as CallEventFacts);

describe('an event of a trigger', () => {
	it('comes out as it went in, also when it has been through JSON', () => {
		fc.assert(
			fc.property(facts, (told) => {
				const event = { ...callEvent(told), verified: { scheme: 'hmac', ok: true } };
				expect(read(event)).toEqual(event);
				expect(read(JSON.stringify(event))).toEqual(event);
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('an event made by hand', () => {
	it('needs no more than the call and what happened to it', () => {
		expect(read(LEAST)).toEqual({
			...NOTHING_KNOWN,
			...LEAST,
			eventId: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
			occurredAt: '2026-05-04T09:30:00.000Z',
			receivedAt: '2026-05-04T09:30:00.000Z',
		});
	});

	it('has the same id whenever it is read, and another for another', () => {
		const later = { ...reading, now: NOW.plus({ hours: 1 }) };
		const idOf = (value: unknown, when = reading) => {
			const result = readCallEvent(value, when);
			return 'event' in result ? result.event.eventId : expect.fail('It was not read.');
		};
		expect(idOf(LEAST, later)).toBe(idOf(LEAST));
		expect(idOf({ ...LEAST, from: '+14155550123' })).not.toBe(idOf(LEAST));
		const timed = { ...LEAST, occurredAt: '2026-05-04T09:00:00Z' };
		expect(idOf({ ...timed, from: '+14155550123' })).toBe(idOf(timed));
	});

	it('may have times, numbers and truths as people and expressions write them', () => {
		const event = read({
			...LEAST,
			callId: 4711,
			occurredAt: '2026-05-04 11:30:00',
			endedAt: 1777887000,
			startedAt: DateTime.fromISO('2026-05-04T09:00:00Z'),
			talkSeconds: '185',
			holdCount: ' ',
			queue: { name: 'Support', position: '2' },
			recording: { url: 'https://user:secret@recordings.example/1.mp3', needsAuth: 'true' },
			source: 'my-pbx',
		});
		expect(event).toMatchObject({
			callId: '4711',
			occurredAt: '2026-05-04T09:30:00.000Z',
			occurredAtSource: 'vendor',
			endedAt: '2026-05-04T09:30:00.000Z',
			startedAt: '2026-05-04T09:00:00.000Z',
			talkSeconds: 185,
			holdCount: null,
			queue: { id: null, name: 'Support', position: 2 },
			recording: { url: 'https://recordings.example/1.mp3', needsAuth: true },
			source: 'generic',
		});
	});
});

describe('what is no call event', () => {
	const types =
		'initiated, ringing, queued, answered, held, resumed, transferred, ended, missed, recordingReady, transcript, other';
	it.each<[string, unknown]>([
		['is empty', undefined],
		['is empty', null],
		['is empty', ''],
		['is a list, not a call event', [LEAST]],
		['is a single value, not a call event', 'ringing'],
		['is a single value, not a call event', 7],
		["is a call event of version '2', which this node does not know", { ...LEAST, schemaVersion: '2' }],
		["has no 'callId', which tells the call; has no 'eventType', which tells what happened", { id: 1 }],
		["has no 'callId', which tells the call", { eventType: 'ringing', callId: '  ' }],
		["has no text in 'callId'; has no 'callId', which tells the call", { ...LEAST, callId: {} }],
		[
			"has a 'callId' that is none: more than 255 characters, or such that no ID has",
			{ ...LEAST, callId: 'x'.repeat(256) },
		],
		[
			"has a 'callId' that is none: more than 255 characters, or such that no ID has",
			{ ...LEAST, callId: '..' },
		],
		[
			"has a 'callId' that is none: more than 255 characters, or such that no ID has",
			{ ...LEAST, callId: 'a\u0000b' },
		],
		[
			"has a 'callId' that is none: more than 255 characters, or such that no ID has",
			{ ...LEAST, callId: '\u200B' },
		],
		[`has the 'eventType' 'rang', which is none of: ${types}`, { ...LEAST, eventType: 'rang' }],
		["has no date and time in 'occurredAt'", { ...LEAST, occurredAt: 'yesterday' }],
		["has no date and time in 'endedAt'", { ...LEAST, endedAt: '12:30' }],
		["has no date and time in 'startedAt'", { ...LEAST, startedAt: '0001-01-01T00:00:00Z' }],
		["has no number of seconds in 'talkSeconds'", { ...LEAST, talkSeconds: -1 }],
		["has no whole number in 'holdCount'", { ...LEAST, holdCount: 1.5 }],
		["has none of inbound, outbound, internal in 'direction'", { ...LEAST, direction: 'in' }],
		["has no object in 'agent'", { ...LEAST, agent: 'Nathan' }],
		["has no whole number in 'queue.position'", { ...LEAST, queue: { position: 'first' } }],
		["has neither true nor false in 'transcript.isFinal'", { ...LEAST, transcript: { isFinal: 'maybe' } }],
		[
			"has no text in 'from'; has none of answered, missed, abandoned, busy, rejected, canceled, voicemail, failed in 'outcome'",
			{ ...LEAST, from: ['a'], outcome: 'lost' },
		],
	])('%s', (what, value) => {
		expect(faultOf(value)).toBe(what);
	});

	it('is told from one without a throw, whatever it is', () => {
		fc.assert(
			fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
				const result = readCallEvent(value, reading);
				expect('event' in result || result.faults.length === 1).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
		const shaped = fc.record(
			{
				...Object.fromEntries(Object.keys(NOTHING_KNOWN).map((name) => [name, fc.anything()])),
				callId: fc.oneof(id, fc.anything()),
				eventType: fc.oneof(fc.constant('ringing'), fc.anything()),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(shaped, (value) => {
				const result = readCallEvent(value, reading);
				if ('event' in result) expect(read(result.event)).toEqual(result.event);
				else expect(result.faults).toHaveLength(1);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('takes nothing that an object only inherits', () => {
		expect(faultOf(Object.create(LEAST))).toContain("has no 'callId'");
		expect(read(JSON.parse('{"callId":"1","eventType":"other","__proto__":{"from":"x"}}')).from).toBeNull();
	});
});
