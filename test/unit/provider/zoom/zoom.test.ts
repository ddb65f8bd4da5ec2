import { createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../nodes/shared/provider/verify/Verdict';
import { zoom } from '../../../../nodes/shared/provider/zoom/zoom';
import { delivery } from '../delivery.ts';
import { eventsOf, settingsOf, testAnyPayload, testFixture } from '../providerTest.ts';
import { bitFlips } from '../verify/bitFlips.ts';

const FIXTURES = [
	'inboundAnswered',
	'inboundMissed',
	'inboundRecorded',
	'queueCall',
	'outbound',
	'transferred',
];

const { settings } = settingsOf(zoom);

function posted(payload: unknown) {
	return delivery({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) ?? '' });
}

describe.each(FIXTURES)('fixture %s', (name) => {
	testFixture(zoom, name, posted);
});

describe('any payload', () => {
	testAnyPayload(zoom, FIXTURES, posted, [{}, { 'options.legEvents': true }]);
});

describe('a call to a queue', () => {
	it('rings once and ends once', () => {
		expect(eventsOf(zoom, 'queueCall', posted).map(({ eventType }) => eventType)).toEqual([
			'ringing',
			'answered',
			'ended',
		]);
	});

	it('has each phone of its own when that is asked for; one that was too late did not miss it', () => {
		const events = eventsOf(zoom, 'queueCall', posted, { 'options.legEvents': true });
		expect(
			events.map(({ eventType, agent, legId, outcome, cause, endedAt }) => [
				eventType,
				agent?.name,
				legId?.slice(-3) ?? null,
				outcome,
				cause?.q850 ?? null,
				endedAt,
			]),
		).toEqual([
			['ringing', 'Jill Chill', '8uQ', null, null, null],
			['ringing', 'Bob Hill', '8uR', null, null, null],
			['answered', 'Bob Hill', '8uR', null, null, null],
			['ended', 'Jill Chill', '8uQ', null, 26, null],
			['ended', 'Bob Hill', null, 'answered', null, '2026-05-04T09:21:06.000Z'],
		]);
	});
});

describe('how a call ended', () => {
	const end = (event: string, handup_result: string, more: Record<string, unknown> = {}) => {
		const object = {
			call_id: '1',
			callee: { user_id: 'u' },
			caller: { phone_number: '+14155550123' },
			handup_result,
			...more,
		};
		const [told] = zoom.read(posted({ event: `phone.${event}`, event_ts: 1, payload: { object } }), settings);
		return [told?.eventType, told?.outcome];
	};
	const answered = { answer_start_time: '2026-05-04T09:20:00Z' };

	it.each([
		['callee_ended', 'Call connected', {}, ['ended', 'answered']],
		['callee_ended', '', answered, ['ended', 'answered']],
		['callee_ended', 'Voicemail', answered, ['missed', 'voicemail']],
		['callee_ended', 'Call Cancel', {}, ['missed', 'abandoned']],
		['callee_ended', 'Answered by Other Device', {}, [undefined, undefined]],
		['callee_missed', 'No Answer', {}, ['missed', 'missed']],
		['callee_missed', 'Busy', {}, ['missed', 'busy']],
		['callee_rejected', '', {}, ['missed', 'rejected']],
		['callee_missed', 'Blocked', {}, ['missed', 'rejected']],
		['caller_ended', 'Call Canceled', {}, ['missed', 'canceled']],
		['caller_ended', 'Call failed', {}, ['missed', 'failed']],
		['caller_ended', 'Internal Error', {}, ['missed', 'failed']],
	] as const)('%s with %j', (event, result, more, outcome) => {
		expect(end(event, result, more)).toEqual(outcome);
	});

	it('is told once when both sides of an internal call tell it', () => {
		const party = (id: string) => ({ user_id: id, extension_type: 'user', extension_number: '1', name: id });
		const object = { call_id: '1', caller: party('a'), callee: party('b'), handup_result: 'Call connected' };
		const [caller, callee] = ['caller', 'callee'].map(
			(side) =>
				zoom.read(
					posted({ event: `phone.${side}_ended`, event_ts: 1777887000000, payload: { object } }),
					settings,
				)[0],
		);
		expect(caller?.eventId).toBe(callee?.eventId);
		expect([caller?.direction, caller?.agent?.name, callee?.agent?.name]).toEqual(['internal', 'a', 'b']);
	});

	it('is told apart for calls without an id', () => {
		const id = (event_ts: number) =>
			zoom.read(posted({ event: 'phone.callee_missed', event_ts, payload: {} }), settings)[0]?.eventId;
		expect(id(1777887000000)).not.toBe(id(1777887000001));
	});
});

describe('events of other accounts', () => {
	it('are passed over when an account is named', () => {
		const event = { event: 'phone.callee_ringing', payload: { account_id: 'A2', object: { call_id: '1' } } };
		const read = (accountId: string) =>
			zoom.read(posted(event), settingsOf(zoom, { accountId }).settings).length;
		expect([read(''), read('A2'), read('A1'), read('a2')]).toEqual([1, 1, 0, 0]);
	});
});

/** Z1 and Z2 of telephony events, section 11. */
const TOKEN = 'zoom-secret-token';
const Z1 = {
	timestamp: '1700000000',
	body: '{"event":"phone.callee_ringing","event_ts":1700000000000,"payload":{"account_id":"A1","object":{"call_id":"7000000000000000001"}}}',
	signature: 'v0=0494c023d2b5fc1b328c751fb37d968b215b6c87bf6b989f2f35101ef8165fa2',
};

function signed(parts: Readonly<Record<string, string>>, receivedAt = 1700000010) {
	return delivery({
		headers: {
			'content-type': 'application/json',
			'x-zm-request-timestamp': parts.timestamp ?? '',
			'x-zm-signature': parts.signature ?? '',
		},
		body: parts.body ?? '',
		receivedAt: DateTime.fromSeconds(receivedAt, { zone: 'utc' }),
	});
}

function verify(parts: Readonly<Record<string, string>>, secrets = [TOKEN], receivedAt?: number): Verdict {
	return zoom.verify(signed(parts, receivedAt), secrets, settings, {
		get: () => Promise.reject(new Error('not asked')),
	}) as Verdict;
}

describe("Zoom's signature", () => {
	it('is proven (Z1), also with the previous secret', () => {
		expect(verify(Z1)).toEqual({ ok: true, scheme: 'zoomSignature' });
		expect(verify(Z1, ['the new one', TOKEN]).ok).toBe(true);
	});

	it('keeps the digits of a call id', () => {
		expect(zoom.read(signed(Z1), settings)[0]).toMatchObject({
			callId: '7000000000000000001',
			sourceAccountId: 'A1',
		});
	});

	it.each([
		[
			{ signature: Z1.signature.slice(3) },
			"the header 'x-zm-signature' holds no signature of the expected form",
		],
		[{ signature: '' }, "the header 'x-zm-signature' is missing"],
		[{ timestamp: '' }, "the header 'x-zm-request-timestamp' is missing"],
		[{ timestamp: 'now' }, 'the signed time cannot be read'],
		[{ body: Z1.body.replace('A1', 'A2') }, 'the signature does not match'],
	])('is refused with %j', (changes, reason) => {
		expect(verify({ ...Z1, ...changes })).toEqual({ ok: false, reason });
	});

	it.each([
		[1700000301, 'the signed time is 301 s old'],
		[1699999699, "the signed time is 301 s ahead of this computer's clock"],
	])('is refused at %i', (receivedAt, reason) => {
		expect(verify(Z1, [TOKEN], receivedAt)).toEqual({ ok: false, reason });
	});

	it('is refused with any one bit turned over, and other bodies of more bits, 10,000 in all', () => {
		const long = Z1.body.replace('"A1"', `"${'A'.repeat(1_100)}"`);
		const body = createHmac('sha256', TOKEN).update(`v0:${Z1.timestamp}:${long}`).digest('hex');
		const vectors = [Z1, { ...Z1, body: long, signature: `v0=${body}` }];
		expect(vectors.map((vector) => verify(vector).ok)).toEqual([true, true]);
		const flips = [
			bitFlips(Z1, ['timestamp', 'body', 'signature'], 1_640),
			bitFlips(vectors[1] ?? {}, ['timestamp', 'body', 'signature'], 8_400),
		];
		const accepted = flips.flatMap((list, index) =>
			list
				// Hexadecimal digits may be written in capitals, which is the same signature.
				.filter(
					({ name, changed }) => name !== 'signature' || changed.toLowerCase() !== vectors[index]?.signature,
				)
				.filter(({ name, changed }) => verify({ ...vectors[index], [name]: changed }).ok),
		);
		expect(accepted).toEqual([]);
		expect(flips.flat().length).toBeGreaterThan(10_000);
	});
});

it('hands on no token that opens recordings', () => {
	const payload = { event: 'phone.recording_completed', payload: { object: { call_id: '1' } } };
	const body = JSON.stringify({ ...payload, download_token: 'hush' });
	const received = delivery({ headers: { 'content-type': 'application/json' }, body });
	expect(zoom.read(received, settings).map(({ raw }) => raw)).toEqual([payload]);
});

it('ends a call again that went from one agent to another, and misses it once', () => {
	const left = (user_id: string, more: Record<string, unknown>) => {
		const callee = { user_id, extension_type: 'user' };
		const object = { call_id: '1', caller: { phone_number: '+14155550123' }, callee, ...more };
		const event = more.answer_start_time ? 'phone.callee_ended' : 'phone.callee_missed';
		const body = JSON.stringify({ event, event_ts: 1777886458000, payload: { object } });
		const received = delivery({ headers: { 'content-type': 'application/json' }, body });
		return zoom.read(received, settings)[0];
	};
	const answer_start_time = '2026-05-04T09:20:08Z';
	const [first, second] = [left('a', { answer_start_time }), left('b', { answer_start_time })];
	expect([first?.eventType, second?.eventType]).toEqual(['ended', 'ended']);
	expect(first?.eventId).not.toBe(second?.eventId);
	expect(left('a', {})?.eventId).toBe(left('b', {})?.eventId);
});

describe('the validation of the URL', () => {
	const plain = 'qgg8vlvZRS6UYooatFL8Aw';
	const request = (plainToken: unknown, secret = TOKEN) => {
		const body = JSON.stringify({
			event: 'endpoint.url_validation',
			payload: { plainToken },
			event_ts: 1700000000000,
		});
		const signature = `v0=${createHmac('sha256', secret).update(`v0:1700000000:${body}`).digest('hex')}`;
		return { timestamp: '1700000000', body, signature };
	};
	const answer = (parts: Record<string, string>, secrets = [TOKEN], receivedAt?: number) =>
		zoom.handshake?.(signed(parts, receivedAt), secrets, settings);

	it('is answered with the token and its HMAC (Z2)', () => {
		expect(answer(request(plain))).toEqual({
			contentType: 'application/json',
			body: `{"plainToken":"${plain}","encryptedToken":"d9e0d764a78494688ba3f2d5c0ed4ca311394b4834d959759213424d2df961e3"}`,
		});
	});

	it('is answered with the secret that Zoom has, the current or the previous one', () => {
		const old = answer(request(plain, 'the old token'), [TOKEN, 'the old token']);
		expect(JSON.parse(old?.body ?? '')).toEqual({
			plainToken: plain,
			encryptedToken: createHmac('sha256', 'the old token').update(plain).digest('hex'),
		});
	});

	it.each([
		['not signed', { ...request(plain), signature: '' }],
		['signed by someone else', request(plain, 'another')],
		['a text that would be signed for someone', request('v0:1700000000:{"event":"phone.callee_ended"}')],
		['an empty token', request('')],
		['a token that is none', request({ a: 1 })],
		['a very long token', request('a'.repeat(129))],
		['an event like any other', Z1],
		['no JSON', { ...request(plain), body: '{' }],
	])('is not answered: %s', (_name, parts) => {
		expect(answer(parts)).toBeUndefined();
	});

	it('is not answered when it is old', () => {
		expect(answer(request(plain), [TOKEN], 1700000301)).toBeUndefined();
	});
});
