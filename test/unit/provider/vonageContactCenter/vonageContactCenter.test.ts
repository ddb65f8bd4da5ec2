import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import { vonageContactCenter } from '../../../../nodes/shared/provider/vonageContactCenter/vonageContactCenter';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery } from '../delivery.ts';
import { expectEvents, expectEventsOrProblem } from '../expectEvents.ts';
import { bitFlips } from '../verify/bitFlips.ts';
import { hs256, NOW } from '../verify/jwt.ts';
import { StubOutside } from '../verify/snsVectors.ts';

const CLOUD_EVENT = { 'content-type': 'application/cloudevents+json' };

function settings(parameters: Record<string, unknown> = {}) {
	return vonageContactCenter.settings(new ProviderParameters((name) => parameters[name], 'UTC'));
}

const all = settings({ 'options.legEvents': true });

function posted(payload: unknown, headers: Record<string, string> = {}) {
	return delivery({ headers: { ...CLOUD_EVENT, ...headers }, body: JSON.stringify(payload) });
}

function read(payload: unknown) {
	return vonageContactCenter.read(posted(payload), all);
}

function channel(type: string, data: Record<string, unknown> = {}) {
	return {
		specversion: '1.0',
		type,
		id: 'e1',
		source: '/channel',
		time: '2022-08-30T14:34:36.6134321Z',
		data: { channel: { interactionId: 'i1', channelId: 'ch1', party: { role: 'customer' } }, ...data },
	};
}

/** There is no sample of a recording: none of the events tells of one. */
describe.each(['inboundAnswered', 'inboundMissed', 'outboundBusy'])('fixture %s', (name) => {
	const fixture = jsonFixture('vonageContactCenter', name);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))(
		'$index $name',
		({ payload, index }) => {
			expectEvents(read(payload), fixture.events[index] ?? [], payload);
		},
	);

	it('drops what happens to one agent only, unless it is asked for', () => {
		const kept = fixture.deliveries.map(
			({ payload }) => vonageContactCenter.read(posted(payload), settings()).length,
		);
		expect(kept).toEqual(fixture.deliveries.map((_, index) => (fixture.legEvents?.includes(index) ? 0 : 1)));
	});

	it('is the same in one batch', () => {
		const events = read(fixture.deliveries.map(({ payload }) => payload));
		expect(events.map(({ eventId }) => eventId)).toEqual(fixture.events.flat().map(({ eventId }) => eventId));
	});
});

describe('an event', () => {
	it.each([
		'channel.parked.v1',
		'channel.unparked.v1',
		'channel.interrupted.v1',
		'channel.resumed.v1',
		'channel.levitated.v9',
		'agent.presencechanged.v1',
		'constructor',
		'channel.constructor',
	])('of the type %s is other', (type) => {
		expect(read(channel(type))).toMatchObject([{ eventType: 'other', endedAt: null, answeredAt: null }]);
	});

	it.each(['channel.held', 'channel.held.v0', 'Channel.Held.V12'])(
		'is known by its type in any version: %s',
		(type) => {
			expect(read(channel(type))).toMatchObject([{ eventType: 'held', callId: 'i1', legId: 'ch1' }]);
		},
	);

	it('without a time of its own has that of the notification', () => {
		expect(read(channel('channel.held.v1'))).toMatchObject([
			{ occurredAt: '2022-08-30T14:34:36.613Z', occurredAtSource: 'vendor' },
		]);
	});

	it.each([
		['busy', 'busy'],
		['rejected', 'rejected'],
		['NoAnswer', 'missed'],
		['released', 'missed'],
		[undefined, 'missed'],
		[5, 'missed'],
	])('that a channel failed for the reason %j is %s', (reason, outcome) => {
		expect(read(channel('channel.connectionfailed.v1', { reason }))).toMatchObject([
			{ eventType: 'missed', outcome },
		]);
	});

	it.each([
		['cloudEvent.attribute', {}],
		['cloudEvent.attribute', { specversion: '1.0', type: 'x', source: 's' }],
		['cloudEvent.attribute', { specversion: '1.0', type: 'x', source: 's', id: 5 }],
		['cloudEvent.version', { specversion: '0.3', type: 'x', source: 's', id: '1' }],
		['cloudEvent.attribute', [[]]],
	])('that is none is refused: %s', (code, payload) => {
		expect(() => read(payload)).toThrow(expect.objectContaining({ code }) as Error);
	});
});

/** The key of Vonage's own example of a consumer: 'Verifying and responding to a signed webhook notification'. */
const SIGNING_KEY = 'YqABRE18Vk2zfiVVMV7uag==';

const KEY = Buffer.from(SIGNING_KEY, 'base64');

function token(body: string, { claims = {}, key = KEY, header = {} } = {}) {
	const payload_hash = createHash('sha256').update(body).digest('hex');
	return hs256({ iat: NOW, exp: NOW + 300, payload_hash, ...claims }, key, {
		alg: 'HS256',
		typ: 'JWT',
		...header,
	});
}

const BODY = JSON.stringify(jsonFixture('vonageContactCenter', 'inboundAnswered').deliveries[0]?.payload);

describe('the proof', () => {
	const verify = async (jwt: string, body = BODY, secrets = [SIGNING_KEY]) =>
		await vonageContactCenter.verify(
			delivery({ headers: { ...CLOUD_EVENT, 'vonage-signature': jwt }, body }),
			secrets,
			all,
			new StubOutside({}),
		);
	const PROVEN = { ok: true, scheme: 'vonageContactCenterJwt' };

	it('is a token signed with what the signing key stands for', async () => {
		expect(await verify(`Bearer ${token(BODY)}`)).toEqual(PROVEN);
	});

	it('may be signed with the text of the signing key, and with the previous one', async () => {
		expect(await verify(`Bearer ${token(BODY, { key: Buffer.from(SIGNING_KEY) })}`)).toEqual(PROVEN);
		expect(await verify(`Bearer ${token(BODY)}`, BODY, ['bmV3IGtleSBvZiB0b2RheQ==', SIGNING_KEY])).toEqual(
			PROVEN,
		);
	});

	it.each([
		['another key', `Bearer ${token(BODY, { key: Buffer.from('another key') })}`],
		['another body', `Bearer ${token(`${BODY} `)}`],
		['a body that is not hashed', `Bearer ${token(BODY, { claims: { payload_hash: undefined } })}`],
		['a token of six minutes ago', `Bearer ${token(BODY, { claims: { iat: NOW - 360, exp: NOW - 60 } })}`],
		['a token of the future', `Bearer ${token(BODY, { claims: { iat: NOW + 360, exp: NOW + 660 } })}`],
		['no algorithm', `Bearer ${token(BODY, { header: { alg: 'none' } })}`],
		['another algorithm', `Bearer ${token(BODY, { header: { alg: 'HS512' } })}`],
		['no word before the token', token(BODY)],
		['two tokens', `Bearer ${token(BODY)}, Bearer ${token(BODY)}`],
		['nothing', ''],
	])('is refused with %s', async (_name, header) => {
		expect((await verify(header)).ok).toBe(false);
	});

	it('is refused with one bit turned over, 10,000 times', async () => {
		const long = BODY.repeat(3);
		const parts = { body: long, token: token(long) };
		expect(await verify(`Bearer ${parts.token}`, parts.body)).toEqual(PROVEN);
		const accepted: string[] = [];
		for (const { name, bit, changed } of bitFlips(parts, ['body', 'token'], 10_000)) {
			const now = { ...parts, [name]: changed };
			if ((await verify(`Bearer ${now.token}`, now.body)).ok) accepted.push(`${name} bit ${bit}`);
		}
		expect(accepted).toEqual([]);
	});

	it('needs a secret that is Base64', () => {
		expect(vonageContactCenter.checkSecret(SIGNING_KEY, all)).toBeUndefined();
		expect(vonageContactCenter.checkSecret('bXlfc2VjcmV0X2tleQ', all)).toBeUndefined();
		expect(vonageContactCenter.checkSecret('my_secret_key', all)).toMatchObject({
			what: 'The secret is not Base64, as every signing key of Vonage Contact Center is.',
		});
	});
});

describe('any payload at all', () => {
	const names = fc.constantFrom(
		...[
			'specversion',
			'type',
			'id',
			'source',
			'time',
			'data',
			'channel',
			'party',
			'role',
			'timestamp',
			'reason',
		],
		...['interactionId', 'channelId', 'agentId', '__proto__'],
	);
	const value = fc.oneof(
		fc.constantFrom('1.0', 'agent', 'channel.connected.v1', 'soon', 1e999),
		fc.jsonValue({ maxDepth: 2 }),
	);
	const nested = (inner: fc.Arbitrary<unknown>) =>
		fc.dictionary(names, fc.oneof(value, inner), { maxKeys: 6 });
	const record = nested(nested(nested(value)));
	const valid = record.map((data) => ({ ...channel('channel.connectionfailed.v1'), data }));

	it('is read into events of the schema, or refused with a reason', () => {
		fc.assert(
			fc.property(fc.oneof(record, valid, fc.array(valid, { maxLength: 3 }), fc.jsonValue()), (payload) => {
				expectEventsOrProblem(() => read(payload));
			}),
			{ numRuns: 1_000 },
		);
	});
});
