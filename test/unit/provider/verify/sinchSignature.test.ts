import { createHash, createHmac } from 'node:crypto';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { verifySinchSignature } from '../../../../nodes/shared/provider/verify/sinchSignature';
import { delivery } from '../delivery.ts';
import { bitFlips } from './bitFlips.ts';

/** The example of Sinch's documentation, 'Callback request signing' (Voice API); Voice 2.0 signs alike as `service`. */
const EXAMPLE = {
	secret: 'BeIukql3pTKJ8RGL5zo0DA==',
	url: 'https://callbacks.yourdomain.com/sinch/callback/ace',
	body: '{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","timestamp":"2014-09-24T10:59:41Z","version":1}',
	authorization:
		'application 669E367E-6BBA-48AB-AF15-266871C28135:Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=',
	timestamp: '2014-09-24T10:59:41Z',
	type: 'application/json',
};

function received(changes: Partial<typeof EXAMPLE & { method: string }> = {}, seconds = 0) {
	const { url, body, authorization, timestamp, type } = { ...EXAMPLE, ...changes };
	return delivery({
		method: changes.method ?? 'POST',
		urls: ['https://callbacks.yourdomain.com/webhook-test/other', `${url}?a=1`],
		headers: { authorization, 'x-timestamp': timestamp, 'content-type': type },
		body,
		receivedAt: DateTime.fromISO(EXAMPLE.timestamp, { zone: 'utc' }).plus({ seconds }),
	});
}

const verify = (changes = {}, seconds = 0, secrets = [EXAMPLE.secret]) =>
	verifySinchSignature(received(changes, seconds), secrets, 300);

const PROVEN = { ok: true, scheme: 'sinchSignature' };

describe("the signature of Sinch's documentation", () => {
	it('is proven, also with the previous secret', () => {
		expect(verify()).toEqual(PROVEN);
		expect(verify({}, 300, ['AAAAAAAAAAAAAAAAAAAAAA==', EXAMPLE.secret])).toEqual(PROVEN);
	});

	it('is proven as Voice 2.0 writes it', () => {
		expect(verify({ authorization: EXAMPLE.authorization.replace('application', 'service') })).toEqual(
			PROVEN,
		);
	});

	it.each([
		['another method', { method: 'PUT' }, 0, 'the signature does not match'],
		[
			'another path',
			{ url: 'https://callbacks.yourdomain.com/sinch/callback/dice' },
			0,
			'the signature does not match',
		],
		['another content type', { type: 'application/json; charset=utf-8' }, 0, 'the signature does not match'],
		['another body', { body: `${EXAMPLE.body} ` }, 0, 'the signature does not match'],
		['another time', { timestamp: '2014-09-24T10:59:42Z' }, 0, 'the signature does not match'],
		['an old time', {}, 301, 'the signed time is 301 s old'],
		['no time', { timestamp: '' }, 0, "the header 'x-timestamp' is missing"],
		[
			'another scheme',
			{ authorization: 'Bearer x' },
			0,
			"the header 'authorization' bears no signature of Sinch",
		],
		[
			'no signature',
			{ authorization: 'service x:' },
			0,
			"the header 'authorization' bears no signature of Sinch",
		],
	])('is refused with %s', (_name, changes, seconds, reason) => {
		expect(verify(changes, seconds)).toEqual({ ok: false, reason });
	});

	it('is refused without a secret, and with one that is no Base64', () => {
		expect(verify({}, 0, []).ok).toBe(false);
		expect(verify({}, 0, ['', '!!']).ok).toBe(false);
	});

	it('is refused with one bit turned over, 10,000 times', () => {
		const body = EXAMPLE.body.repeat(12);
		const text = [
			'POST',
			createHash('md5').update(body).digest('base64'),
			EXAMPLE.type,
			`x-timestamp:${EXAMPLE.timestamp}`,
			'/sinch/callback/ace',
		].join('\n');
		const signature = createHmac('sha256', Buffer.from(EXAMPLE.secret, 'base64'))
			.update(text)
			.digest('base64');
		const parts = { body, signature, timestamp: EXAMPLE.timestamp, type: EXAMPLE.type };
		const verdict = (now: typeof parts) => verify({ ...now, authorization: `service x:${now.signature}` });
		expect(verdict(parts)).toEqual(PROVEN);
		const accepted = bitFlips(parts, Object.keys(parts), 10_000)
			.filter(({ name, changed }) => verdict({ ...parts, [name]: changed }).ok)
			.map(({ name, bit }) => `${name} bit ${bit}`);
		expect(accepted).toEqual([]);
	});
});
