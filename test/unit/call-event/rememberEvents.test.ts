import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import type { CallMemory } from '../../../nodes/shared/call-event/CallMemory';
import { decodeCallMemory, encodeCallMemory } from '../../../nodes/shared/call-event/callMemoryText';
import { callState } from '../../../nodes/shared/call-event/callState';
import { MOST_EVENTS } from '../../../nodes/shared/call-event/importance';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { ProblemError } from '../../../nodes/shared/problem';
import { anyEvent, seeded, shuffled } from '../../fixtures/call-events/anyEvents.ts';
import { agent, at, recording, teller } from '../../fixtures/call-events/tell.ts';
import { NOTHING_KNOWN } from '../../fixtures/providers/events.ts';

const tell = teller({ callId: 'c' });

function remembered(...events: CallEvent[]): CallMemory {
	return rememberEvents(undefined, events);
}

describe('what is kept of an event', () => {
	it('is what was told of the call, without the payload, the proof and the words', () => {
		const event = tell('ended', '10:00:00', {
			from: '1',
			fromRaw: '1',
			verified: { scheme: 'x', ok: true },
			raw: { secret: 1 },
			talkSeconds: 3,
			agent: agent({ id: 'u' }),
		});
		expect(remembered(event)).toEqual({
			version: 1,
			events: [
				{
					eventId: 'ended 10:00:00 ',
					eventType: 'ended',
					occurredAt: at('10:00:00'),
					occurredAtSource: 'vendor',
					source: 'generic',
					callId: 'c',
					from: '1',
					agent: agent({ id: 'u' }),
					talkSeconds: 3,
				},
			],
		});
	});

	it.each<[string, CallEvent, number]>([
		['a line spoken', tell('transcript', '10:00:00', { agent: agent({ id: 'u' }) }), 0],
		['a transcript that tells the outcome', tell('transcript', '10:00:00', { outcome: 'answered' }), 1],
		['an event of another kind that tells nothing', tell('other', '10:00:00', { from: '1' }), 0],
		[
			'an event of another kind that tells the agent',
			tell('other', '10:00:00', { agent: agent({ id: 'u' }) }),
			1,
		],
		['an event without an id', tell('ringing', '10:00:00', { eventId: '' }), 0],
		['an event without any time', { ...NOTHING_KNOWN, eventId: 'e', eventType: 'ringing' }, 0],
	])('%s', (_name, event, count) => {
		expect(remembered(event).events).toHaveLength(count);
	});

	it('is its receipt where it bears no time', () => {
		const { events } = remembered(
			tell('ringing', '10:00:00', { occurredAt: '', receivedAt: at('10:00:07'), eventId: 'e' }),
		);
		expect(events).toMatchObject([{ occurredAt: at('10:00:07'), occurredAtSource: 'received' }]);
	});

	it('is nothing that cannot be', () => {
		const { events } = remembered(
			tell('ended', '10:00:00', {
				talkSeconds: -1,
				holdSeconds: NaN,
				totalSeconds: -0,
				endedAt: 'tomorrow',
				startedAt: '2026-02-30T10:00:00.000Z',
				sequence: 1.5,
				recording: recording({ url: `https://r.example/${'x'.repeat(2_048)}` }),
			}),
		);
		const { occurredAt, occurredAtSource, eventId, eventType, source, callId, ...facts } = events[0] ?? {};
		expect([occurredAt, occurredAtSource, eventId, eventType, source, callId]).not.toContain(undefined);
		expect(facts).toStrictEqual({ totalSeconds: 0 });
	});
});

describe('an event that is told again', () => {
	it.each<[string, Partial<CallEvent>, Partial<CallEvent>, Partial<CallEvent>]>([
		['with more', { from: '1' }, { to: '2', talkSeconds: 3 }, { from: '1', to: '2', talkSeconds: 3 }],
		['with a greater duration', { talkSeconds: 3 }, { talkSeconds: 5 }, { talkSeconds: 5 }],
		[
			'with an earlier start',
			{ startedAt: at('09:00:00') },
			{ startedAt: at('08:00:00') },
			{ startedAt: at('08:00:00') },
		],
		[
			'with a later end',
			{ endedAt: at('09:00:00') },
			{ endedAt: at('08:00:00') },
			{ endedAt: at('09:00:00') },
		],
		['with a better reason', { outcome: 'missed' }, { outcome: 'busy' }, { outcome: 'busy' }],
		[
			'with the machine found out',
			{ outcome: 'voicemail' },
			{ outcome: 'answered' },
			{ outcome: 'voicemail' },
		],
		[
			'with more of the agent',
			{ agent: agent({ id: 'z' }) },
			{ agent: agent({ id: 'a', name: 'Ann' }) },
			{ agent: agent({ id: 'a', name: 'Ann' }) },
		],
		[
			'received earlier',
			{ occurredAtSource: 'received', occurredAt: at('10:00:09') },
			{ occurredAtSource: 'received', occurredAt: at('10:00:04') },
			{ occurredAt: at('10:00:04') },
		],
	])('%s', (_name, one, other, expected) => {
		const first = tell('ended', '10:00:00', { eventId: 'e', ...one });
		const second = tell('ended', '10:00:00', { eventId: 'e', ...other });
		const memory = remembered(first, second);
		expect(memory.events).toHaveLength(1);
		expect(memory.events).toMatchObject([expected]);
		expect(remembered(second, first, second)).toEqual(memory);
	});
});

describe('a call with very many events', () => {
	const legOf = (place: number) => ({ legId: `leg ${place}` });
	const time = (second: number) =>
		new Date(Date.UTC(2026, 4, 4, 10) + second * 1_000).toISOString().slice(11, 19);
	const many = (count: number, make: (place: number) => CallEvent) =>
		Array.from({ length: count }, (_, place) => make(place));

	it('keeps what its state rests on', () => {
		const events = [
			tell('ringing', time(0)),
			tell('queued', time(1)),
			...many(500, (place) => tell('ringing', time(2 + place), legOf(place))),
			...many(500, (place) => tell('missed', time(4 + place), legOf(place))),
			tell('answered', time(600), { legId: 'last' }),
			tell('held', time(610), { legId: 'last' }),
			tell('resumed', time(620), { legId: 'last' }),
			tell('ended', time(660), { legId: 'last' }),
			tell('ended', time(661)),
			tell('recordingReady', time(700), {
				recording: recording({ url: 'https://r.example/1', seconds: 50 }),
			}),
		];
		const memory = remembered(...shuffled(seeded(1), events));
		expect(memory.events).toHaveLength(MOST_EVENTS);
		expect(callState(memory)).toMatchObject({
			phase: 'ended',
			startedAt: `2026-05-04T${time(0)}.000Z`,
			queueSeconds: 599,
			talkSeconds: 50,
			holdSeconds: 10,
			totalSeconds: 661,
			outcome: 'answered',
			recording: { url: 'https://r.example/1' },
		});
	});

	it('does not seem to ring for ever, nor to be over', () => {
		const phones = many(600, (place) => tell('ringing', time(place), legOf(place)));
		const misses = many(600, (place) => tell('missed', time(place + 1), legOf(place)));
		expect(callState(remembered(...phones, ...misses)).phase).toBe('ended');
		expect(callState(remembered(tell('queued', time(0)), ...phones, ...misses)).phase).toBe('queued');
	});

	it('keeps the same events in whichever order and in however many steps they are told', () => {
		for (let seed = 0; seed < 12; seed += 1) {
			const draw = seeded(seed);
			const events = many(900, () => anyEvent(draw));
			const memory = remembered(...events);
			expect(memory.events).toHaveLength(MOST_EVENTS);
			const order = shuffled(draw, [...events, ...events.slice(0, 200)]);
			let steps: CallMemory | undefined;
			for (let place = 0; place < order.length; place += 250) {
				steps = rememberEvents(steps, order.slice(place, place + 250));
			}
			expect(steps).toEqual(memory);
		}
	});

	it('stays below 200 kB', () => {
		const full = many(2_000, (place) =>
			tell('ended', time(place), {
				...legOf(place),
				eventId: 'f'.repeat(64),
				from: '+14155550123',
				to: '+18005550199',
				agent: agent({ id: 'u1', name: 'Ann', extension: '801', email: 'ann@example.com' }),
				talkSeconds: 12,
			}),
		);
		expect(encodeCallMemory(remembered(...full)).length).toBeLessThan(200_000);
	});
});

describe('the text of a memory', () => {
	const memory = remembered(tell('ringing', '10:00:00'), tell('ended', '10:01:00', { talkSeconds: 3 }));
	const text = encodeCallMemory(memory);
	const [ringing, ended] = memory.events;
	const written = (value: unknown) => JSON.stringify(value);

	it('is read back', () => {
		expect(decodeCallMemory(text)).toEqual(memory);
		expect(
			text.startsWith('{"version":1,"events":[{"eventId":"ringing 10:00:00 ","eventType":"ringing",'),
		).toBe(true);
	});

	it.each([
		['nothing', '', 'it is not JSON'],
		['no JSON', text.slice(1), 'it is not JSON'],
		['null', 'null', 'it is no list of events'],
		['a list', '[]', 'it is no list of events'],
		['no events', '{"version":1}', 'it is no list of events'],
		['another version', written({ version: 2, events: [] }), 'its version is not 1'],
		['no version', written({ events: [] }), 'its version is not 1'],
		['an entry that is no event', written({ version: 1, events: [null] }), 'one of its entries is no event'],
		[
			'an entry without a time',
			written({ version: 1, events: [{ ...ringing, occurredAt: '' }] }),
			'one of its entries is no event',
		],
		[
			'events out of order',
			written({ version: 1, events: [ended, ringing] }),
			'its events are not as they were written',
		],
		[
			'an event twice',
			written({ version: 1, events: [ringing, ringing] }),
			'its events are not as they were written',
		],
		[
			'an unknown field',
			written({ version: 1, events: [{ ...ringing, raw: {} }] }),
			'its events are not as they were written',
		],
		[
			'a fact that is none',
			written({ version: 1, events: [{ ...ringing, talkSeconds: -1 }] }),
			'its events are not as they were written',
		],
		['more beside the events', written({ ...memory, more: 1 }), 'its events are not as they were written'],
		['blanks', ` ${text}`, 'its events are not as they were written'],
	])('is refused: %s', (_name, wrong, reason) => {
		const decode = () => decodeCallMemory(wrong);
		expect(decode).toThrow(ProblemError);
		expect(decode).toThrow(
			`What was remembered of the call cannot be read: ${reason}. It was not written by this version of the nodes, or was changed since. Delete the entry from the state store; the call is then built up again from the events that still come.`,
		);
	});
});
