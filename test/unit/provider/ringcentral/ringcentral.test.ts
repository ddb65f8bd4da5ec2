import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../nodes/shared/provider/verify/Verdict';
import { ringcentral } from '../../../../nodes/shared/provider/ringcentral/ringcentral';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery } from '../delivery.ts';
import { eventsOf, settingsOf, testAnyPayload, testFixture } from '../providerTest.ts';
import { bitFlips } from '../verify/bitFlips.ts';

const QUEUES = { queueExtensions: '62282928016, 62282929016' };

const FIXTURES = [
	['inboundAnswered', {}],
	['inboundMissed', {}],
	['inboundRecorded', {}],
	['queueCall', QUEUES],
	['outbound', {}],
	['transferred', {}],
] as const;

const { settings } = settingsOf(ringcentral);

function posted(payload: unknown, headers: Record<string, string> = {}) {
	return delivery({
		headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
		body: JSON.stringify(payload) ?? '',
	});
}

describe.each(FIXTURES)('fixture %s', (name, parameters) => {
	testFixture(ringcentral, name, posted, { parameters });
});

describe('any payload', () => {
	testAnyPayload(
		ringcentral,
		FIXTURES.map(([name]) => name),
		posted,
		[{}, QUEUES, { 'options.legEvents': true }],
	);
});

describe('a call to a queue', () => {
	it('is queued once, rings once, and is answered by whom it is answered', () => {
		const events = eventsOf(ringcentral, 'queueCall', posted, QUEUES);
		expect(events.map(({ eventType, agent }) => [eventType, agent?.id ?? null])).toEqual([
			['queued', null],
			['ringing', null],
			['answered', '102'],
			['ended', '102'],
		]);
	});

	it('has each party of its own when that is asked for', () => {
		const events = eventsOf(ringcentral, 'queueCall', posted, { ...QUEUES, 'options.legEvents': true });
		expect(
			events.map(({ eventType, agent, legId, outcome, endedAt }) => [
				eventType,
				agent?.id ?? null,
				legId?.at(-1) ?? null,
				outcome,
				endedAt,
			]),
		).toEqual([
			['queued', null, null, null, null],
			['ringing', '101', '3', null, null],
			['ringing', '102', '4', null, null],
			['answered', '102', '4', null, null],
			['ended', null, '2', null, null],
			['missed', '101', '3', 'missed', null],
			['ended', '102', '4', null, null],
		]);
	});
});

describe('a party that leaves', () => {
	const leaves = (reason: string | undefined, more: Record<string, unknown> = {}) => {
		const party = {
			id: 'p-1',
			direction: 'Inbound',
			extensionId: '101',
			from: { phoneNumber: '+1' },
			status: { code: 'Disconnected', reason },
			...more,
		};
		const body = {
			telephonySessionId: 's-1',
			sequence: 1,
			eventTime: '2026-05-04T09:20:00Z',
			parties: [party],
		};
		const [event] = ringcentral.read(
			posted({ uuid: 'u', body }),
			settingsOf(ringcentral, { 'options.legEvents': true }).settings,
		);
		return [event?.eventType, event?.outcome, event?.endedAt !== null];
	};

	it.each([
		[undefined, ['ended', null, true]],
		['CallFinished', ['ended', null, true]],
		['CallDropped', ['ended', null, true]],
		['SomethingNew', ['ended', null, true]],
		['NoAnswer', ['missed', 'missed', true]],
		['Rejected', ['missed', 'rejected', true]],
		['TargetBusy', ['missed', 'busy', true]],
		['Cancelled', ['missed', 'abandoned', true]],
		['NoSuchUser', ['missed', 'failed', true]],
		['AgentAnswered', ['ended', null, false]],
		['Pickup', ['ended', null, false]],
		['CallSwitch', ['ended', null, false]],
		['Voicemail', ['ended', null, false]],
		['RccTransfer', ['transferred', null, false]],
		['DtmfTransfer', ['transferred', null, false]],
	])('because of %s', (reason, expected) => {
		expect(leaves(reason)).toEqual(expected);
	});

	it('and called out itself canceled the call', () => {
		expect(leaves('Cancelled', { direction: 'Outbound' })).toEqual(['missed', 'canceled', true]);
	});

	const idsOfTwo = (more: Record<string, unknown>) =>
		['1', '2'].map((number) => {
			const party = { id: `p-${number}`, status: { code: 'Disconnected' }, ...more };
			return ringcentral.read(
				posted({ uuid: `u${number}`, body: { telephonySessionId: 's-1', parties: [party] } }),
				settings,
			)[0]?.eventId;
		});

	it('ends the call once, whoever of two extensions it is', () => {
		const ids = idsOfTwo({ from: { extensionId: '101' }, to: { extensionId: '102' } });
		expect(ids[0]).toBe(ids[1]);
		expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
	});

	it('ends the call again where another agent of it left before', () => {
		const ids = idsOfTwo({ direction: 'Inbound', from: { phoneNumber: '+14155550123' } });
		expect(ids[0]).not.toBe(ids[1]);
	});

	it('hands on once, though it is told as gone and as disconnected', () => {
		const [gone, disconnected] = ['Gone', 'Disconnected'].map(
			(code) => idsOfTwo({ id: 'p-1', status: { code, reason: 'AttendedTransfer' } })[0],
		);
		expect(gone).toBe(disconnected);
		expect(idsOfTwo({ status: { code: 'Gone', reason: 'AttendedTransfer' } })).not.toContain(
			idsOfTwo({ id: 'p-3', status: { code: 'Gone', reason: 'AttendedTransfer' } })[0],
		);
	});

	it('misses the call once, however many phones nobody took', () => {
		const ids = idsOfTwo({ direction: 'Inbound', status: { code: 'Disconnected', reason: 'NoAnswer' } });
		expect(ids[0]).toBe(ids[1]);
	});
});

describe('a notification without parties', () => {
	it('is of no call, and known by its id', () => {
		const payload = {
			uuid: 'u-1',
			event: '/restapi/v1.0/subscription/53300e7c?threshold=60',
			timestamp: '2026-05-04T09:20:00.000Z',
			body: {},
		};
		expect(ringcentral.read(posted(payload), settings)).toMatchObject([
			{ eventId: 'u-1', eventType: 'other', callId: null, occurredAt: '2026-05-04T09:20:00.000Z' },
		]);
	});
});

describe('events of other accounts', () => {
	it('are passed over when an account is named', () => {
		const [ringing] = jsonFixture('ringcentral', 'inboundAnswered').deliveries;
		const read = (accountId: string) =>
			ringcentral.read(posted(ringing?.payload), settingsOf(ringcentral, { accountId }).settings).length;
		expect([read(''), read('809646016'), read('1')]).toEqual([1, 1, 0]);
	});
});

describe('the verification token', () => {
	const TOKEN = 'a-long-random-text-of-our-own-0123456789';
	const verify = (headers: Record<string, string>, secrets = [TOKEN]) =>
		ringcentral.verify(posted({}, headers), secrets, settings, {
			get: () => Promise.reject(new Error('not asked')),
		}) as Verdict;

	it('is proven, also the previous one', () => {
		expect(verify({ 'verification-token': TOKEN })).toEqual({ ok: true, scheme: 'fixedToken' });
		expect(verify({ 'verification-token': TOKEN }, ['another one', TOKEN]).ok).toBe(true);
	});

	it('is refused when it is missing or in another header', () => {
		const reason = 'the token is missing';
		expect(verify({})).toEqual({ ok: false, reason });
		expect(verify({ 'validation-token': TOKEN })).toEqual({ ok: false, reason });
	});

	it('is refused with any one bit turned over, 10,000 in all', () => {
		const long = TOKEN.repeat(32);
		const flips = bitFlips({ token: long }, ['token'], 10_000);
		const accepted = flips.filter(({ changed }) => verify({ 'verification-token': changed }, [long]).ok);
		expect(accepted).toEqual([]);
	});

	it('has to fit into a header', () => {
		expect(ringcentral.checkSecret(TOKEN, settings)).toBeUndefined();
		expect(ringcentral.checkSecret('schlüssel', settings)?.what).toBe(
			'The secret has characters that cannot be sent in a header.',
		);
	});
});

describe('the validation of a subscription', () => {
	const answer = (token: string, body = '') =>
		ringcentral.handshake?.(delivery({ headers: { 'validation-token': token }, body }), [], settings);

	it('is answered with the token', () => {
		const reply = {
			contentType: 'application/json',
			body: '{}',
			headers: { 'Validation-Token': '53300e7c-5e69' },
		};
		expect(answer('53300e7c-5e69')).toEqual(reply);
		expect(answer('53300e7c-5e69', '{}')).toEqual(reply);
	});

	it.each([
		['too long', 'a'.repeat(257)],
		['empty', ''],
		['with a space', 'a b'],
		['with a character that is not ASCII', 'ä'],
		['with a control character', 'a\u0007'],
	])('is not answered when the token is %s', (_name, token) => {
		expect(answer(token)).toBeUndefined();
	});

	it('is not seen in an event, nor in a request without a token', () => {
		const body = JSON.stringify({ uuid: 'u', body: { telephonySessionId: 's' } });
		const headers = { 'validation-token': 'x', 'content-type': 'application/json' };
		expect(ringcentral.handshake?.(delivery({ headers, body }), [], settings)).toBeUndefined();
		expect(ringcentral.handshake?.(delivery(), [], settings)).toBeUndefined();
	});
});
