import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventType } from '../../../../nodes/shared/call-event/eventTypes';
import { ProblemError } from '../../../../nodes/shared/problem';
import { GENERIC_FIELDS } from '../../../../nodes/shared/provider/generic/fields';
import { generic, type GenericSettings } from '../../../../nodes/shared/provider/generic/generic';
import type { Delivery } from '../../../../nodes/shared/provider/Delivery';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import type { Verdict } from '../../../../nodes/shared/provider/verify/Verdict';
import { wholeEvent } from '../../../fixtures/providers/events.ts';
import { delivery, RECEIVED_AT } from '../delivery.ts';
import { StubOutside } from '../verify/snsVectors.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function settings(parameters: Record<string, unknown> = {}) {
	const reader = new ProviderParameters((name) => parameters[name], 'Europe/Berlin');
	return { settings: generic.settings(reader), faults: reader.faults };
}

function read(
	payload: unknown,
	parameters: Record<string, unknown> = {},
	headers: Record<string, string> = {},
) {
	const body = JSON.stringify(payload);
	return generic.read(
		delivery({ headers: { ...JSON_TYPE, ...headers }, body }),
		settings(parameters).settings,
	);
}

function codeOf(work: () => unknown): string | undefined {
	try {
		work();
		return undefined;
	} catch (error) {
		if (error instanceof ProblemError) return error.code;
		throw error;
	}
}

/** A call event as a sender of our own shape posts it, every field filled. */
const FULL = {
	eventId: 'evt-1',
	eventType: 'ended',
	occurredAt: '2026-05-04T11:29:58+02:00',
	sequence: 7,
	sourceAccountId: 'pbx-berlin',
	callId: 'call-1',
	legId: 'leg-1',
	parentCallId: 'call-0',
	direction: 'inbound',
	from: '+49 (0)30 901820',
	to: '0049-30-5557000',
	callerName: '  Ada\u202E  Lovelace ',
	agent: { id: 'a7', extension: '207', name: 'Grace Hopper', email: 'grace@example.com' },
	queue: { id: 'q1', name: 'Orders', position: 3 },
	startedAt: 1777886700,
	queuedAt: 1777886701000,
	answeredAt: '2026-05-04 11:25:10',
	endedAt: 'Mon, 04 May 2026 09:29:58 GMT',
	ringSeconds: 9,
	queueSeconds: '12',
	talkSeconds: 288.4,
	totalSeconds: 298,
	holdSeconds: 20,
	holdCount: 2,
	longestHoldSeconds: 15,
	outcome: 'answered',
	cause: { code: 'NORMAL_CLEARING', q850: 16, text: 'Normal clearing' },
	endedBy: 'customer',
	transfer: { kind: 'blind', toNumber: '+1 415 555 0100', toAgentId: 'a8', newCallId: 'call-2' },
	recording: {
		id: 'r1',
		url: 'https://user:pass@pbx.example.com/r1.wav',
		seconds: 280,
		format: 'wav',
		needsAuth: 'true',
		expiresAt: '2026-06-01T00:00:00Z',
	},
	transcript: {
		text: 'Thank you\nand goodbye',
		isFinal: 1,
		speaker: 'Agent',
		sequence: 41,
		language: 'en-GB',
		confidence: '0.87',
		startedAt: '2026-05-04T09:29:50Z',
		endedAt: '2026-05-04T09:29:52.5Z',
	},
};

const FULL_EVENT = wholeEvent({
	eventId: 'evt-1',
	eventType: 'ended',
	occurredAt: '2026-05-04T09:29:58.000Z',
	occurredAtSource: 'vendor',
	receivedAt: RECEIVED_AT,
	sequence: 7,
	source: 'generic',
	sourceAccountId: 'pbx-berlin',
	callId: 'call-1',
	legId: 'leg-1',
	parentCallId: 'call-0',
	direction: 'inbound',
	from: '+4930901820',
	to: '+49305557000',
	fromRaw: '+49 (0)30 901820',
	toRaw: '0049-30-5557000',
	customerNumber: '+4930901820',
	businessNumber: '+49305557000',
	callerName: 'Ada Lovelace',
	agent: { id: 'a7', extension: '207', name: 'Grace Hopper', email: 'grace@example.com' },
	queue: { id: 'q1', name: 'Orders', position: 3 },
	startedAt: '2026-05-04T09:25:00.000Z',
	queuedAt: '2026-05-04T09:25:01.000Z',
	answeredAt: '2026-05-04T09:25:10.000Z',
	endedAt: '2026-05-04T09:29:58.000Z',
	ringSeconds: 9,
	queueSeconds: 12,
	talkSeconds: 288,
	totalSeconds: 298,
	holdSeconds: 20,
	holdCount: 2,
	longestHoldSeconds: 15,
	outcome: 'answered',
	cause: { code: 'NORMAL_CLEARING', q850: 16, text: 'Normal clearing' },
	endedBy: 'customer',
	transfer: { kind: 'blind', toNumber: '+14155550100', toAgentId: 'a8', newCallId: 'call-2' },
	recording: {
		id: 'r1',
		url: 'https://pbx.example.com/r1.wav',
		seconds: 280,
		format: 'wav',
		needsAuth: true,
		expiresAt: '2026-06-01T00:00:00.000Z',
	},
	transcript: {
		text: 'Thank you and goodbye',
		isFinal: true,
		speaker: 'agent',
		sequence: 41,
		language: 'en-GB',
		confidence: 0.87,
		startedAt: '2026-05-04T09:29:50.000Z',
		endedAt: '2026-05-04T09:29:52.500Z',
	},
});

describe('a payload in our own shape', () => {
	it('needs no mapping', () => {
		expect(read(FULL)).toEqual([{ ...FULL_EVENT, raw: JSON.parse(JSON.stringify(FULL)) as object }]);
	});

	it('fills every field that can be mapped', () => {
		const [event] = read(FULL);
		for (const { name } of GENERIC_FIELDS) {
			const value = name
				.split('.')
				.reduce<unknown>((at, key) => Reflect.get(Object(at) as object, key), event);
			expect(value, name).not.toBeNull();
			expect(value, name).toBeDefined();
		}
	});

	it('is the same as a form', () => {
		const body = new URLSearchParams({
			eventType: 'ringing',
			callId: '42',
			from: '+14155550123',
			'agent.id': 'a7',
		});
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const [event] = generic.read(delivery({ headers, body: body.toString() }), settings().settings);
		expect(event).toMatchObject({
			eventType: 'ringing',
			callId: '42',
			from: '+14155550123',
			agent: { id: 'a7' },
		});
	});

	it('leaves null what it does not say or says wrongly', () => {
		const [event] = read({
			callId: { id: 1 },
			direction: 'sideways',
			sequence: -1,
			talkSeconds: 'long',
			startedAt: 'soon',
		});
		expect(event).toEqual(
			wholeEvent({
				eventId: event?.eventId ?? '',
				occurredAt: RECEIVED_AT,
				receivedAt: RECEIVED_AT,
				raw: event?.raw ?? null,
			}),
		);
	});
});

describe("a payload in the sender's shape", () => {
	const parameters = {
		fieldMapping: {
			row: [
				{ field: 'callId', path: 'data.call.id' },
				{ field: 'eventType', path: 'type' },
				{ field: 'from', path: 'data.parties[0].number' },
				{ field: 'to', path: 'data.parties[1].number' },
				{ field: 'talkSeconds', path: 'data.call.talk_ms' },
				{ field: 'direction', path: 'data.call.dir' },
			],
		},
		eventTypeMapping: {
			row: [
				{ theirValue: 'call.ringing', eventType: 'ringing' },
				{ theirValue: 'CALL.HANGUP', eventType: 'ended' },
				{ theirValue: 'answered', eventType: 'other' },
			],
		},
		'options.durationUnit': 'milliseconds',
	};
	const payload = {
		type: 'call.hangup',
		data: {
			call: { id: 7000000000000000001n, talk_ms: 61_500, dir: 'incoming' },
			parties: [{ number: '+14155550123' }, { number: '207' }],
		},
	};
	const body = JSON.stringify(payload, (_key, value: unknown) =>
		typeof value === 'bigint' ? 'BIG' : value,
	).replace('"BIG"', '7000000000000000001');

	it('is read by the rows', () => {
		const [event] = generic.read(delivery({ headers: JSON_TYPE, body }), settings(parameters).settings);
		expect(event).toMatchObject({
			eventType: 'ended',
			callId: '7000000000000000001',
			from: '+14155550123',
			to: '207',
			talkSeconds: 62,
			direction: 'inbound',
			customerNumber: '+14155550123',
		});
	});

	it.each([
		['call.ringing', 'ringing'],
		[' Call.Ringing ', 'ringing'],
		['ended', 'ended'],
		['RECORDINGREADY', 'recordingReady'],
		['answered', 'other'],
		['call.unheard-of', 'other'],
		['constructor', 'other'],
		[5, 'other'],
		[null, 'other'],
	])('an event called %j is %s', (type, eventType) => {
		expect(read({ type }, parameters)[0]?.eventType).toBe(eventType);
	});
});

describe('several events in one body', () => {
	const rows = { fieldMapping: { row: [{ field: 'sourceAccountId', path: '$.tenant' }] } };
	const list = [
		{ eventType: 'ringing', callId: 'c1' },
		{ eventType: 'ringing', callId: 'c2' },
	];
	const seen = (payload: unknown, listPath: string) =>
		read(payload, { ...rows, 'options.listPath': listPath }).map(({ callId, sourceAccountId }) => [
			callId,
			sourceAccountId,
		]);

	it('are found at the path, with the rest of the body in reach', () => {
		expect(seen({ tenant: 't1', data: { events: list } }, 'data.events')).toEqual([
			['c1', 't1'],
			['c2', 't1'],
		]);
	});

	it('may be the body itself', () => {
		expect(seen(list, '$')).toEqual([
			['c1', null],
			['c2', null],
		]);
	});

	it('may be one that stands alone, or none', () => {
		expect(seen({ tenant: 't1', data: { events: list[0] } }, 'data.events')).toEqual([['c1', 't1']]);
		expect(seen({ tenant: 't1', ping: true }, 'data.events')).toEqual([[null, 't1']]);
		expect(seen({ data: { events: [] } }, 'data.events')).toEqual([]);
	});

	it('do not suffer from one that is no event', () => {
		expect(seen([null, 'x', 3, [], list[1]], '$').map(([callId]) => callId)).toEqual([
			null,
			null,
			null,
			null,
			'c2',
		]);
	});

	it('have an id of their own each', () => {
		const same = { eventType: 'ringing', callId: 'c1' };
		const ids = read([same, same], { 'options.listPath': '$' }).map(({ eventId }) => eventId);
		expect(new Set(ids).size).toBe(2);
	});
});

describe('the id of an event', () => {
	const sha = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

	it.each([
		['the sender’s own', { eventId: 'e1', sequence: 1 }, 'e1'],
		[
			'made of the sequence',
			{ eventType: 'held', callId: 'c', sequence: 4 },
			sha('generic', 'c', 'held', 'number', 4),
		],
		[
			'made of leg and sequence',
			{ eventType: 'held', callId: 'c', legId: 'l', sequence: 4 },
			sha('generic', 'l', 'held', 'number', 4),
		],
		[
			'made of the time',
			{ eventType: 'held', callId: 'c', occurredAt: 1777886700 },
			sha('generic', 'c', 'held', 'at', '2026-05-04T09:25:00.000Z'),
		],
		[
			'a hash, when the sender’s is too long to keep',
			{ eventId: 'e'.repeat(201) },
			sha('generic', 'e'.repeat(201)),
		],
	])('is %s', (_name, payload, id) => {
		expect(read(payload)[0]?.eventId).toBe(id);
	});

	it('is made of the bytes where there is nothing else, so that another event is another one', () => {
		const [held] = read({ eventType: 'held', callId: 'c', n: 1 });
		expect(read({ eventType: 'held', callId: 'c', n: 1 })[0]?.eventId).toBe(held?.eventId);
		expect(read({ eventType: 'held', callId: 'c', n: 2 })[0]?.eventId).not.toBe(held?.eventId);
	});

	it('is the signed id of the delivery with Standard Webhooks', () => {
		expect(read({ callId: 'c' }, {}, { 'webhook-id': 'msg_1' })[0]?.eventId).toBe('msg_1');
		const two = read(
			[{ callId: 'c' }, { callId: 'd' }],
			{ 'options.listPath': '$' },
			{ 'webhook-id': 'msg_1' },
		);
		expect(two.map(({ eventId }) => eventId)).toEqual(['msg_1', 'msg_1#1']);
	});

	it('is no id that the signature does not cover', () => {
		const parameters = {
			verification: 'hmac',
			signedText: '{body}',
			signatureHeader: 'x',
			idHeader: 'webhook-id',
		};
		expect(read({ callId: 'c' }, parameters, { 'webhook-id': 'msg_1' })[0]?.eventId).toMatch(
			/^[0-9a-f]{64}$/,
		);
	});
});

describe('a body that is no event', () => {
	it.each([
		['body.notObject', '[{"callId":"c"}]'],
		['body.notObject', '"text"'],
		['body.notObject', 'null'],
		['body.notJson', '{'],
	])('%s: %s', (code, body) => {
		expect(codeOf(() => generic.read(delivery({ headers: JSON_TYPE, body }), settings().settings))).toBe(
			code,
		);
	});
});

describe('verification', () => {
	const verify = (received: Delivery, secrets: readonly string[], by: GenericSettings) =>
		generic.verify(received, secrets, by, new StubOutside({})) as Verdict;
	const SECRET = 'a shared secret';
	const body = '{"callId":"c","auth":{"token":"a shared secret"}}';

	it('is Standard Webhooks unless chosen otherwise', () => {
		const { settings: usual, faults } = settings();
		expect(faults).toEqual([]);
		expect(verify(delivery({ body }), [SECRET], usual)).toEqual({
			ok: false,
			reason: "the header 'webhook-signature' is missing",
		});
	});

	it('follows the form for an HMAC', () => {
		const { settings: hmac, faults } = settings({
			verification: 'hmac',
			signatureHeader: ' X-Sig ',
			algorithm: 'sha512',
			encoding: 'base64',
			signaturePrefix: 'sig=',
			signedText: '{timestamp} {body}',
			timestampHeader: 'X-Time',
			'options.replayWindow': '10',
		});
		expect(faults).toEqual([]);
		const signed = (time: string) => {
			const signature = createHmac('sha512', SECRET).update(`${time} ${body}`).digest('base64');
			return delivery({ headers: { 'x-sig': `sig=${signature}`, 'x-time': time }, body });
		};
		expect(verify(signed('1777886990'), [SECRET], hmac)).toEqual({ ok: true, scheme: 'hmac' });
		expect(verify(signed('1777886989000'), [SECRET], hmac)).toEqual({
			ok: false,
			reason: 'the signed time is 11 s old',
		});
	});

	it.each([
		[
			'header',
			{ tokenLocation: 'header', headerName: 'Authorization' },
			{ authorization: `Bearer ${SECRET}` },
		],
		['body', { tokenLocation: 'bodyField', bodyField: 'auth.token' }, {}],
		[
			'password',
			{ tokenLocation: 'basicPassword' },
			{ authorization: `Basic ${Buffer.from(`n8n:${SECRET}`).toString('base64')}` },
		],
	])('follows the form for a token in the %s', (_name, parameters, headers) => {
		const { settings: token, faults } = settings({ verification: 'fixedToken', ...parameters });
		expect(faults).toEqual([]);
		const received = delivery({ headers: { ...JSON_TYPE, ...headers } as Record<string, string>, body });
		expect(verify(received, ['another', SECRET], token)).toEqual({ ok: true, scheme: 'fixedToken' });
		expect(verify(received, ['another'], token).ok).toBe(false);
	});

	it('finds no token in a body that cannot be read', () => {
		const { settings: token } = settings({
			verification: 'fixedToken',
			tokenLocation: 'bodyField',
			bodyField: 'token',
		});
		expect(verify(delivery({ headers: JSON_TYPE, body: '{' }), [SECRET], token)).toEqual({
			ok: false,
			reason: 'the token is missing',
		});
	});

	it('hands on no token that stood in the body', () => {
		const parameters = { verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: 'auth.token' };
		const [event] = generic.read(delivery({ headers: JSON_TYPE, body }), settings(parameters).settings);
		expect(event?.raw).toEqual({ callId: 'c', auth: {} });
		expect(JSON.stringify(event)).not.toContain(SECRET);
	});

	it.each([
		[{ verification: 'hmac', signatureHeader: '', signedText: '{body}' }, 'signatureHeader', 'is empty'],
		[
			{ verification: 'hmac', signatureHeader: 'X Sig', signedText: '{body}' },
			'signatureHeader',
			'is not the name of a header',
		],
		[
			{ verification: 'hmac', signatureHeader: 'X', signedText: '{timestamp}' },
			'signedText',
			'does not contain {body}, so anyone could change what an event says',
		],
		[
			{ verification: 'hmac', signatureHeader: 'X', signedText: '{timestamp}{body}' },
			'timestampHeader',
			'is empty',
		],
		[{ verification: 'hmac', signatureHeader: 'X', signedText: '{id}{body}' }, 'idHeader', 'is empty'],
		[{ verification: 'fixedToken', tokenLocation: 'header', headerName: '' }, 'headerName', 'is empty'],
		[
			{ verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: 'a..b' },
			'bodyField',
			'is not the path of a field',
		],
		[
			{ verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: '' },
			'bodyField',
			'is not the path of a field',
		],
	])('%j is refused, and lets nobody in', (parameters, field, what) => {
		const { settings: broken, faults } = settings(parameters);
		expect(faults).toContainEqual(expect.objectContaining({ field, what }));
		expect(verify(delivery({ body }), [SECRET], broken)).toEqual({
			ok: false,
			reason: 'the verification settings are not complete',
		});
	});

	it('wants a Base64 secret for Standard Webhooks only', () => {
		expect(generic.checkSecret('not base64!', settings().settings)).toMatchObject({
			what: 'The secret is not one of Standard Webhooks.',
		});
		expect(
			generic.checkSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', settings().settings),
		).toBeUndefined();
		const hmac = settings({ verification: 'hmac', signatureHeader: 'X', signedText: '{body}' }).settings;
		expect(generic.checkSecret('not base64!', hmac)).toBeUndefined();
	});
});

describe('a mapping', () => {
	it.each([
		[
			{ fieldMapping: { row: [{ field: 'callId', path: 'a..b' }] } },
			'fieldMapping',
			"holds 'a..b', which is no path",
		],
		[
			{ fieldMapping: { row: [{ field: 'callId', path: ' ' }] } },
			'fieldMapping',
			"holds '', which is no path",
		],
		[
			{ fieldMapping: { row: [{ field: 'colour', path: 'a' }] } },
			'fieldMapping',
			"names the call event field 'colour', which there is none of",
		],
		[
			{ eventTypeMapping: { row: [{ theirValue: '', eventType: 'ringing' }] } },
			'eventTypeMapping',
			"has a row without 'Their Value'",
		],
		[
			{ eventTypeMapping: { row: [{ theirValue: 'x', eventType: 'exploded' }] } },
			'eventTypeMapping',
			"gives 'x' an event type that is not in the list",
		],
		[{ 'options.listPath': '[' }, 'listPath', "is '[', which is no path"],
		[{ 'options.durationUnit': 'hours' }, 'durationUnit', "is 'hours', which is not in its list"],
	])('%j is pointed out', (parameters, field, what) => {
		expect(settings(parameters).faults).toMatchObject([{ field, what }]);
	});
});

describe('any payload at all', () => {
	it('is read into events of the schema, or refused with a reason', () => {
		const names = fc.constantFrom(
			...GENERIC_FIELDS.map(({ name }) => name.split('.')[0] ?? name),
			'__proto__',
			'constructor',
		);
		const entry = fc.dictionary(names, fc.jsonValue({ maxDepth: 3 }));
		const parameters = fc.record({
			'options.listPath': fc.constantFrom('', '$', 'agent', 'queue.list'),
			fieldMapping: fc.record({
				row: fc.array(fc.record({ field: fc.constantFrom('callId', 'from', 'x'), path: fc.string() })),
			}),
		});
		fc.assert(
			fc.property(fc.oneof(entry, fc.array(entry), fc.jsonValue()), parameters, (payload, chosen) => {
				codeOf(() => {
					for (const event of read(payload, chosen)) {
						expect(Object.keys(event)).toEqual(Object.keys(FULL_EVENT));
						expect(isEventType(event.eventType)).toBe(true);
						expect(JSON.parse(JSON.stringify(event))).toEqual(event);
					}
				});
			}),
			{ numRuns: 2_000 },
		);
	});
});
