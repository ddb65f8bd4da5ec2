import { describe, expect, it } from 'vitest';
import { dialpad } from '../../../../nodes/shared/provider/dialpad/dialpad';
import { delivery } from '../delivery.ts';
import { eventsOf, settingsOf, testAnyPayload, testFixture } from '../providerTest.ts';
import { hs256 } from '../verify/jwt.ts';

const SECRET = 'a-long-random-text-of-our-own';

const FIXTURES = [
	'inboundAnswered',
	'inboundMissed',
	'inboundRecorded',
	'queueCall',
	'outbound',
	'transferred',
];

const { settings } = settingsOf(dialpad);

function posted(payload: unknown) {
	return delivery({ headers: { 'content-type': 'application/jwt' }, body: hs256(payload ?? null, SECRET) });
}

describe.each(FIXTURES)('fixture %s', (name) => {
	testFixture(dialpad, name, posted);
});

describe('any payload', () => {
	testAnyPayload(dialpad, FIXTURES, posted, [{}, { 'options.legEvents': true }]);
});

describe('a call to a call center', () => {
	it("leaves out an agent's phone, but for its answering, unless that is asked for", () => {
		const types = (parameters: Record<string, unknown>) =>
			eventsOf(dialpad, 'queueCall', posted, parameters).map(
				({ eventType, legId }) => `${eventType} ${legId?.slice(-2) ?? ''}`,
			);
		expect(types({})).toEqual(['ringing 72', 'queued 72', 'other 72', 'answered 73', 'ended ']);
		expect(types({ 'options.legEvents': true })).toEqual([
			...['ringing 72', 'queued 72', 'other 72', 'ringing 73', 'answered 73', 'ended 73', 'ended '],
		]);
	});
});

describe('a call', () => {
	const read = (claims: Record<string, unknown>) =>
		dialpad.read(posted({ call_id: 1, target: { type: 'user' }, ...claims }), settings)[0];

	it('that is over ends once, whether it is told as missed or as hung up', () => {
		expect(read({ state: 'missed', event_timestamp: 1777887000000 })?.eventId).toBe(
			read({ state: 'hangup', event_timestamp: 1777887001000 })?.eventId,
		);
	});

	it('that went from one agent to another ends again with the second one', () => {
		const hangup = { state: 'hangup', direction: 'inbound', date_connected: 1777886990000 };
		const [first, second] = [
			read({ ...hangup, date_ended: 1777887000000 }),
			read({ ...hangup, call_id: 2, master_call_id: 1, date_ended: 1777887060000 }),
		];
		expect([first, second].map((event) => [event?.callId, event?.legId, event?.eventType])).toEqual([
			['1', null, 'ended'],
			['1', null, 'ended'],
		]);
		expect(first?.eventId).not.toBe(second?.eventId);
	});

	it.each([
		['hangup', {}, 'missed', 'missed'],
		['hangup', { date_connected: 1777886990000 }, 'ended', 'answered'],
		['hangup', { date_connected: 1777886990000, voicemail_recording_id: '5' }, 'missed', 'voicemail'],
		['hangup', { date_connected: 1777886990000, target: { type: 'office' } }, 'missed', 'missed'],
		['voicemail_uploaded', {}, 'other', 'voicemail'],
		['call_transcription', {}, 'other', null],
		['barge', {}, 'other', null],
		['constructor', {}, 'other', null],
		[5, {}, 'other', null],
	])('in state %s with %j', (state, more, eventType, outcome) => {
		expect(read({ state, event_timestamp: 1777887000000, ...more })).toMatchObject({ eventType, outcome });
	});

	it.each([
		[10_000, 'answered'],
		[10_001, 'resumed'],
	])('connected %i ms ago is %s', (later, eventType) => {
		const date_connected = 1777887000000;
		expect(
			read({ state: 'connected', date_connected, event_timestamp: date_connected + later }),
		).toMatchObject({
			eventType,
			answeredAt: '2026-05-04T09:30:00.000Z',
		});
	});

	it('keeps every digit of its ids', () => {
		const body = hs256('BIG', SECRET).split('.');
		const claims = Buffer.from('{"call_id":9223372036854775807,"state":"ringing"}').toString('base64url');
		const received = delivery({ body: [body[0], claims, body[2]].join('.') });
		expect(dialpad.read(received, settings)[0]?.callId).toBe('9223372036854775807');
	});
});
