import { describe, expect, it } from 'vitest';
import { aircall } from '../../../../nodes/shared/provider/aircall/aircall';
import { presignedUntil } from '../../../../nodes/shared/provider/aircall/recording';
import type { Verdict } from '../../../../nodes/shared/provider/verify/Verdict';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery } from '../delivery.ts';
import { eventsOf, testAnyPayload, testFixture } from '../providerTest.ts';
import { bitFlips } from '../verify/bitFlips.ts';

const FIXTURES = ['inboundAnswered', 'inboundMissed', 'inboundRecorded', 'outbound', 'transferred'];

const TOKEN = '45XXYYZZa08-webhook-token';

function posted(payload: unknown) {
	return delivery({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) ?? '' });
}

function withoutToken(payload: unknown) {
	const { token, ...rest } = payload as Record<string, unknown>;
	expect(token).toBe(TOKEN);
	return rest;
}

describe.each(FIXTURES)('fixture %s', (name) => {
	testFixture(aircall, name, posted, { raw: withoutToken });
});

describe('any payload', () => {
	testAnyPayload(aircall, FIXTURES, posted);
});

describe('a call', () => {
	it('ends once, by whichever of its two events comes first', () => {
		const events = eventsOf(aircall, 'inboundAnswered', posted);
		expect(events.map(({ eventType, occurredAt }) => [eventType, occurredAt.slice(14, 19)])).toEqual([
			['initiated', '20:00'],
			['ringing', '20:01'],
			['answered', '20:09'],
			['held', '21:00'],
			['resumed', '21:10'],
			['other', '21:11'],
			['ended', '22:38'],
		]);
	});

	it('has its recording once', () => {
		const types = eventsOf(aircall, 'inboundRecorded', posted).map(({ eventType }) => eventType);
		expect(types).toEqual(['answered', 'ended', 'recordingReady']);
	});

	it('that rings on several agents rings once', () => {
		const [ringing] = jsonFixture('aircall', 'inboundMissed').deliveries;
		const on = (user: number) =>
			aircall.read(
				posted({
					...(ringing?.payload as object),
					timestamp: 1777887000 + user,
					data: { id: 1, user: { id: user } },
				}),
				undefined,
			)[0]?.eventId;
		expect(on(1)).toBe(on(2));
	});

	it('has events of their own within one second', () => {
		const tagged = (name: string) =>
			aircall.read(
				posted({
					event: 'call.tagged',
					resource: 'call',
					timestamp: 1777887000,
					data: { id: 1, tags: [{ name }] },
				}),
				undefined,
			)[0]?.eventId;
		expect(tagged('a')).not.toBe(tagged('b'));
		expect(tagged('a')).toBe(tagged('a'));
	});
});

describe('the token', () => {
	const verify = (payload: unknown, tokens = [TOKEN]) =>
		aircall.verify(posted(payload), tokens, undefined, {
			get: () => Promise.reject(new Error('not asked')),
		}) as Verdict;

	it('is proven, also the previous one', () => {
		expect(verify({ token: TOKEN })).toEqual({ ok: true, scheme: 'fixedToken' });
		expect(verify({ token: TOKEN }, ['another one', TOKEN]).ok).toBe(true);
	});

	it.each([
		['missing', {}, 'the token is missing'],
		['elsewhere', { data: { token: TOKEN } }, 'the token is missing'],
		['no text', { token: [TOKEN] }, 'the token is missing'],
		['wrong', { token: `${TOKEN} ` }, 'the token does not match'],
	])('is refused when it is %s', (_name, payload, reason) => {
		expect(verify(payload)).toEqual({ ok: false, reason });
	});

	it.each(['', '{', '[]', `{"token":"${TOKEN}"`, 'token=x'])('is not looked for in %j', (body) => {
		const received = delivery({ headers: { 'content-type': 'application/json' }, body });
		const verdict = aircall.verify(received, [TOKEN], undefined, {
			get: () => Promise.reject(new Error('not asked')),
		});
		expect(verdict).toEqual({ ok: false, reason: 'the token is missing' });
	});

	it('is the last one where it is repeated, and none of them is handed on', () => {
		const body = `{"token":"x","event":"call.hold","token":"${TOKEN}"}`;
		const received = delivery({ headers: { 'content-type': 'application/json' }, body });
		expect(
			(
				aircall.verify(received, [TOKEN], undefined, {
					get: () => Promise.reject(new Error('not asked')),
				}) as Verdict
			).ok,
		).toBe(true);
		expect(aircall.read(received, undefined)[0]?.raw).toEqual({ event: 'call.hold' });
	});

	it('is refused with any one bit turned over, 10,000 in all', () => {
		const long = TOKEN.repeat(51);
		const flips = bitFlips({ token: long }, ['token'], 10_000);
		expect(flips.filter(({ changed }) => verify({ token: changed }, [long]).ok)).toEqual([]);
	});
});

describe('a link that bears its own permission', () => {
	it.each([
		['https://x.example/1?X-Amz-Date=20260504T093000Z&X-Amz-Expires=600', '2026-05-04T09:40:00.000Z'],
		['https://x.example/1?X-Amz-Date=20260504&X-Amz-Expires=600', undefined],
		['https://x.example/1?X-Amz-Date=20260504T093000Z', undefined],
		['https://x.example/1?X-Amz-Date=20260504T093000Z&X-Amz-Expires=-5', undefined],
		['https://x.example/1?X-Amz-Date=20260504T093000Z&X-Amz-Expires=9007199254740991', undefined],
		['not a link', undefined],
	])('%s works until %s', (link, until) => {
		expect(presignedUntil(link)).toBe(until);
	});
});
