import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeswitchCdr } from '../../../../nodes/shared/provider/freeswitchCdr/freeswitchCdr';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery, formBody } from '../delivery.ts';
import { expectEvents, expectEventsOrProblem } from '../expectEvents.ts';
import { StubOutside } from '../verify/snsVectors.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function settings(entered: Record<string, unknown> = {}) {
	const parameters: Record<string, unknown> = { cdrHeader: 'X-Webhook-Key', ...entered };
	const reader = new ProviderParameters((name) => parameters[name], 'America/New_York');
	return { settings: freeswitchCdr.settings(reader), faults: reader.faults };
}

const LEGS = { 'options.legEvents': true };

function read(payload: unknown, parameters: Record<string, unknown> = LEGS) {
	const received = delivery({
		headers: JSON_TYPE,
		body: JSON.stringify(payload),
		urls: ['https://n8n.example.com/webhook/abc/telephony?uuid=3da8bf84-c133-4959-9e24-e72875cb33a1'],
	});
	return freeswitchCdr.read(received, settings(parameters).settings);
}

/** A record of a call's own leg with these variables, not encoded. */
function record(
	variables: Record<string, unknown>,
	profile: Record<string, unknown> = {},
	rest: object = {},
) {
	const caller_profile = { context: 'public', destination_number: '+18005550199', ...profile };
	return {
		channel_data: { direction: 'inbound' },
		variables: { uuid: 'a1', start_stamp: '2026-05-04 11:20:00', ...variables },
		callflow: [{ caller_profile }],
		...rest,
	};
}

describe.each(['inboundAnswered', 'inboundMissed', 'inboundRecorded', 'outbound'])('fixture %s', (name) => {
	const fixture = jsonFixture('freeswitchCdr', name);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))(
		'$index $name',
		({ payload, index }) => {
			expectEvents(read(payload), fixture.events[index] ?? [], payload);
		},
	);

	it('drops the records of phones that were dialed, unless they are asked for', () => {
		const kept = fixture.deliveries.map(({ payload }) => read(payload, {}).length);
		expect(kept).toEqual(fixture.deliveries.map((_, index) => (fixture.legEvents?.includes(index) ? 0 : 1)));
	});

	it('has an id for each leg that stays when the record is sent again', () => {
		const ids = () =>
			fixture.deliveries.flatMap(({ payload }) => read(payload)).map(({ eventId }) => eventId);
		expect(ids()).toEqual(ids());
		expect(new Set(ids()).size).toBe(fixture.deliveries.length);
	});
});

describe('a record', () => {
	const payload = jsonFixture('freeswitchCdr', 'inboundAnswered').deliveries[1]?.payload;
	const text = JSON.stringify(payload);
	const expected = read(payload);

	it.each([
		['with encode off', JSON_TYPE, text],
		['with encode on', FORM, formBody({ cdr: text })],
		['with encode off and disable-100-continue on', FORM, text],
	])('is the same %s', (_name, headers, body) => {
		expect(freeswitchCdr.read(delivery({ headers, body }), settings(LEGS).settings)).toEqual(expected);
	});

	it.each([
		['body.type', { 'content-type': 'application/x-www-form-base64-encoded' }, 'cdr=eyJ9'],
		['freeswitchCdr.noRecord', FORM, 'a=b'],
		['freeswitchCdr.noRecord', FORM, 'cdr=1&cdr=2'],
		['freeswitchCdr.notARecord', JSON_TYPE, '{"call":1}'],
		['body.notObject', JSON_TYPE, '[]'],
		['body.notJson', FORM, 'cdr={'],
		['body.notUtf8', JSON_TYPE, Buffer.from([0x7b, 0x22, 0xfc, 0x22, 0x7d])],
	])('is refused: %s', (code, headers, body) => {
		const received = delivery({ headers: headers as Record<string, string>, body });
		expect(() => freeswitchCdr.read(received, settings().settings)).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it('of an older FreeSWITCH has one station only', () => {
		const old = {
			...record({ end_uepoch: '1777886430000000' }),
			callflow: { caller_profile: { context: 'public' } },
		};
		expect(read(old)).toMatchObject([{ direction: 'inbound', endedAt: '2026-05-04T09:20:30.000Z' }]);
	});

	it('counts any number of holds', () => {
		const hold_events = `{${'{1,3},'.repeat(150_000)}{1000000,6000000}}`;
		expect(read(record({ hold_events }))).toMatchObject([{ holdCount: 150_001, longestHoldSeconds: 5 }]);
	});

	it('without times among its variables has those of its station', () => {
		const times = { created_time: '1777886400000000', hangup_time: '1777886430000000', bridged_time: '0' };
		expect(read({ ...record({}), callflow: [{ times }] })).toMatchObject([
			{ eventType: 'missed', startedAt: '2026-05-04T09:20:00.000Z', totalSeconds: 30 },
		]);
	});

	it('loses passwords that stand in its variables', () => {
		const secrets = {
			...{ vm_password: 'hush', my_Secret: 'hush', sip_token: 'hush', 'a1-hash': 'hush' },
			...{ crm_api_key: 'hush', conference_pin: 'hush', pin: 'hush' },
		};
		const raw = read(record({ ...secrets, kept: 'z', shipping: 'z' }))[0]?.raw;
		expect(raw).toMatchObject({ variables: { kept: 'z', shipping: 'z' } });
		expect(JSON.stringify(raw)).not.toContain('hush');
	});
});

describe('encoded values', () => {
	it.each([
		[
			'are decoded',
			{ start_stamp: '2026-05-04%2011%3A20%3A00', cc_queue: 'Gr%C3%BC%C3%9Fe%20100%25' },
			'Grüße 100%',
		],
		['that are not are left alone', { cc_queue: 'Orders%20100%' }, 'Orders%20100%'],
		['that are broken are left alone', { start_stamp: '2026', cc_queue: '%FC%E4%' }, '%FC%E4%'],
	])('%s', (_name, variables, name) => {
		expect(read(record(variables))).toMatchObject([{ queue: { name } }]);
	});
});

describe('the direction', () => {
	it.each([
		[{}, { context: 'public' }, 'inbound', {}],
		[{}, { context: 'Public' }, 'inbound', {}],
		[{}, { context: 'default', destination_number: '+14155550123' }, 'outbound', {}],
		[{}, { context: 'default', destination_number: '1003' }, 'internal', {}],
		[{}, { context: 'from-trunk' }, 'inbound', { inboundContexts: 'public, from-trunk' }],
		[{ call_direction: 'inbound' }, { context: 'default' }, 'inbound', {}],
		[{ call_direction: 'local' }, { context: 'public' }, 'internal', {}],
		[{ call_direction: 'outbound' }, {}, 'outbound', {}],
		[{ call_direction: 'upwards' }, {}, 'inbound', {}],
	])('with %j and %j is %s', (variables, profile, direction, parameters) => {
		expect(read(record(variables, profile), parameters)).toMatchObject([{ direction }]);
	});
});

describe('a call nobody took', () => {
	const out = { context: 'default', destination_number: '+14155550123' };

	it.each([
		[{ hangup_cause: 'ORIGINATOR_CANCEL' }, {}, 'missed'],
		[{ hangup_cause: 'ORIGINATOR_CANCEL' }, out, 'canceled'],
		[{ hangup_cause: 'NORMAL_CLEARING', answer_uepoch: '1777886400000000' }, {}, 'missed'],
		[{ hangup_cause: 'NORMAL_CLEARING', originate_disposition: 'USER_BUSY' }, {}, 'busy'],
		[{ hangup_cause: 'NORMAL_CLEARING', originate_disposition: 'CALL_REJECTED' }, out, 'rejected'],
		[{ hangup_cause: 'NO_ANSWER' }, out, 'missed'],
		[{ hangup_cause: 'UNALLOCATED_NUMBER' }, out, 'failed'],
		[{ hangup_cause: 'SOMETHING_NEW' }, {}, 'failed'],
		[{ cc_queue: 'orders@default', hangup_cause: 'ORIGINATOR_CANCEL' }, {}, 'abandoned'],
		[{ last_app: 'voicemail', bridge_uepoch: '1777886400000000' }, {}, 'voicemail'],
	])('with %j is %3$s', (variables, profile, outcome) => {
		expect(read(record(variables, profile))).toMatchObject([
			{ eventType: 'missed', outcome, answeredAt: null },
		]);
	});

	it('by a phone that lost the race to another is not missed', () => {
		const lost = record({ hangup_cause: 'LOSE_RACE', call_uuid: 'a0', dialed_user: '1003' });
		expect(read(lost)).toMatchObject([
			{ eventType: 'other', callId: 'a0', legId: 'a1', outcome: 'canceled' },
		]);
	});
});

describe('who ended a call', () => {
	const answered = { bridge_uepoch: '1777886400000000' };
	const out = { context: 'default', destination_number: '+14155550123' };
	const internal = { context: 'default', destination_number: '1003' };

	it.each([
		['recv_bye', answered, {}, 'customer'],
		['send_bye', answered, {}, 'agent'],
		['recv_bye', answered, out, 'agent'],
		['send_bye', answered, out, 'customer'],
		['recv_cancel', {}, {}, 'customer'],
		['send_bye', {}, {}, 'system'],
		['recv_bye', answered, internal, null],
		['send_refuse', answered, {}, null],
	])('by %s with %j, %j: %4$s', (sip_hangup_disposition, variables, profile, endedBy) => {
		expect(read(record({ ...variables, sip_hangup_disposition }, profile))).toMatchObject([{ endedBy }]);
	});
});

describe('the leg a record is of', () => {
	it.each([
		['the variable of newer ones', record({ originating_leg_uuid: 'a0' })],
		['the call of the channel', record({ call_uuid: 'a0' })],
		[
			'the profile of the originator',
			record({}, { originator: { originator_caller_profiles: [{ uuid: 'a0' }] } }),
		],
	])('is known as dialed by %s', (_name, payload) => {
		expect(read(payload)).toMatchObject([{ callId: 'a0', legId: 'a1' }]);
	});

	it('is a call of its own otherwise', () => {
		expect(read(record({ call_uuid: 'a1' }))).toMatchObject([{ callId: 'a1', legId: null }]);
	});
});

describe('the recording', () => {
	const withApp = (app_name: string, app_data: string) =>
		record({ record_seconds: '12' }, {}, { app_log: { applications: [{ app_name, app_data }] } });

	it.each([
		[withApp('record_session', '/r/one.wav'), '/r/one.wav', 'wav'],
		[withApp('record_session', '/r/one.mp3 +60'), '/r/one.mp3', 'mp3'],
		[withApp('record_session', '{channels=2}/r/one.wav'), '/r/one.wav', 'wav'],
		[withApp('record', '/r/my message.WAV 20 200'), '/r/my message.WAV', 'wav'],
		[record({ record_seconds: '12', record_path: '/r', record_name: 'x.wav' }), '/r/x.wav', 'wav'],
		[withApp('record_session', '/r/noformat'), '/r/noformat', null],
	])('%#: lies at %s', (payload, url, format) => {
		expect(read(payload)).toMatchObject([{ recording: { url, format, seconds: 12 } }]);
	});

	it('is not looked for in a text no path is as long as', () => {
		expect(read(withApp('record_session', `/r/${' 1'.repeat(2_047)}x`))).toMatchObject([{ recording: null }]);
	});

	it.each([
		['https://pbx.example.com/{file}', 'https://pbx.example.com/my%20call%3F.wav'],
		[
			'https://pbx.example.com/get?p={path}&id={uuid}',
			'https://pbx.example.com/get?p=/r/my%20call%3F.wav&id=a1',
		],
	])('is served at %s', (recordingUrl, url) => {
		expect(read(withApp('record_session', '/r/my call?.wav'), { recordingUrl })).toMatchObject([
			{ recording: { url } },
		]);
	});
});

describe('the proof', () => {
	const verify = async (
		authorization: string,
		parameters: Record<string, unknown> = {},
		header = 'authorization',
	) =>
		await freeswitchCdr.verify(
			delivery({ headers: { [header]: authorization } }),
			['the-shared-secret'],
			settings(parameters).settings,
			new StubOutside({}),
		);
	const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

	it.each([
		['the password', basic('freeswitch:the-shared-secret'), {}, 'authorization'],
		['a header', 'the-shared-secret', { cdrAuthorization: 'header' }, 'x-webhook-key'],
	])('is %s', async (_name, value, parameters, header) => {
		expect(await verify(value, parameters, header)).toEqual({ ok: true, scheme: 'fixedToken' });
	});

	it.each([
		['another password', basic('freeswitch:the-shared-secreT'), {}, 'the token does not match'],
		['the secret as the user', basic('the-shared-secret:'), {}, 'the token does not match'],
		['a digest', 'Digest username="freeswitch"', {}, 'the token is missing'],
		[
			'no header name',
			'x',
			{ cdrAuthorization: 'header', cdrHeader: ' ' },
			'the verification settings are not complete',
		],
	])('is not %s', async (_name, value, parameters, reason) => {
		expect(await verify(value, parameters)).toEqual({ ok: false, reason });
	});
});

describe('the fields', () => {
	it.each([
		[{ recordingUrl: '/var/lib' }, 'recordingUrl', 'is not a web address'],
		[{ recordingUrl: 'ftp://pbx/{file}' }, 'recordingUrl', 'is not a web address'],
		[
			{ recordingUrl: 'https://pbx.example.com/' },
			'recordingUrl',
			'has no {file}, {path} or {uuid}, so every call would have the same',
		],
		[{ cdrAuthorization: 'header', cdrHeader: '' }, 'cdrHeader', 'is empty'],
	])('%j: a fault', (parameters, field, what) => {
		expect(settings(parameters).faults).toMatchObject([{ field, what }]);
	});
});

describe('any payload at all', () => {
	const names = fc.constantFrom(
		...[
			'variables',
			'callflow',
			'times',
			'caller_profile',
			'channel_data',
			'direction',
			'app_log',
			'applications',
		],
		...['uuid', 'call_uuid', 'hold_events', 'bridge_uepoch', 'end_uepoch', 'hangup_cause', 'record_path'],
		...['app_name', 'app_data', 'originator', 'originator_caller_profiles', '__proto__', 'constructor'],
	);
	const value = fc.oneof(
		fc.constantFrom(
			'record_session',
			'{{1,2}',
			'%',
			'%C3',
			'99999999999999999999',
			'-1',
			'1777886400000000',
			'inbound',
		),
		fc.jsonValue({ maxDepth: 2 }),
	);
	const group = fc.dictionary(names, fc.oneof(value, fc.dictionary(names, value, { maxKeys: 6 })), {
		maxKeys: 8,
	});
	const whole = fc.record(
		{ variables: group, callflow: fc.oneof(group, fc.array(group)) },
		{ requiredKeys: [] },
	);

	it('is read into events of the schema, or refused with a reason', () => {
		fc.assert(
			fc.property(fc.oneof(whole, group, fc.jsonValue()), (payload) => {
				expectEventsOrProblem(() => read(payload));
				const form = delivery({ headers: FORM, body: formBody({ cdr: JSON.stringify(payload) }) });
				expectEventsOrProblem(() => freeswitchCdr.read(form, settings(LEGS).settings));
			}),
			{ numRuns: 1_000 },
		);
	});
});
