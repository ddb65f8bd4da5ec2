import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloudEvents } from '../../../../nodes/shared/provider/cloudEvents/cloudEvents';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery, RECEIVED_AT } from '../delivery.ts';
import { expectEvents, expectEventsOrProblem } from '../expectEvents.ts';
import { StubOutside } from '../verify/snsVectors.ts';

const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const JSON_TYPE = { 'content-type': 'application/json' };

const TOKEN = { verification: 'fixedToken', tokenLocation: 'header', headerName: 'Authorization' };

function settings(entered: Record<string, unknown> = {}) {
	const parameters: Record<string, unknown> = { ...TOKEN, ...entered };
	const reader = new ProviderParameters((name) => parameters[name], 'Europe/Berlin');
	return { settings: cloudEvents.settings(reader), faults: reader.faults };
}

function posted(payload: unknown, headers: Record<string, string> = STRUCTURED) {
	return delivery({ headers, body: JSON.stringify(payload) });
}

function read(
	payload: unknown,
	parameters: Record<string, unknown> = {},
	headers: Record<string, string> = STRUCTURED,
) {
	return cloudEvents.read(posted(payload, headers), settings(parameters).settings);
}

function event(changes: Record<string, unknown> = {}) {
	return { specversion: '1.0', id: 'e1', source: '/pbx', type: 'com.example.call.ringing', ...changes };
}

const FIXTURES = ['camaraAnsweredRecorded', 'camaraMissed', 'genesysAnswered', 'sinchInboundRecorded'];

describe.each(FIXTURES)('fixture %s', (name) => {
	const fixture = jsonFixture('cloudEvents', name);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))(
		'$index $name',
		({ payload, headers, index }) => {
			const events = cloudEvents.read(posted(payload, headers), settings().settings);
			const attributes = Object.entries(headers ?? {}).flatMap(([header, value]) =>
				header.startsWith('ce-') ? [[header.slice(3), value]] : [],
			);
			const raw = attributes.length === 0 ? payload : { ...Object.fromEntries(attributes), data: payload };
			expectEvents(events, fixture.events[index] ?? [], raw);
		},
	);
});

describe('an event of our own shape', () => {
	it.each([
		['com.example.call.ringing', 'ringing'],
		['call.answered', 'answered'],
		['com.example.Call.Ended.v2', 'ended'],
		['ringing', 'ringing'],
		['RecordingReady', 'recordingReady'],
		['com.example.call.recordingReady', 'recordingReady'],
		['com.example.call.exploded', 'other'],
		['com.example.chat.ended', 'other'],
		['ended.call', 'other'],
		['constructor', 'other'],
		['com.example.call.constructor', 'other'],
	])('of the type %s is %s', (type, eventType) => {
		expect(read(event({ type }))).toMatchObject([{ eventType }]);
	});

	it('has id, time, call and account from the attributes, and the rest from its data', () => {
		const whole = event({
			subject: 'c1',
			time: '2026-05-04T11:20:00.5+02:00',
			data: {
				from: '+14155550123',
				to: '+18005550199',
				direction: 'inbound',
				agent: { id: 'a7' },
				ringSeconds: 4,
			},
		});
		expectEvents(
			read(whole),
			[
				{
					eventId: '/pbx#e1',
					eventType: 'ringing',
					occurredAt: '2026-05-04T09:20:00.500Z',
					occurredAtSource: 'vendor',
					source: 'cloudevents',
					sourceAccountId: '/pbx',
					callId: 'c1',
					direction: 'inbound',
					from: '+14155550123',
					to: '+18005550199',
					fromRaw: '+14155550123',
					toRaw: '+18005550199',
					customerNumber: '+14155550123',
					businessNumber: '+18005550199',
					agent: { id: 'a7', extension: null, name: null, email: null },
					ringSeconds: 4,
				},
			],
			whole,
		);
	});

	it('may say more exactly in its data what its attributes say', () => {
		const data = { callId: 'c2', occurredAt: '2026-05-04 11:20:00', sourceAccountId: 't1', eventId: 'mine' };
		expect(read(event({ subject: 'c1', time: '2026-05-04T09:21:00Z', data }))).toMatchObject([
			{ callId: 'c2', occurredAt: '2026-05-04T09:20:00.000Z', sourceAccountId: 't1', eventId: '/pbx#e1' },
		]);
	});

	it('of an unknown type may name the event in its data', () => {
		expect(read(event({ type: 'pbx', data: { eventType: 'held' } }))).toMatchObject([{ eventType: 'held' }]);
		expect(read(event({ type: 'pbx', data: { eventType: 'Hovering' } }))).toMatchObject([
			{ eventType: 'other' },
		]);
	});

	it('with an id of another source is another event', () => {
		const ids = [...read(event()), ...read(event({ source: '/other' })), ...read(event({ id: 'e2' }))];
		expect(new Set(ids.map(({ eventId }) => eventId)).size).toBe(3);
	});
});

describe("an event of a sender's own shape", () => {
	const parameters = {
		fieldMapping: {
			row: [
				{ field: 'callId', path: 'data.call.uuid' },
				{ field: 'from', path: '$.data.parties[0]' },
				{ field: 'sourceAccountId', path: 'tenant' },
				{ field: 'talkSeconds', path: 'data.call.talk_ms' },
			],
		},
		eventTypeMapping: {
			row: [
				{ theirValue: 'com.example.RINGS', eventType: 'ringing' },
				{ theirValue: 'org.camaraproject.click-to-dial.v0.status-changed', eventType: 'other' },
			],
		},
		'options.durationUnit': 'milliseconds',
	};

	it('is read by the rows', () => {
		const data = { call: { uuid: 'u1', talk_ms: 61_500 }, parties: ['+14155550123'] };
		expect(
			read(event({ type: 'com.example.rings', tenant: 't1', subject: 's', data }), parameters),
		).toMatchObject([
			{ eventType: 'ringing', callId: 'u1', from: '+14155550123', sourceAccountId: 't1', talkSeconds: 62 },
		]);
	});

	it('may have another meaning for a type that is known', () => {
		const [camara] = jsonFixture('cloudEvents', 'camaraMissed').deliveries;
		expect(read(camara?.payload, parameters)).toMatchObject([{ eventType: 'other' }]);
	});

	it('leaves the durations of a known sender right, in whichever unit the rows are read', () => {
		const ended = jsonFixture('cloudEvents', 'camaraAnsweredRecorded').deliveries.at(-1);
		expect(read(ended?.payload, { 'options.durationUnit': 'milliseconds' })).toMatchObject([
			{ eventType: 'ended', talkSeconds: 120 },
		]);
	});
});

describe('a known sender', () => {
	const genesys = (kind: string, eventBody: object) =>
		read(event({ type: `v2.detail.events.conversation.{id}.${kind}`, data: { eventBody } }));

	it.each(['CHAT', 'email', 'CALLBACK', 'MESSAGE'])(
		'Genesys with the medium %s tells of no call',
		(mediaType) => {
			expect(genesys('customer.start', { mediaType, conversationId: 'v1' })).toEqual([]);
		},
	);

	it('Genesys may come without the envelope of its topic, and with the id in it', () => {
		const type = 'v2.detail.events.conversation.7dfeb6a3-1f0c-4c0a-9b1b-aaaaaaaaaaaa.customer.end';
		expect(read(event({ type, data: { conversationId: 'v1' } }))).toMatchObject([
			{ eventType: 'ended', callId: 'v1' },
		]);
	});

	it.each([
		['acd.end', { acdOutcome: 'ABANDON' }, 'other'],
		['flow.start', {}, 'other'],
		['voicemail.end', {}, 'other'],
		['user.start', {}, 'ringing'],
	])('Genesys %s with %j is %s', (kind, body, eventType) => {
		expect(genesys(kind, { conversationId: 'v1', ...body })).toMatchObject([{ eventType, answeredAt: null }]);
	});

	const camara = (data: object) =>
		read(event({ type: 'org.camaraproject.click-to-dial.v0.status-changed', subject: '/calls/c9', data }));

	it.each([
		[{ status: { state: 'disconnected', reason: 'calleeNoAnswer' } }, 'missed', 'missed'],
		[{ status: { state: 'disconnected', reason: 'callerAbandon' } }, 'missed', 'canceled'],
		[{ status: { state: 'disconnected', reason: 'calleeFailure' } }, 'missed', 'failed'],
		[{ status: { state: 'disconnected', reason: 'other' } }, 'ended', 'answered'],
		[{ status: { state: 'failed' } }, 'missed', 'failed'],
		[{ status: 'CallingCallee', caller: { number: '+14155550100' } }, 'ringing', null],
		[{ status: 'Disconnected', reason: 'CalleeBusy' }, 'missed', 'busy'],
		[{ status: { state: 'daydreaming' } }, 'other', null],
		[{}, 'other', null],
	])('CAMARA with %j is %s, %s', (data, eventType, outcome) => {
		expect(camara(data)).toMatchObject([{ eventType, outcome, callId: 'c9', direction: 'outbound' }]);
	});

	const sinch = (kind: string, call: object, headerType = kind) =>
		read(
			event({
				source: 'projects/p/services/s',
				type: headerType,
				data: { event: kind, call: { callId: 'c1', ...call } },
			}),
		);
	const answerTime = '2026-05-04T09:20:10Z';

	it.each([
		[
			'call.answered',
			{ direction: 'OUTBOUND', answerTime },
			{ eventType: 'answered', answeredAt: '2026-05-04T09:20:10.000Z' },
		],
		['call.busy', { direction: 'OUTBOUND' }, { eventType: 'missed', outcome: 'busy' }],
		['call.timeout', { direction: 'OUTBOUND' }, { eventType: 'missed', outcome: 'missed' }],
		['call.rejected', { direction: 'OUTBOUND' }, { eventType: 'missed', outcome: 'rejected' }],
		['call.failed', { direction: 'OUTBOUND' }, { eventType: 'missed', outcome: 'failed' }],
		[
			'call.hangup',
			{ direction: 'OUTBOUND', answerTime, callReason: 'CALLER_HANGUP' },
			{ eventType: 'ended', outcome: 'answered', endedBy: 'agent' },
		],
		[
			'call.hangup',
			{ direction: 'INBOUND', callReason: 'CALLEE_HANGUP' },
			{ eventType: 'ended', outcome: null, endedBy: 'agent' },
		],
		['call.hangup', { callReason: 'MANAGER_HANGUP' }, { endedBy: 'system' }],
		['call.amd.machine', {}, { eventType: 'other', outcome: 'voicemail' }],
		['call.webhook.mine', {}, { eventType: 'other' }],
	])('Sinch %s with %j', (kind, call, expected) => {
		expect(sinch(kind, call)).toMatchObject([expected]);
	});

	it('Sinch sends the same event once, though its id stands in a header it does not sign', () => {
		const payload = { event: 'call.hangup', call: { callId: 'c1', direction: 'INBOUND' } };
		const sent = (id: string, verification: string, body: object = payload) => {
			const attributes = { specversion: '1.0', type: 'call.hangup', source: 'projects/p/services/s', id };
			const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
			const parameters = { ...TOKEN, verification };
			return read(body, parameters, { ...JSON_TYPE, ...Object.fromEntries(headers) })[0]?.eventId;
		};
		expect(sent('1', 'sinch')).toBe(sent('2', 'sinch'));
		expect(sent('1', 'sinch')).not.toBe(sent('1', 'sinch', { ...payload, event: 'call.answered' }));
		expect(sent('1', 'fixedToken')).toBe('projects/p/services/s#1');
	});

	it('Sinch is believed what it signed, and not what stands in the header', () => {
		expect(sinch('call.hangup', {}, 'call.answered')).toMatchObject([{ eventType: 'ended' }]);
	});
});

describe('the modes', () => {
	it('structured, also as plain JSON', () => {
		expect(read(event(), {}, JSON_TYPE)).toMatchObject([{ eventType: 'ringing' }]);
	});

	it('batched', () => {
		const batch = [event(), event({ id: 'e2', type: 'call.ended' })];
		expect(read(batch, {}, BATCH).map(({ eventId }) => eventId)).toEqual(['/pbx#e1', '/pbx#e2']);
		expect(read([], {}, BATCH)).toEqual([]);
	});

	const ATTRIBUTES = { 'ce-specversion': '1.0', 'ce-id': 'e1', 'ce-source': '/pbx', 'ce-type': 'call.held' };
	const binary = (headers: Record<string, string>, body = '{}') =>
		cloudEvents.read(
			delivery({ headers: { ...JSON_TYPE, ...ATTRIBUTES, ...headers }, body }),
			settings().settings,
		);

	it('binary, its headers percent-decoded, with no data as well', () => {
		expect(binary({ 'ce-subject': 'Euro%20%E2%82%AC%20%F0%9F%98%80' })).toMatchObject([
			{ eventType: 'held', callId: 'Euro € 😀', eventId: '/pbx#e1' },
		]);
		expect(binary({ 'ce-subject': '"a \\"quoted\\" one"' }, '{"legId":"l1"}')).toMatchObject([
			{ callId: 'a "quoted" one', legId: 'l1' },
		]);
		expect(binary({}, '')).toMatchObject([{ eventType: 'held', callId: null }]);
	});

	it('structured, when content type and ce- headers disagree', () => {
		const headers = {
			...STRUCTURED,
			'ce-specversion': '1.0',
			'ce-type': 'call.ended',
			'ce-id': 'x',
			'ce-source': 'y',
		};
		expect(read(event(), {}, headers)).toMatchObject([{ eventType: 'ringing', eventId: '/pbx#e1' }]);
	});

	it.each([
		['data as Base64', { data_base64: Buffer.from('{"callId":"c7"}').toString('base64') }, 'c7'],
		[
			'JSON of a name of its own as Base64',
			{
				datacontenttype: 'application/vnd.x+json',
				data_base64: Buffer.from('{"callId":"c7"}').toString('base64'),
			},
			'c7',
		],
		['other data as Base64', { datacontenttype: 'audio/wav', data_base64: 'AAAA' }, null],
		['data that is text', { data: 'c7' }, null],
		['data that is a list', { data: ['c7'] }, null],
	])('%s', (_name, changes, callId) => {
		expect(read(event(changes))).toMatchObject([{ callId }]);
	});

	it.each([
		['cloudEvent.version', event({ specversion: '0.3' })],
		['cloudEvent.attribute', event({ specversion: 1 })],
		['cloudEvent.attribute', event({ id: '' })],
		['cloudEvent.attribute', event({ source: undefined })],
		['cloudEvent.attribute', event({ type: ['call.ended'] })],
		['cloudEvent.attribute', [event(), { a: 1 }]],
		['cloudEvent.attribute', 'text'],
		['body.notJson', event({ data_base64: Buffer.from('{').toString('base64') })],
	])('%s: %j is refused', (code, payload) => {
		expect(() => read(payload)).toThrow(expect.objectContaining({ code }) as Error);
	});

	it.each([
		['cloudEvents.header', { 'ce-subject': '%FF' }],
		['cloudEvents.header', { 'ce-subject': '100%' }],
		['cloudEvent.version', { 'ce-specversion': '1.0, 1.0' }],
		['cloudEvent.attribute', { 'ce-id': '' }],
		['body.type', { 'content-type': 'application/xml' }],
	])('%s: the headers %j are refused', (code, headers) => {
		expect(() => binary(headers as Record<string, string>)).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});
});

describe('the proof', () => {
	const SECRET = 'the-shared-secret';
	const verify = async (
		headers: Record<string, string>,
		parameters: Record<string, unknown> = {},
		payload: unknown = event(),
	) =>
		await cloudEvents.verify(
			posted(payload, headers),
			[SECRET],
			settings(parameters).settings,
			new StubOutside({}),
		);
	const HMAC = { verification: 'hmac', signatureHeader: 'X-Sig', signedText: '{body}' };
	const hmac = (payload: unknown) =>
		createHmac('sha256', SECRET).update(JSON.stringify(payload)).digest('hex');

	it('is a bearer token, as CAMARA sends it', async () => {
		expect(await verify({ ...STRUCTURED, authorization: `Bearer ${SECRET}` })).toEqual({
			ok: true,
			scheme: 'fixedToken',
		});
		expect((await verify({ ...STRUCTURED, authorization: 'Bearer another' })).ok).toBe(false);
		expect((await verify(STRUCTURED)).ok).toBe(false);
	});

	it('is a signature over the body in structured mode, and none in binary mode, whose headers it does not cover', async () => {
		const signature = hmac(event());
		expect(await verify({ ...STRUCTURED, 'x-sig': signature }, HMAC)).toEqual({ ok: true, scheme: 'hmac' });
		expect(await verify({ ...JSON_TYPE, 'x-sig': signature, 'ce-specversion': '1.0' }, HMAC)).toEqual({
			ok: false,
			reason:
				"the event is in binary mode, whose headers no signature of the body covers; let the sender use structured mode, or 'Fixed Token'",
		});
	});

	it("is Sinch's signature, which says in the body what happened", async () => {
		const sinch = { verification: 'sinch' };
		expect(
			await verify({ ...JSON_TYPE, 'ce-specversion': '1.0', authorization: 'service x:AAAA' }, sinch),
		).toEqual({
			ok: false,
			reason: "the header 'x-timestamp' is missing",
		});
		expect(cloudEvents.checkSecret('BeIukql3pTKJ8RGL5zo0DA==', settings(sinch).settings)).toBeUndefined();
		expect(cloudEvents.checkSecret('not base64!', settings(sinch).settings)).toMatchObject({
			what: 'The secret is not one of Sinch.',
		});
	});

	it('is not handed on, wherever it stood', () => {
		const body = { verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: 'data.token' };
		expect(read(event({ data: { token: SECRET, callId: 'c1' } }), body)[0]?.raw).toEqual(
			event({ data: { callId: 'c1' } }),
		);
		const headers = {
			...JSON_TYPE,
			'ce-specversion': '1.0',
			'ce-id': 'e',
			'ce-source': 's',
			'ce-type': 't',
			'ce-auth': SECRET,
		};
		const [only] = read({}, { headerName: 'ce-auth' }, headers);
		expect(JSON.stringify(only)).not.toContain(SECRET);
	});
});

describe('any payload at all', () => {
	const names = fc.constantFrom(
		...[
			'specversion',
			'id',
			'source',
			'type',
			'subject',
			'time',
			'data',
			'data_base64',
			'datacontenttype',
			'status',
		],
		...[
			'eventBody',
			'mediaType',
			'call',
			'from',
			'phone',
			'eventType',
			'callDuration',
			'heldDurationMs',
			'__proto__',
		],
	);
	const types = fc.constantFrom(
		'call.hangup',
		'org.camaraproject.click-to-dial.v0.status-changed',
		'v2.detail.events.conversation.{id}.user.end',
		'constructor',
	);
	const value = fc.oneof(
		fc.constantFrom('1.0', 'disconnected', '1e999', '%', -1),
		fc.jsonValue({ maxDepth: 2 }),
	);
	const group = fc.dictionary(names, fc.oneof(value, fc.dictionary(names, value, { maxKeys: 6 })), {
		maxKeys: 8,
	});
	const valid = fc
		.record({
			type: types,
			source: fc.constantFrom('projects/p/services/s', '/x'),
			data: group,
			subject: fc.jsonValue(),
		})
		.map((changes) => event(changes));

	it('is read into events of the schema, or refused with a reason', () => {
		fc.assert(
			fc.property(fc.oneof(valid, fc.array(valid, { maxLength: 3 }), group, fc.jsonValue()), (payload) => {
				expectEventsOrProblem(() => read(payload));
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is so in any headers', () => {
		const headers = fc.dictionary(
			fc.constantFrom('ce-id', 'ce-type', 'ce-source', 'ce-time', 'ce-x'),
			fc.string(),
		);
		fc.assert(
			fc.property(group, headers, (payload, attributes) => {
				expectEventsOrProblem(() =>
					read(payload, {}, { ...JSON_TYPE, 'ce-specversion': '1.0', ...attributes }),
				);
			}),
			{ numRuns: 1_000 },
		);
	});
});

it('gives an event without a time the time of receipt, and says so', () => {
	expect(read(event())).toMatchObject([{ occurredAt: RECEIVED_AT, occurredAtSource: 'received' }]);
});
