import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { cloudEvent } from '../../../nodes/shared/provider/cloudEvent';
import type { Delivery } from '../../../nodes/shared/provider/Delivery';
import { mediaType, queryOf } from '../../../nodes/shared/provider/Delivery';
import { parsePath, valueAt, withoutPath } from '../../../nodes/shared/provider/path';
import type { Provider } from '../../../nodes/shared/provider/Provider';
import { ProviderParameters } from '../../../nodes/shared/provider/ProviderParameters';
import { PROVIDERS } from '../../../nodes/shared/provider/providers';
import { secretProblem } from '../../../nodes/shared/provider/secret';
import { scanJson } from '../../../nodes/shared/provider/body/jsonText';
import { formFields } from '../../../nodes/shared/provider/body/form';
import { readBody } from '../../../nodes/shared/provider/body/readBody';
import { outsideReplayWindow } from '../../../nodes/shared/provider/verify/replayWindow';
import { isSigningCertUrl, isSubscribeUrlOf } from '../../../nodes/shared/provider/verify/snsAddresses';
import { signedSnsText, snsMessage } from '../../../nodes/shared/provider/verify/snsMessage';
import { standardWebhooksKey } from '../../../nodes/shared/provider/verify/standardWebhooks';
import { twilioUrlForms } from '../../../nodes/shared/provider/verify/twilioSignature';
import {
	below,
	mutatedBytes,
	mutatedJson,
	mutatedText,
	mutatedValue,
	oddAnything,
	oddText,
	oddValue,
	pick,
	type Random,
	wellFormed,
} from '../mutations.ts';
import { checkFaults, demand, type Target } from '../Target.ts';

const SECRET = 'YSBsb25nIHJhbmRvbSBrZXksIGluIEJhc2U2NA==';

const NOW = DateTime.fromISO('2026-05-04T09:30:00.000Z', { zone: 'utc' });

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'providers');

interface Sent {
	readonly headers: Readonly<Record<string, string>>;
	/** JSON, or the fields of a form. */
	readonly payload: unknown;
}

/** Everything the fixtures say a provider sends. */
function sentBy(name: string): Sent[] {
	const folder = join(FIXTURES, name);
	let files: string[];
	try {
		files = readdirSync(folder);
	} catch {
		return [];
	}
	return files.flatMap((file) => {
		const { deliveries } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
			deliveries: Array<{ payload?: unknown; form?: unknown; headers?: Record<string, string> }>;
		};
		return deliveries.map(({ payload, form, headers = {} }) => ({ headers, payload: payload ?? form }));
	});
}

const ARN = 'arn:aws:sns:us-east-1:123456789012:calls';

const SNS = {
	Type: 'SubscriptionConfirmation',
	MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
	TopicArn: ARN,
	Message: '{"detail":{"contactId":"a"}}',
	Timestamp: NOW.toISO(),
	SignatureVersion: '2',
	Signature: 'c2lnbmF0dXJl',
	SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
	Token: '2336412f37',
	SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${ARN}&Token=2336412f37`,
};

/** The ways to set up the providers, so that each of their readers and verifiers is met. */
const WAYS: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
	[
		'generic',
		{ verification: 'hmac', signatureHeader: 'X-Signature', signedText: '{id}.{timestamp}.{url}.{body}' },
	],
	['generic', { verification: 'fixedToken', tokenLocation: 'bodyField', bodyField: 'token' }],
	[
		'generic',
		{ options: { listOfEvents: '$' }, fieldMapping: { row: [{ field: 'callId', path: 'call.id' }] } },
	],
	['cloudEvents', { verification: 'sinch' }],
	['cloudEvents', { verification: 'fixedToken', tokenLocation: 'header', headerName: 'Authorization' }],
	['amazonConnect', { delivery: 'sns', topicArns: ARN }],
	['amazonConnect', { authorizationType: 'basic' }],
	...PROVIDERS.map(({ name }): [string, Record<string, unknown>] => [name, {}]),
];

const USUAL = {
	timestampHeader: 'X-Timestamp',
	idHeader: 'X-Id',
	connectionHeader: 'x-api-key',
	cdrHeader: 'X-Webhook-Key',
};

function parameterReader(parameters: Record<string, unknown>): ProviderParameters {
	return new ProviderParameters(
		(name) =>
			name
				.split('.')
				.reduce<unknown>(
					(at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
					parameters,
				),
		'Europe/Berlin',
	);
}

const TYPES = [
	'application/json',
	'application/x-www-form-urlencoded',
	'application/cloudevents+json',
	'application/cloudevents-batch+json',
	'text/plain',
	'application/jwt',
	'',
];

const HEADERS = [
	...['authorization', 'vonage-signature', 'x-zm-signature', 'x-zm-request-timestamp', 'x-twilio-signature'],
	...['verification-token', 'validation-token', 'x-signature', 'x-timestamp', 'x-id', 'x-api-key'],
	...['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-amz-sns-message-type', 'x-webhook-key'],
	...['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-subject', 'ce-proto', '__proto__'],
];

function base64Json(value: unknown): string {
	return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}

function jwt(random: Random, body: Buffer): string {
	const header = random() < 0.8 ? { alg: 'HS256', typ: 'JWT' } : oddValue(random);
	const now = NOW.toSeconds();
	const claims = mutatedValue(random, {
		iat: now,
		iss: 'Vonage',
		payload_hash: createHash('sha256').update(body).digest('hex'),
		application_id: 'abc',
		exp: now + 60,
	});
	const text = `${base64Json(header)}.${base64Json(claims)}`;
	const signature = createHmac('sha256', SECRET).update(text).digest('base64url');
	return mutatedText(random, `${text}.${signature}`, 1);
}

function proof(random: Random, body: Buffer): string {
	switch (below(random, 8)) {
		case 0:
			return oddText(random);
		case 1:
			return `Bearer ${random() < 0.5 ? SECRET : jwt(random, body)}`;
		case 2:
			return `Basic ${Buffer.from(`n8n:${SECRET}`).toString('base64')}`;
		case 3:
			return mutatedText(
				random,
				`service x:${createHmac('sha256', SECRET).update(body).digest('base64')}`,
				1,
			);
		case 4:
			return `v1,${createHmac('sha256', SECRET).update(body).digest('base64')} v0=${oddText(random)}`;
		case 5:
			return String(NOW.toSeconds());
		case 6:
			return pick(random, ['1.0', 'Notification', 'SubscriptionConfirmation', SECRET]);
		default:
			return createHmac('sha1', SECRET).update(body).digest('hex');
	}
}

function bodyOf(random: Random, payload: unknown): { body: Buffer; type: string } {
	const isForm = typeof payload === 'object' && payload !== null && random() < 0.3;
	if (isForm) {
		const mutated = mutatedValue(random, payload);
		const pairs = Object.entries(typeof mutated === 'object' && mutated !== null ? mutated : { mutated });
		const text = pairs
			.map(([name, value]) => {
				const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
				return `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(written))}`;
			})
			.join('&');
		return { body: Buffer.from(text), type: 'application/x-www-form-urlencoded' };
	}
	const text = Buffer.from(mutatedJson(random, payload));
	return { body: random() < 0.1 ? mutatedBytes(random, text) : text, type: 'application/json' };
}

function deliveryOf(random: Random, sent: readonly Sent[]): Delivery {
	const { headers, payload } =
		sent.length > 0 ? pick(random, sent) : { headers: {}, payload: oddValue(random) };
	const { body, type } = bodyOf(random, payload);
	const given: Record<string, string> = { 'content-type': random() < 0.9 ? type : pick(random, TYPES) };
	for (const [name, value] of Object.entries(headers))
		given[name.toLowerCase()] = mutatedText(random, value, 1);
	for (let more = below(random, 5); more > 0; more -= 1) {
		Object.defineProperty(given, pick(random, HEADERS), {
			value: proof(random, body),
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	const query = random() < 0.2 ? `?${mutatedText(random, 'bodySHA256=abc&a=b', 2)}` : '';
	const rawBody = random() < 0.03 ? Buffer.from(jwt(random, body)) : body;
	return {
		method: 'POST',
		headers: given,
		urls: [`https://n8n.example.com/webhook/abc/telephony${query}`],
		rawBody,
		receivedAt: NOW,
	};
}

/** Nothing outside is ever asked for what is not proven, and what is asked for is at an address of SNS. */
const outside = {
	get: async (url: string): Promise<string> => {
		demand(/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(url), `'${url}' was asked for`);
		return await Promise.resolve('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
	},
};

function targetOf([name, parameters]: readonly [string, Record<string, unknown>], index: number): Target {
	const provider = PROVIDERS.find((one) => one.name === name) as Provider;
	const settings = provider.settings(parameterReader({ ...USUAL, ...parameters }));
	const own = sentBy(name);
	const sent = parameters.delivery === 'sns' ? [...own, { headers: {}, payload: SNS }] : own;
	// A provider without fixtures of its own is given those of the others.
	const payloads = sent.length > 0 ? sent : PROVIDERS.flatMap((one) => sentBy(one.name));
	return {
		name: `provider ${name} ${index}`,
		weight: 2,
		async run(random, note) {
			const delivery = deliveryOf(random, payloads);
			note({ ...delivery, rawBody: delivery.rawBody.toString('latin1') });
			provider.handshake?.(delivery, [SECRET], settings);
			const verdict = await provider.verify(delivery, [SECRET], settings, outside);
			demand(verdict.ok || verdict.reason !== '', 'A refusal gives no reason.');
			demand(!JSON.stringify(verdict).includes(SECRET), 'A verdict tells the secret.');
			provider.reply?.(delivery, settings);
			for (const event of provider.read(delivery, settings)) {
				demand(typeof event.eventType === 'string' && typeof event.eventId === 'string', 'An event is none.');
				JSON.stringify(event);
			}
		},
	};
}

const PARAMETERS: Record<string, unknown> = {
	verification: 'hmac',
	signatureHeader: 'X-Signature',
	signedText: '{timestamp}.{body}',
	timestampHeader: 'X-Timestamp',
	tokenLocation: 'header',
	headerName: 'Authorization',
	bodyField: 'token',
	algorithm: 'sha256',
	encoding: 'hex',
	topicArns: ARN,
	delivery: 'sns',
	triggerOn: ['ringing'],
	fieldMapping: { row: [{ field: 'callId', path: '$.data.call.id' }] },
	eventTypes: { row: [{ theirs: 'call.start', ours: 'ringing' }] },
	eventTypeMapping: { row: [{ value: 'call.start', eventType: 'ringing' }] },
	reply: '<Response/>',
	options: {
		replayWindow: 300,
		listOfEvents: '$.events',
		durationUnit: 'seconds',
		legEvents: true,
		zone: 'UTC',
	},
};

/** Bodies, paths and addresses of webhooks, and all that proves or reads them. */
export const providerTargets: readonly Target[] = [
	...WAYS.map(targetOf),
	{
		name: 'provider settings',
		weight: 2,
		run(random, note) {
			const parameters = mutatedValue(random, PARAMETERS, oddAnything, 0.1) as Record<string, unknown>;
			note(parameters);
			for (const provider of PROVIDERS) {
				const reader = parameterReader(parameters);
				const settings = provider.settings(reader);
				checkFaults(reader.faults);
				provider.needsSecret?.(settings);
				provider.checkSecret(oddText(random), settings);
			}
		},
	},
	{
		name: 'readBody',
		weight: 2,
		run(random, note) {
			const { body, type } = bodyOf(random, oddValue(random));
			const headers = { 'content-type': random() < 0.8 ? type : mutatedText(random, pick(random, TYPES), 2) };
			const delivery = { method: 'POST', headers, urls: ['x'], rawBody: body, receivedAt: NOW };
			note(body.toString('latin1'));
			mediaType(delivery);
			queryOf({ ...delivery, urls: [oddText(random)] });
			readBody(delivery);
		},
	},
	{
		name: 'scanJson',
		run(random, note) {
			const text = mutatedJson(random, oddValue(random));
			note(text);
			const { text: scanned, depth } = scanJson(text);
			demand(depth >= 0, 'The depth is negative.');
			let isJson = true;
			try {
				JSON.parse(text);
			} catch {
				isJson = false;
			}
			if (isJson) JSON.parse(scanned);
		},
	},
	{
		name: 'formFields',
		run(random, note) {
			const bytes = mutatedBytes(random, Buffer.from(mutatedText(random, 'a=b&__proto__=c&a=%C3%A9', 4)));
			note(bytes.toString('latin1'));
			const fields = formFields(bytes);
			demand(!Object.hasOwn(fields, '__proto__'), 'A field is named __proto__.');
		},
	},
	{
		name: 'paths',
		run(random, note) {
			const text = mutatedText(
				random,
				pick(random, ['data.call.id', '$.a[0].b', '[0][1]', 'constructor.name']),
				3,
			);
			const value = oddValue(random);
			note([text, value]);
			const path = parsePath(text);
			if (path === undefined) return;
			const found = valueAt(value, path);
			demand(typeof found !== 'function', 'A path leads to what is inherited.');
			const before = JSON.stringify(value);
			withoutPath(value, path);
			demand(JSON.stringify(value) === before, 'What is read was changed.');
		},
	},
	{
		name: 'SNS addresses and messages',
		run(random, note) {
			const message = mutatedValue(random, SNS);
			note(message);
			const read = snsMessage(message);
			const cert = mutatedText(random, SNS.SigningCertURL, 3);
			const subscribe = mutatedText(random, SNS.SubscribeURL, 3);
			note([message, cert, subscribe]);
			const isOfSns = (text: string) => /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(text);
			demand(!isSigningCertUrl(cert) || isOfSns(cert), 'A strange address is taken for one of SNS.');
			if (!read) return;
			signedSnsText(read);
			demand(
				!isSubscribeUrlOf(subscribe, read) || isOfSns(subscribe),
				'A strange address is taken for one of SNS.',
			);
		},
	},
	{
		name: 'Twilio addresses',
		run(random, note) {
			const url = mutatedText(
				random,
				'https://user:pw@n8n.example.com:8443/webhook/a%20b?x=%C3%A9&y=1#frag',
				4,
			);
			note(url);
			twilioUrlForms(url);
		},
	},
	{
		name: 'secrets and replay windows',
		run(random, note) {
			const secret = mutatedText(random, `whsec_${SECRET}`, 3);
			const time = mutatedText(random, pick(random, ['1777886700', '1777886700123', String(NOW.toISO())]), 2);
			note([secret, time]);
			const problem = secretProblem('Secret', secret);
			demand(problem === undefined || !problem.what.includes(SECRET), 'A problem tells the secret.');
			standardWebhooksKey(secret);
			outsideReplayWindow(time, NOW, below(random, 600));
		},
	},
	{
		name: 'CloudEvents attributes',
		run(random, note) {
			const value = mutatedValue(random, {
				specversion: '1.0',
				id: '1',
				source: '/a',
				type: 'com.example.call.ringing',
				subject: 'call-1',
				time: NOW.toISO(),
				data: { callId: 'call-1' },
			});
			note(value);
			cloudEvent(value);
		},
	},
];
