import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amazonConnect } from '../../../../nodes/shared/provider/amazonConnect/amazonConnect';
import { ProviderParameters } from '../../../../nodes/shared/provider/ProviderParameters';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery } from '../delivery.ts';
import { expectEvents, expectEventsOrProblem } from '../expectEvents.ts';
import {
	NOTIFICATION,
	signed,
	snsDelivery,
	type SnsFields,
	StubOutside,
	SUBSCRIBE_URL,
	SUBSCRIPTION,
	TOPIC_ARN,
} from '../verify/snsVectors.ts';

const INSTANCE = 'arn:aws:connect:us-west-2:123456789012:instance/11111111-1111-4111-8111-111111111111';

const SNS = { delivery: 'sns', topicArns: TOPIC_ARN };

function settings(entered: Record<string, unknown> = {}) {
	const parameters: Record<string, unknown> = { connectionHeader: 'x-api-key', ...entered };
	const reader = new ProviderParameters((name) => parameters[name], 'UTC');
	return { settings: amazonConnect.settings(reader), faults: reader.faults };
}

function posted(payload: unknown, headers: Record<string, string> = {}) {
	return delivery({
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(payload),
	});
}

const eventBridge = settings().settings;
const sns = settings(SNS).settings;

function read(payload: unknown, parameters: Record<string, unknown> = {}) {
	return amazonConnect.read(posted(payload), settings(parameters).settings);
}

/** A contact event as EventBridge sends it. */
function event(detail: Record<string, unknown>) {
	return {
		id: 'e1',
		source: 'aws.connect',
		'detail-type': 'Amazon Connect Contact Event',
		time: '2026-05-04T09:25:30Z',
		detail: { contactId: 'c1', channel: 'VOICE', instanceArn: INSTANCE, ...detail },
	};
}

const FIXTURES = ['inboundAnswered', 'inboundMissed', 'inboundRecorded', 'transferred'] as const;

describe.each(FIXTURES)('fixture %s', (name) => {
	const fixture = jsonFixture('amazonConnect', name);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))(
		'$index $name',
		({ payload, index }) => {
			expectEvents(read(payload), fixture.events[index] ?? [], payload);
		},
	);

	it('is the same through SNS, but for the ids Amazon does not give', () => {
		for (const [index, { payload }] of fixture.deliveries.entries()) {
			const message = snsDelivery(signed({ ...NOTIFICATION, Message: JSON.stringify(payload) }));
			expectEvents(amazonConnect.read(message, sns), fixture.events[index] ?? [], payload);
		}
	});
});

it('a notification that is sent again in another dress, which no signature covers, is the same event', () => {
	const Message = JSON.stringify(event({ eventType: 'QUEUED' }).detail);
	const fields = signed({ ...NOTIFICATION, Message });
	const ids = [fields, { ...fields, Extra: 'x' }, { ...fields, UnsubscribeURL: '' }].map(
		(message) => amazonConnect.read(snsDelivery(message as SnsFields), sns)[0]?.eventId,
	);
	expect(new Set(ids).size).toBe(1);
	const other = signed({ ...NOTIFICATION, Message: Message.replace('c1', 'c2') });
	expect(ids).not.toContain(amazonConnect.read(snsDelivery(other), sns)[0]?.eventId);
});

describe('an event', () => {
	it('has the id Amazon gave it, and a record one that lasts until it changes', () => {
		expect(read(event({ eventType: 'QUEUED' }))[0]?.eventId).toBe('e1');
		const record = (updated: string) =>
			read({
				ContactId: 'c1',
				InitiationMethod: 'INBOUND',
				LastUpdateTimestamp: updated,
				Recording: { Location: 'bucket/1.wav' },
			}).map(({ eventId }) => eventId);
		const first = record('2026-05-04T09:27:00Z');
		expect(record('2026-05-04T09:27:00Z')).toEqual(first);
		expect(new Set([...first, ...record('2026-05-04T09:28:00Z')]).size).toBe(4);
	});

	it('may come without what EventBridge puts around it', () => {
		const [only] = read({ eventType: 'QUEUED', contactId: 'c1', initialContactId: 'c0', channel: 'Voice' });
		expect(only).toMatchObject({
			eventType: 'queued',
			callId: 'c1',
			parentCallId: 'c0',
			occurredAtSource: 'received',
		});
		expect(only?.eventId).toMatch(/^[0-9a-f]{64}$/);
	});

	it.each(['CHAT', 'TASK', 'EMAIL', 'Chat'])('of the channel %s is none', (channel) => {
		expect(read(event({ eventType: 'QUEUED', channel }))).toEqual([]);
	});

	it.each([
		['its ARN', INSTANCE, 1],
		['its ID', '11111111-1111-4111-8111-111111111111', 1],
		['the ARN of another', `${INSTANCE}2`, 0],
		['the end of its ID', '111111111111', 0],
	])('of the only instance by %s', (_name, instance, count) => {
		expect(read(event({ eventType: 'QUEUED' }), { instance })).toHaveLength(count);
	});

	it.each(['AMD_DISABLED', 'PAUSED', 'HOLOGRAM_OPENED', 'constructor', '__proto__', '', 5, null, ['QUEUED']])(
		'called %j is other',
		(eventType) => {
			expect(read(event({ eventType }))).toMatchObject([{ eventType: 'other', callId: 'c1', endedAt: null }]);
		},
	);

	it.each(['MONITOR', 'DISCONNECT'])(
		'of a contact begun by %s is other, since it is no call',
		(initiationMethod) => {
			for (const eventType of ['INITIATED', 'CONNECTED_TO_AGENT', 'DISCONNECTED']) {
				expect(read(event({ eventType, initiationMethod }))).toMatchObject([
					{ eventType: 'other', endedAt: null, direction: null },
				]);
			}
			expect(read({ ContactId: 'c1', InitiationMethod: initiationMethod })).toMatchObject([
				{ eventType: 'other' },
			]);
		},
	);

	it('is read in capitals too, as older samples have it', () => {
		const AgentInfo = {
			AgentArn: `${INSTANCE}/agent/a7`,
			connectedToAgentTimestamp: '2026-05-04T09:20:25.000Z',
		};
		expect(
			read(event({ eventType: 'CONNECTED_TO_AGENT', initiationMethod: 'INBOUND', AgentInfo })),
		).toMatchObject([{ eventType: 'answered', agent: { id: 'a7' }, answeredAt: '2026-05-04T09:20:25.000Z' }]);
	});
});

describe('an outbound contact', () => {
	const agentInfo = {
		agentArn: `${INSTANCE}/agent/a7`,
		connectedToAgentTimestamp: '2026-05-04T09:20:01.000Z',
	};
	const connectedToSystemTimestamp = '2026-05-04T09:20:15.000Z';
	const outbound = (detail: Record<string, unknown>) =>
		read(event({ initiationMethod: 'OUTBOUND', agentInfo, ...detail }))[0];

	it('is answered when both sides are there, whoever comes second', () => {
		expect(outbound({ eventType: 'CONNECTED_TO_AGENT' })).toMatchObject({
			eventType: 'other',
			answeredAt: null,
		});
		expect(outbound({ eventType: 'CONNECTED_TO_SYSTEM', connectedToSystemTimestamp })).toMatchObject({
			eventType: 'answered',
			answeredAt: connectedToSystemTimestamp,
		});
		const campaign = { agentInfo: { ...agentInfo, connectedToAgentTimestamp: '2026-05-04T09:20:20.000Z' } };
		expect(
			outbound({ eventType: 'CONNECTED_TO_AGENT', connectedToSystemTimestamp, ...campaign }),
		).toMatchObject({
			eventType: 'answered',
			answeredAt: '2026-05-04T09:20:20.000Z',
		});
	});

	it('swaps the two numbers', () => {
		const endpoints = {
			customerEndpoint: { address: '+14155550123' },
			systemEndpoint: { address: '+18005550199' },
		};
		expect(outbound({ eventType: 'INITIATED', ...endpoints })).toMatchObject({
			direction: 'outbound',
			from: '+18005550199',
			to: '+14155550123',
			customerNumber: '+14155550123',
			businessNumber: '+18005550199',
		});
	});

	it.each([
		[{ connectedToSystemTimestamp }, 'ended', 'answered'],
		[{}, 'missed', 'missed'],
		[{ disconnectReason: 'OUTBOUND_DESTINATION_ENDPOINT_ERROR' }, 'missed', 'failed'],
		[{ disconnectReason: 'OUTBOUND_ATTEMPT_FAILED' }, 'missed', 'failed'],
		[{ connectedToSystemTimestamp, answeringMachineDetectionStatus: 'VOICEMAIL_BEEP' }, 'ended', 'voicemail'],
		[{ answeringMachineDetectionStatus: 'SIT_TONE_BUSY' }, 'missed', 'busy'],
		[{ answeringMachineDetectionStatus: 'SIT_TONE_INVALID_NUMBER' }, 'missed', 'failed'],
		[{ answeringMachineDetectionStatus: 'AMD_UNANSWERED' }, 'missed', 'missed'],
	])('that ends with %j is %s, %s', (detail, eventType, outcome) => {
		expect(outbound({ eventType: 'DISCONNECTED', ...detail })).toMatchObject({ eventType, outcome });
	});
});

describe('an inbound contact that ends without an agent', () => {
	const queueInfo = { queueArn: `${INSTANCE}/queue/q1`, enqueueTimestamp: '2026-05-04T09:20:05.000Z' };

	it.each([
		['INBOUND', {}, 'missed', 'missed'],
		['INBOUND', { queueInfo }, 'missed', 'abandoned'],
		['TRANSFER', { queueInfo }, 'missed', 'abandoned'],
		['QUEUE_TRANSFER', { queueInfo }, 'missed', 'abandoned'],
		['INBOUND', { queueInfo, nextContactId: 'c2' }, 'ended', null],
	])('begun by %s with %j is %s, %s', (initiationMethod, detail, eventType, outcome) => {
		const disconnectTimestamp = '2026-05-04T09:21:00.000Z';
		expect(
			read(event({ eventType: 'DISCONNECTED', initiationMethod, disconnectTimestamp, ...detail })),
		).toMatchObject([{ eventType, outcome, endedAt: disconnectTimestamp }]);
	});

	it.each([
		['CUSTOMER_DISCONNECT', 'customer'],
		['AGENT_DISCONNECT', 'agent'],
		['TELECOM_PROBLEM', 'system'],
		['THIRD_PARTY_DISCONNECT', null],
		['SOMETHING_NEW', null],
	])('for the reason %s was ended by %s', (disconnectReason, endedBy) => {
		expect(read(event({ eventType: 'DISCONNECTED', disconnectReason }))).toMatchObject([
			{ endedBy, cause: { code: disconnectReason } },
		]);
	});
});

describe('a contact record', () => {
	it('of a call that was handed on says to whom', () => {
		const [only, ...more] = read({
			ContactId: 'c1',
			InitiationMethod: 'INBOUND',
			NextContactId: 'c2',
			TransferredToEndpoint: { Type: 'TELEPHONE_NUMBER', Address: '+14155550177' },
		});
		expect(only).toMatchObject({
			eventType: 'ended',
			outcome: null,
			transfer: { newCallId: 'c2', toNumber: '+14155550177' },
		});
		expect(more).toEqual([]);
	});

	it('leaves out what is no number', () => {
		const Agent = { CustomerHoldDuration: 'long', NumberOfHolds: -1, AgentInteractionDuration: {}, ARN: 5 };
		expect(
			read({ ContactId: 'c1', InitiationMethod: 'INBOUND', Agent, Queue: { Duration: '1e999' } }),
		).toMatchObject([{ holdSeconds: null, holdCount: null, talkSeconds: null, queueSeconds: null }]);
	});
});

describe('proof through EventBridge', () => {
	const verify = (headers: Record<string, string>, parameters: Record<string, unknown> = {}) =>
		amazonConnect.verify(
			posted({}, headers),
			['the-shared-secret', 'the-previous-one'],
			settings(parameters).settings,
			new StubOutside({}),
		);
	const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

	it.each([
		['an API key', { 'x-api-key': 'the-shared-secret' }, {}],
		['the previous API key', { 'x-api-key': 'the-previous-one' }, {}],
		['an API key of another name', { 'x-n8n': 'the-shared-secret' }, { connectionHeader: ' X-N8N ' }],
		['a bearer token', { authorization: 'Bearer the-shared-secret' }, { connectionHeader: 'Authorization' }],
		['a password', { authorization: basic('amazon:the-shared-secret') }, { authorizationType: 'basic' }],
	])('is %s', async (_name, headers, parameters) => {
		expect(await verify(headers as Record<string, string>, parameters)).toEqual({
			ok: true,
			scheme: 'fixedToken',
		});
	});

	it.each([
		['nothing', {}, {}, 'the token is missing'],
		['another key', { 'x-api-key': 'the-shared-secreT' }, {}, 'the token does not match'],
		[
			'the key twice',
			{ 'x-api-key': 'the-shared-secret, the-shared-secret' },
			{},
			'the token does not match',
		],
		[
			'the key where a password is expected',
			{ 'x-api-key': 'the-shared-secret' },
			{ authorizationType: 'basic' },
			'the token is missing',
		],
		[
			'a header name that is none',
			{ 'x-api-key': 'the-shared-secret' },
			{ connectionHeader: 'x api key' },
			'the verification settings are not complete',
		],
		['a message of SNS', { 'x-amz-sns-message-type': 'Notification' }, {}, 'the token is missing'],
	])('is not %s', async (_name, headers, parameters, reason) => {
		expect(await verify(headers as Record<string, string>, parameters)).toEqual({ ok: false, reason });
	});

	it('needs a secret, and by SNS none', () => {
		expect(amazonConnect.needsSecret?.(eventBridge)).toBe(true);
		expect(amazonConnect.needsSecret?.(sns)).toBe(false);
	});
});

describe('through SNS', () => {
	const verify = async (received: ReturnType<typeof snsDelivery>, outside: StubOutside) =>
		await amazonConnect.verify(received, [], sns, outside);

	it('a notification is proven by its signature, and a secret of EventBridge proves nothing', async () => {
		const outside = new StubOutside();
		expect(await verify(snsDelivery(signed(NOTIFICATION)), outside)).toEqual({
			ok: true,
			scheme: 'snsSignature',
		});
		expect(
			(await amazonConnect.verify(posted(event({}), { 'x-api-key': 's' }), ['s'], sns, outside)).ok,
		).toBe(false);
	});

	it('a subscription is confirmed at its address, and starts nothing', async () => {
		const outside = new StubOutside({ [SUBSCRIBE_URL]: '<ConfirmSubscriptionResponse/>' });
		const subscription = snsDelivery(signed(SUBSCRIPTION));
		expect(amazonConnect.read(subscription, sns)).toEqual([]);
		await amazonConnect.fulfill?.(subscription, sns, outside);
		expect(outside.asked).toEqual([SUBSCRIBE_URL]);
	});

	it('a subscription that cannot be confirmed now is to be sent again', async () => {
		const away = new StubOutside({});
		await expect(amazonConnect.fulfill?.(snsDelivery(signed(SUBSCRIPTION)), sns, away)).rejects.toMatchObject(
			{
				code: 'outside.status',
			},
		);
	});

	it.each([
		['a notification', NOTIFICATION, sns],
		['the end of a subscription', { ...SUBSCRIPTION, Type: 'UnsubscribeConfirmation' }, sns],
		['a subscription while EventBridge is expected', SUBSCRIPTION, eventBridge],
		[
			'a subscription at an address inside the network',
			{ ...SUBSCRIPTION, SubscribeURL: 'https://10.0.0.5/' },
			sns,
		],
	])('%s confirms nothing', async (_name, fields, by) => {
		const outside = new StubOutside();
		await amazonConnect.fulfill?.(snsDelivery(signed(fields)), by, outside);
		expect(outside.asked).toEqual([]);
	});

	it('the end of a subscription starts nothing', () => {
		const end = snsDelivery(signed({ ...SUBSCRIPTION, Type: 'UnsubscribeConfirmation' }));
		expect(amazonConnect.read(end, sns)).toEqual([]);
	});

	it.each(['Hello', '', '[]', '{"broken"', '"text"'])(
		'a message that is no event, such as %j, is other',
		(Message) => {
			const received = snsDelivery(signed({ ...NOTIFICATION, Message }));
			expect(amazonConnect.read(received, sns)).toMatchObject([
				{ eventType: 'other', callId: null, raw: { message: Message } },
			]);
		},
	);
});

describe('the fields', () => {
	it.each([
		[{ delivery: 'sns' }, 'topicArns', 'is empty, so that nobody could be let in'],
		[
			{ delivery: 'sns', topicArns: `${TOPIC_ARN}, arn:aws:sqs:us-west-2:123456789012:queue` },
			'topicArns',
			"holds 'arn:aws:sqs:us-west-2:123456789012:queue', which is not the ARN of a topic",
		],
		[{ delivery: 'pigeon' }, 'delivery', "is 'pigeon', which is not in its list"],
		[{ connectionHeader: 'two words' }, 'connectionHeader', 'is not the name of a header'],
		...['my-instance', `${INSTANCE}/queue/1`, 'arn:aws:connect:us-west-2:123456789012:instance/'].map(
			(instance): [Record<string, unknown>, string, string] => [
				{ instance },
				'instance',
				'is neither the ID nor the ARN of an instance, so that no event would match it',
			],
		),
	])('%j: a fault', (parameters, name, what) => {
		expect(settings(parameters).faults).toContainEqual(expect.objectContaining({ field: name, what }));
	});

	it.each([INSTANCE, '11111111-1111-4111-8111-111111111111'])('take the instance %s', (instance) => {
		expect(settings({ instance })).toMatchObject({ settings: { instance }, faults: [] });
		expect(read(event({ eventType: 'QUEUED' }), { instance })).toHaveLength(1);
	});

	it('take several topics', () => {
		const other = 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:more.fifo';
		expect(settings({ delivery: 'sns', topicArns: `${TOPIC_ARN},\n ${other} ` })).toMatchObject({
			settings: { delivery: { topicArns: new Set([TOPIC_ARN, other]) } },
			faults: [],
		});
	});
});

describe('any payload at all', () => {
	const names = fc.constantFrom(
		...['detail', 'eventType', 'contactId', 'ContactId', 'InitiationMethod', 'initiationMethod', 'channel'],
		...['agentInfo', 'queueInfo', 'agentArn', 'disconnectTimestamp', 'recordings', 'Recording', 'Location'],
		...['connectedToAgentTimestamp', 'customerEndpoint', 'address', 'id', 'time', '__proto__', 'constructor'],
	);
	const values = fc.oneof(
		fc.constantFrom(
			'DISCONNECTED',
			'QUEUED',
			'VOICE',
			'OUTBOUND',
			'INBOUND',
			'2026-05-04T09:20:00',
			'soon',
			-1,
			null,
		),
		fc.jsonValue({ maxDepth: 2 }),
	);
	const record = fc.dictionary(names, fc.oneof(values, fc.dictionary(names, values)), { maxKeys: 12 });

	it('is read into events of the schema, or refused with a reason', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					record,
					fc.jsonValue(),
					record.map((detail) => ({ detail })),
				),
				(payload) => {
					expectEventsOrProblem(() => read(payload));
					const Message = JSON.stringify(payload);
					expectEventsOrProblem(() => amazonConnect.read(snsDelivery({ ...signedShape, Message }), sns));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	const signedShape = signed(NOTIFICATION);
});
