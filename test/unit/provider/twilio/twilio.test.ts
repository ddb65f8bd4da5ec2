import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventType } from '../../../../nodes/shared/call-event/eventTypes';
import { ProblemError } from '../../../../nodes/shared/problem';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import { twilio } from '../../../../nodes/shared/provider/twilio/twilio';
import { wholeEvent } from '../../../fixtures/providers/events.ts';
import { TWILIO_FIXTURES, twilioFixture } from '../../../fixtures/providers/twilioFixtures.ts';
import { delivery, formBody, RECEIVED_AT } from '../delivery.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TWIML = '<Response><Dial>+14155550177</Dial></Response>';

function posted(form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
	return delivery({ headers: { ...FORM, ...headers }, body: formBody(form) });
}

function settings(parameters: Record<string, unknown>) {
	const reader = new ProviderParameters((name) => parameters[name], 'UTC');
	return { settings: twilio.settings(reader), faults: reader.faults };
}

const all = settings({ 'options.legEvents': true }).settings;

describe.each(TWILIO_FIXTURES)('fixture %s', (name) => {
	const fixture = twilioFixture(name);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))('$index $name', ({ form, index }) => {
		const [event, ...more] = twilio.read(posted(form), all);
		expect(more).toEqual([]);
		const expected = wholeEvent({
			...fixture.events[index],
			eventId: event?.eventId ?? '',
			receivedAt: RECEIVED_AT,
			raw: form,
		});
		expect(event).toEqual(expected);
		expect(Object.keys(event ?? {})).toEqual(Object.keys(expected));
		expect(event?.eventId).toMatch(/^[0-9a-f]{64}$/);
	});

	it('has an id of its own for each event, and the same again when it is repeated', () => {
		const ids = () =>
			fixture.deliveries.flatMap(({ form }) => twilio.read(posted(form), all)).map((event) => event.eventId);
		const events = fixture.deliveries.map(({ form }) =>
			JSON.stringify([form.CallSid, form.CallStatus, form.SequenceNumber]),
		);
		expect(ids()).toEqual(ids());
		if (name !== 'outbound') expect(new Set(ids()).size).toBe(events.length);
	});

	it('drops what happens to a single leg, but for its being answered, unless it is asked for', () => {
		const { settings: usual } = settings({});
		const kept = fixture.deliveries.map(({ form }) => twilio.read(posted(form), usual).length);
		expect(kept).toEqual(fixture.deliveries.map((_, index) => (fixture.legEvents.includes(index) ? 0 : 1)));
	});
});

describe('the id of an event', () => {
	const ringing = twilioFixture('inboundAnswered').deliveries[0]?.form ?? {};
	const idOf = (form: Record<string, string>, headers: Record<string, string> = {}) =>
		twilio.read(posted(form, headers), all)[0]?.eventId;

	it('is made of source, leg, event and sequence', () => {
		const answered = twilioFixture('inboundAnswered').deliveries[3]?.form ?? {};
		const hashed = '["twilio","CA00000000000000000000000000000002","answered","number",2]';
		expect(idOf(answered)).toBe(createHash('sha256').update(hashed).digest('hex'));
	});

	it('is that of the first request of a voice URL, whatever else it bears', () => {
		expect(idOf({ ...ringing, ErrorCode: '11200' }, { 'i-twilio-idempotency-token': 'other' })).toBe(
			idOf(ringing),
		);
	});

	it('follows the idempotency token where nothing else tells requests apart', () => {
		const gathered = { ...ringing, CallStatus: 'in-progress', Digits: '1' };
		const first = idOf(gathered, { 'i-twilio-idempotency-token': 'a' });
		expect(idOf(gathered, { 'i-twilio-idempotency-token': 'a' })).toBe(first);
		expect(idOf(gathered, { 'i-twilio-idempotency-token': 'b' })).not.toBe(first);
		expect(idOf(gathered)).not.toBe(idOf({ ...gathered, Digits: '2' }));
	});
});

describe('a Dial that is over while the call still rings (answerOnBridge)', () => {
	it('is no second ringing', () => {
		const ringing = twilioFixture('inboundAnswered').deliveries[0]?.form ?? {};
		const [event] = twilio.read(posted({ ...ringing, DialCallStatus: 'busy' }), all);
		expect(event).toMatchObject({ eventType: 'other', outcome: 'busy' });
	});
});

describe('requests Twilio wraps in JSON', () => {
	const form = twilioFixture('outbound').deliveries[1]?.form ?? {};
	const json = { 'content-type': 'application/json' };

	it('reads a JSON object as the form of the same names', () => {
		const [event] = twilio.read(delivery({ headers: json, body: JSON.stringify(form) }), all);
		expect(event).toMatchObject({
			eventType: 'ringing',
			callId: form.CallSid,
			occurredAt: '2026-05-04T09:30:02.000Z',
		});
	});

	it('reads each event of an Event Streams batch', () => {
		const wrap = (parameters: unknown, id: string) => ({
			specversion: '1.0',
			type: 'com.twilio.voice.status-callback.call.ringing',
			source: 'AB1',
			id,
			data: { timestamp: '2026-05-04T09:30:05.000Z', request: { method: 'POST', parameters } },
		});
		const timeless = Object.fromEntries(Object.entries(form).filter(([name]) => name !== 'Timestamp'));
		const body = JSON.stringify([
			wrap(form, 'EV1'),
			wrap(timeless, 'EV2'),
			wrap({ MessageSid: 'SM1' }, 'EV3'),
			'nonsense',
		]);
		const events = twilio.read(delivery({ headers: json, body }), all);
		expect(events.map(({ eventType, callId, occurredAt }) => [eventType, callId, occurredAt])).toEqual([
			['ringing', form.CallSid, '2026-05-04T09:30:02.000Z'],
			['ringing', form.CallSid, '2026-05-04T09:30:05.000Z'],
			['other', null, '2026-05-04T09:30:05.000Z'],
			['other', null, RECEIVED_AT],
		]);
	});
});

describe('the answer', () => {
	const { settings: withTwiml } = settings({ reply: `  ${TWIML}\n` });
	const [ringing, , , answered] = twilioFixture('inboundAnswered').deliveries.map(({ form }) => form);
	const [, , , dialAction] = twilioFixture('inboundMissed').deliveries.map(({ form }) => form);
	const recording = twilioFixture('inboundRecorded').deliveries[3]?.form;

	it('to the request of a voice URL is the TwiML', () => {
		expect(twilio.reply?.(posted(ringing ?? {}), withTwiml)).toEqual({
			contentType: 'text/xml',
			body: TWIML,
		});
		expect(
			twilio.reply?.(posted({ ...ringing, CallStatus: 'in-progress', Digits: '1' }), withTwiml)?.body,
		).toBe(TWIML);
	});

	it('after a finished Dial or Record is no second one', () => {
		expect(twilio.reply?.(posted(dialAction ?? {}), withTwiml)?.body).toBe('<Response/>');
		expect(
			twilio.reply?.(
				posted({ ...ringing, CallStatus: 'in-progress', RecordingUrl: 'https://x/RE1' }),
				withTwiml,
			)?.body,
		).toBe('<Response/>');
	});

	it.each([
		['a call status callback', answered],
		['a recording callback', recording],
		['a transcription callback', twilioFixture('transcription').deliveries[2]?.form],
		['something else', { MessageSid: 'SM1' }],
	])('to %s is empty', (_name, form) => {
		expect(twilio.reply?.(posted(form ?? {}), withTwiml)).toBeUndefined();
	});

	it('is empty where no TwiML was entered, and to JSON', () => {
		expect(twilio.reply?.(posted(ringing ?? {}), settings({}).settings)).toBeUndefined();
		const json = delivery({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(ringing) });
		expect(twilio.reply?.(json, withTwiml)).toBeUndefined();
	});
});

describe('the Reply field', () => {
	it.each([
		TWIML,
		'<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n</Response>\n<!-- end -->',
		'<Response/>',
		'<Response />',
	])('takes %j', (reply) => {
		expect(settings({ reply })).toMatchObject({ settings: { twiml: reply }, faults: [] });
	});

	it.each([
		['Hello', 'does not start with <Response> or <?xml'],
		['<Responses></Responses>', 'does not start with <Response> or <?xml'],
		['<?xml version="1.0"?><Dial/>', 'does not start with <Response> or <?xml'],
		['<Response><Dial>', 'does not end with </Response>'],
		[`<Response>${'x'.repeat(65_536)}</Response>`, 'has more than 65536 characters'],
	])('refuses %.40s', (reply, what) => {
		const read = settings({ reply });
		expect(read.faults).toMatchObject([{ field: 'reply', what }]);
		expect(read.settings.twiml).toBeUndefined();
	});
});

describe('the secret', () => {
	it('is the Auth Token and no SID', () => {
		const sid = `SK${'0123456789abcdef'.repeat(2)}`;
		expect(twilio.checkSecret(sid, all)).toMatchObject({
			what: 'The secret is an identifier (SK…), not the Auth Token.',
		});
		expect(twilio.checkSecret('0123456789abcdef0123456789abcdef', all)).toBeUndefined();
	});
});

describe('any parameters at all', () => {
	const names = fc.constantFrom(
		...[
			'CallSid',
			'ParentCallSid',
			'CallStatus',
			'Direction',
			'Timestamp',
			'SequenceNumber',
			'CallbackSource',
		],
		...['CallDuration', 'RecordingStatus', 'RecordingUrl', 'RecordingDuration', 'TranscriptionEvent'],
		...['TranscriptionData', 'Final', 'Track', 'From', 'To', 'AnsweredBy', '__proto__', 'constructor'],
	);
	const values = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'ringing',
			'in-progress',
			'completed',
			'no-answer',
			'inbound',
			'outbound-dial',
			'-1',
			'1e999',
		),
		fc.constantFrom(
			'transcription-content',
			'{"transcript":5}',
			'null',
			'[]',
			'Mon, 04 May 2026 09:30:00 +0000',
		),
	);

	it('are read into events of the schema', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(names, values), { maxLength: 15 }), fc.boolean(), (pairs, asJson) => {
				const body = asJson ? JSON.stringify(Object.fromEntries(pairs)) : formBody(pairs);
				fc.pre(body !== '');
				const headers = asJson ? { 'content-type': 'application/json' } : FORM;
				const events = twilio.read(delivery({ headers, body }), all);
				expect(events).toHaveLength(1);
				expect(Object.keys(events[0] ?? {})).toEqual(Object.keys(wholeEvent({})));
				expect(isEventType(events[0]?.eventType)).toBe(true);
				expect(JSON.parse(JSON.stringify(events))).toEqual(events);
				twilio.reply?.(delivery({ headers, body }), all);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('are refused with a reason when the body is no form and no JSON', () => {
		expect(() =>
			twilio.read(delivery({ headers: { 'content-type': 'text/xml' }, body: '<a/>' }), all),
		).toThrow(ProblemError);
	});
});
