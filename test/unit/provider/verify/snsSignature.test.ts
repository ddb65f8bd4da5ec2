import { generateKeyPairSync } from 'node:crypto';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { OutsideProblem } from '../../../../nodes/shared/provider/Provider';
import { SnsCertificates } from '../../../../nodes/shared/provider/verify/snsCertificates';
import { verifySnsSignature } from '../../../../nodes/shared/provider/verify/snsSignature';
import { certificateFor } from '../../../simulator/testCertificate.ts';
import { delivery, RECEIVED_AT } from '../delivery.ts';
import { bitFlips } from './bitFlips.ts';
import {
	CERT_URL,
	NOTIFICATION,
	signed,
	SNS_CERTIFICATE,
	SNS_KEY,
	snsDelivery,
	type SnsFields,
	StubOutside,
	SUBSCRIBE_URL,
	SUBSCRIPTION,
	TOPIC_ARN,
} from './snsVectors.ts';

const TOPICS = new Set([TOPIC_ARN]);

const PROVEN = { ok: true, scheme: 'snsSignature' };

async function verdict(fields: SnsFields, outside = new StubOutside(), known = new SnsCertificates()) {
	return await verifySnsSignature(snsDelivery(fields), TOPICS, outside, known);
}

async function reason(fields: SnsFields, outside = new StubOutside()) {
	const result = await verdict(fields, outside);
	return result.ok ? 'proven' : result.reason;
}

describe('a message of SNS', () => {
	const without = (name: string) =>
		Object.fromEntries(Object.entries(NOTIFICATION).filter(([field]) => field !== name));

	it.each([
		['a notification, version 1', signed(NOTIFICATION, '1')],
		['a notification, version 2', signed(NOTIFICATION, '2')],
		['a notification without a subject', signed(without('Subject'))],
		['a notification with an empty subject', signed({ ...NOTIFICATION, Subject: '' })],
		['a subscription, version 1', signed(SUBSCRIPTION, '1')],
		['a subscription, version 2', signed(SUBSCRIPTION, '2')],
		['the end of a subscription', signed({ ...SUBSCRIPTION, Type: 'UnsubscribeConfirmation' })],
		['text beyond ASCII', signed({ ...NOTIFICATION, Message: 'Grüße an Renée 📞\n' })],
		['a time an hour ago', signed({ ...NOTIFICATION, Timestamp: '2026-05-04T08:30:00.000Z' })],
	])('is proven: %s', async (_name, fields) => {
		expect(await verdict(fields)).toEqual(PROVEN);
	});

	it('is proven as JSON by its content type as well', async () => {
		const typed = snsDelivery(signed(NOTIFICATION), { 'content-type': 'application/json' });
		expect(await verifySnsSignature(typed, TOPICS, new StubOutside(), new SnsCertificates())).toEqual(PROVEN);
	});

	it('is proven where China has its own hosts and names', async () => {
		const topic = 'arn:aws-cn:sns:cn-north-1:123456789012:connect-events';
		const url = CERT_URL.replace('us-west-2.amazonaws.com', 'cn-north-1.amazonaws.com.cn');
		const page = certificateFor(SNS_KEY, { commonName: 'sns-cn-north-1.amazonaws.com.cn' });
		const fields = signed({ ...NOTIFICATION, TopicArn: topic, SigningCertURL: url });
		const outside = new StubOutside({ [url]: page });
		expect(
			await verifySnsSignature(snsDelivery(fields), new Set([topic]), outside, new SnsCertificates()),
		).toEqual(PROVEN);
	});
});

describe('a message that is refused, with nothing fetched for it', () => {
	it.each([
		['another topic', { TopicArn: `${TOPIC_ARN}2` }, 'the topic is not one of those listed'],
		['an older time', { Timestamp: '2026-05-04T08:29:59.000Z' }, 'the signed time is 3601 s old'],
		[
			'a future time',
			{ Timestamp: '2026-05-04T10:30:01.000Z' },
			"the signed time is 3601 s ahead of this computer's clock",
		],
		['a time that is none', { Timestamp: 'soon' }, 'the signed time cannot be read'],
		[
			'an unknown type',
			{ Type: 'Greeting' },
			'the body is no message of SNS; raw message delivery may be on',
		],
		['version 3', { SignatureVersion: '3' }, 'the version of the signature is not known'],
		['no signature', { Signature: '' }, 'the signature is not Base64'],
		['a signature with a space', { Signature: ' AAAA' }, 'the signature is not Base64'],
	])('%s', async (_name, changes, expected) => {
		const outside = new StubOutside();
		expect(await reason({ ...signed(NOTIFICATION), ...changes } as SnsFields, outside)).toBe(expected);
		expect(outside.asked).toEqual([]);
	});

	it.each([
		['of another type', { 'x-amz-sns-message-type': 'SubscriptionConfirmation' }],
		['missing', { 'x-amz-sns-message-type': '' }],
		['doubled', { 'x-amz-sns-message-type': 'Notification, Notification' }],
	])('the header with the type %s', async (_name, headers) => {
		const outside = new StubOutside();
		expect(await verifySnsSignature(snsDelivery(signed(NOTIFICATION), headers), TOPICS, outside)).toEqual({
			ok: false,
			reason: "the header 'x-amz-sns-message-type' is another type",
		});
		expect(outside.asked).toEqual([]);
	});

	it.each(['[]', '"text"', '{', '', 'null', '{"Type":"Notification"}', '{"Type":["Notification"]}'])(
		'the body %s',
		async (body) => {
			const outside = new StubOutside();
			const received = delivery({ headers: { 'content-type': 'text/plain' }, body });
			expect(await verifySnsSignature(received, TOPICS, outside)).toEqual({
				ok: false,
				reason: 'the body is no message of SNS; raw message delivery may be on',
			});
			expect(outside.asked).toEqual([]);
		},
	);

	it.each([
		'http://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com:8443/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com:443/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://user@sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com@evil.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com.evil.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://evil.example/sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://evil.example\\@sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://snsXus-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com.cn.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.s3.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://s3.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://SNS.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com./SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem?Action=Publish',
		'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem#x',
		'https://sns.us-west-2.amazonaws.com/?Action=GetTopicAttributes&x=/SimpleNotificationService-f3ec.pem',
		'https://sns.us-west-2.amazonaws.com/a/../SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://sns.us-west-2.amazonaws.com/other.pem',
		'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem.html',
		' https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://127.0.0.1/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'https://169.254.169.254/latest/meta-data/x.pem',
		'file:///etc/ssl/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
		'data:text/plain,SimpleNotificationService.pem',
		'nonsense',
		'',
	])('a certificate at %s', async (SigningCertURL) => {
		const outside = new StubOutside({ [SigningCertURL]: SNS_CERTIFICATE });
		expect(await reason(signed({ ...NOTIFICATION, SigningCertURL }), outside)).toBe(
			'the signing certificate is not at an address of SNS',
		);
		expect(outside.asked).toEqual([]);
	});

	const query = SUBSCRIBE_URL.slice(SUBSCRIBE_URL.indexOf('?'));

	it.each([
		`http://sns.us-west-2.amazonaws.com/${query}`,
		`https://127.0.0.1/${query}`,
		`https://10.0.0.5:5678/rest/workflows${query}`,
		`https://169.254.169.254/${query}`,
		`https://[::1]/${query}`,
		`https://localhost/${query}`,
		`https://n8n.internal/${query}`,
		`https://evil.example/${query}`,
		`https://sns.us-west-2.amazonaws.com@evil.example/${query}`,
		`https://user:pass@sns.us-west-2.amazonaws.com/${query}`,
		`https://sns.us-west-2.amazonaws.com:8443/${query}`,
		`https://sns.us-west-2.amazonaws.com/path${query}`,
		`https://sns.us-west-2.amazonaws.com/${query}#fragment`,
		`https://sqs.us-west-2.amazonaws.com/${query}`,
		SUBSCRIBE_URL.replace('ConfirmSubscription', 'DeleteTopic'),
		SUBSCRIBE_URL.replace('Action=ConfirmSubscription', 'Action=ConfirmSubscription&Action=Publish'),
		SUBSCRIBE_URL.replace(TOPIC_ARN, `${TOPIC_ARN}2`),
		SUBSCRIBE_URL.replace('Token=', 'Token=1'),
		SUBSCRIBE_URL.replace('Token=', 'token='),
		'https://sns.us-west-2.amazonaws.com/',
		'',
	])('a subscription to be confirmed at %s', async (SubscribeURL) => {
		const outside = new StubOutside();
		expect(await reason(signed({ ...SUBSCRIPTION, SubscribeURL }), outside)).toBe(
			'the subscription is not to be confirmed at an address of SNS',
		);
		expect(outside.asked).toEqual([]);
	});
});

describe('the certificate', () => {
	const page = (options: Parameters<typeof certificateFor>[1]) =>
		new StubOutside({
			[CERT_URL]: certificateFor(SNS_KEY, { commonName: 'sns.amazonaws.com', ...options }),
		});
	const other = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	}).privateKey;
	const elliptic = generateKeyPairSync('ec', {
		namedCurve: 'P-256',
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	}).privateKey;
	const sns = { commonName: 'sns.amazonaws.com' };

	it.each([
		[
			'of another key',
			new StubOutside({ [CERT_URL]: certificateFor(other, sns) }),
			'the signature does not match',
		],
		['that has expired', page({ to: '260504092959Z' }), 'the signing certificate has expired'],
		['that is not valid yet', page({ from: '260504093001Z' }), 'the signing certificate is not valid yet'],
		['of someone else', page({ commonName: 'evil.example' }), 'the signing certificate is not one of SNS'],
		[
			'of someone else with SNS in the name',
			page({ commonName: 'sns.amazonaws.com.evil.example' }),
			'the signing certificate is not one of SNS',
		],
		[
			'with a key of another kind',
			new StubOutside({ [CERT_URL]: certificateFor(elliptic, sns) }),
			'what stands at the address of the signing certificate is none with an RSA key',
		],
		[
			'that is none',
			new StubOutside({ [CERT_URL]: '<html>Not found</html>' }),
			'what stands at the address of the signing certificate is none with an RSA key',
		],
	])('%s proves nothing', async (_name, outside, expected) => {
		expect(await reason(signed(NOTIFICATION), outside)).toBe(expected);
	});

	it('that cannot be fetched leaves the question open, and is asked for again', async () => {
		const known = new SnsCertificates();
		const away = new StubOutside({});
		await expect(verdict(signed(NOTIFICATION), away, known)).rejects.toThrow(OutsideProblem);
		expect(await verdict(signed(NOTIFICATION), new StubOutside(), known)).toEqual(PROVEN);
	});

	it('is fetched once an hour, also when many messages come at once', async () => {
		const known = new SnsCertificates();
		const outside = new StubOutside();
		await Promise.all(
			Array.from({ length: 20 }, async () => await verdict(signed(NOTIFICATION), outside, known)),
		);
		expect(outside.asked).toEqual([CERT_URL]);
		const get = async (url: string) => await outside.get(url);
		const start = DateTime.fromISO(RECEIVED_AT);
		await known.at(CERT_URL, start.plus({ minutes: 59 }), get);
		expect(outside.asked).toHaveLength(1);
		await known.at(CERT_URL, start.plus({ minutes: 60 }), get);
		expect(outside.asked).toHaveLength(2);
	});

	it('is asked for again where something else stood in its place for once', async () => {
		const known = new SnsCertificates();
		const page = new StubOutside({ [CERT_URL]: '<html>Please log in</html>' });
		expect(await verdict(signed(NOTIFICATION), page, known)).toMatchObject({ ok: false });
		expect(await verdict(signed(NOTIFICATION), new StubOutside(), known)).toEqual(PROVEN);
	});

	it('is not put out by addresses at which there is none', async () => {
		const known = new SnsCertificates();
		const outside = new StubOutside();
		const at = DateTime.fromISO(RECEIVED_AT);
		const get = async (url: string) => await outside.get(url);
		await known.at(CERT_URL, at, get);
		for (let index = 0; index < 40; index += 1) {
			await expect(known.at(`https://sns.example/${index}.pem`, at, get)).rejects.toThrow(OutsideProblem);
		}
		await known.at(CERT_URL, at, get);
		expect(outside.asked).toHaveLength(41);
	});

	it('is kept for 32 addresses and no more', async () => {
		const known = new SnsCertificates();
		const urls = Array.from({ length: 33 }, (_, index) => `https://sns.example/${index}.pem`);
		const outside = new StubOutside(Object.fromEntries(urls.map((url) => [url, SNS_CERTIFICATE])));
		const at = DateTime.fromISO(RECEIVED_AT);
		const get = async (url: string) => await outside.get(url);
		for (const url of urls) await known.at(url, at, get);
		await known.at(urls[32] ?? '', at, get);
		expect(outside.asked).toHaveLength(33);
		await known.at(urls[0] ?? '', at, get);
		expect(outside.asked).toHaveLength(34);
	});
});

describe.each(['1', '2'] as const)('a signature of version %s', (version) => {
	const names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Signature'];

	it('is refused with one bit turned over, 10,000 times', async () => {
		const original = signed({ ...NOTIFICATION, Message: NOTIFICATION.Message?.repeat(20) ?? '' }, version);
		const known = new SnsCertificates();
		const outside = new StubOutside();
		expect(await verdict(original, outside, known)).toEqual(PROVEN);
		const accepted: string[] = [];
		for (const { name, bit, changed } of bitFlips(original, names, 10_000)) {
			const result = await verdict({ ...original, [name]: changed }, outside, known);
			if (result.ok) accepted.push(`${name} bit ${bit}`);
		}
		expect(accepted).toEqual([]);
		expect(outside.asked).toEqual([CERT_URL]);
	});
});
