import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EVENT_TYPES } from '../../../../nodes/shared/call-event/eventTypes';
import { wholeEvent } from '../../../fixtures/providers/events.ts';
import { twilioFixture } from '../../../fixtures/providers/twilioFixtures.ts';
import { type HostOptions, WebhookHost } from './WebhookHost.ts';

const AUTH_TOKEN = '0123456789abcdef0123456789abcdef';
const TWIML = '<Response><Dial>+14155550177</Dial></Response>';
const FORM = 'application/x-www-form-urlencoded';
const ALL_TYPES = EVENT_TYPES.map(({ value }) => value);

const TWILIO: INodeParameters = { provider: 'twilio', reply: TWIML };
const HMAC: INodeParameters = {
	provider: 'generic',
	verification: 'hmac',
	signatureHeader: 'X-Signature',
	signedText: '{body}',
	triggerOn: ALL_TYPES,
};

let folder: string;
let host: WebhookHost;
let workflows = 0;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'trigger-'));
	vi.stubEnv('N8N_USER_FOLDER', folder);
});

afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

/** Each in a workflow of its own, so that none remembers the events of another. */
async function open(options: Partial<HostOptions> = {}): Promise<WebhookHost> {
	workflows += 1;
	host = await new WebhookHost({
		parameters: TWILIO,
		credential: { secret: AUTH_TOKEN },
		workflowId: `workflow-${workflows}`,
		...options,
	}).start();
	return host;
}

afterEach(async () => {
	await host.stop();
});

interface Answer {
	readonly status: number;
	readonly type: string | null;
	readonly body: string;
}

async function post(url: string, headers: Record<string, string>, body: string | Buffer): Promise<Answer> {
	const response = await fetch(url, { method: 'POST', headers, body });
	return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

function twilioSignature(url: string, form: Readonly<Record<string, string>>, token = AUTH_TOKEN): string {
	const text =
		url +
		Object.keys(form)
			.sort()
			.map((name) => name + (form[name] ?? ''))
			.join('');
	return createHmac('sha1', token).update(text).digest('base64');
}

interface Signing {
	/** Where it is sent. */
	readonly url?: string;
	/** The address that is signed, if it is another one. */
	readonly signedUrl?: string;
	readonly token?: string;
	readonly signature?: string;
}

async function postTwilio(form: Readonly<Record<string, string>>, signing: Signing = {}): Promise<Answer> {
	const url = signing.url ?? host.url;
	const signature = signing.signature ?? twilioSignature(signing.signedUrl ?? url, form, signing.token);
	const headers = { 'content-type': FORM, 'x-twilio-signature': signature };
	return await post(url, headers, new URLSearchParams(form).toString());
}

async function postHmac(payload: unknown, type = 'application/json'): Promise<Answer> {
	const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const signature = createHmac('sha256', AUTH_TOKEN).update(body).digest('hex');
	return await post(host.url, { 'content-type': type, 'x-signature': signature }, body);
}

const EMPTY: Answer = { status: 200, type: 'text/plain', body: '' };
const RINGING = twilioFixture('inboundAnswered').deliveries[0]?.form ?? {};
const CALL_COMPLETED = twilioFixture('inboundAnswered').deliveries[5]?.form ?? {};
const LEG_COMPLETED = twilioFixture('inboundAnswered').deliveries[4]?.form ?? {};

async function refusal(work: Promise<{ status: number; body: string }>): Promise<string> {
	const { status, body } = await work;
	expect(body).toBe('');
	expect(host.executions).toEqual([]);
	const [line, ...more] = host.log.filter(({ message }) => message.includes('refused'));
	expect(more).toEqual([]);
	expect(line?.level).toBe('warn');
	expect(JSON.stringify(host.log)).not.toContain(AUTH_TOKEN);
	expect(JSON.stringify(host.log)).not.toContain('+14155550123');
	return `${status} ${line?.message ?? ''}`;
}

describe('an incoming call at Twilio', () => {
	beforeEach(async () => {
		await open();
	});

	it('starts the workflow with one call event, and is answered with the TwiML', async () => {
		expect(await postTwilio(RINGING)).toEqual({ status: 200, type: 'text/xml', body: TWIML });
		const [[item] = [], ...more] = host.executions;
		expect(more).toEqual([]);
		expect(item).toEqual({
			json: wholeEvent({
				...twilioFixture('inboundAnswered').events[0],
				eventId: String(item?.json.eventId),
				occurredAt: String(item?.json.receivedAt),
				startedAt: String(item?.json.receivedAt),
				receivedAt: String(item?.json.receivedAt),
				verified: { scheme: 'twilioSignature', ok: true },
			}),
		});
		expect(host.log).toEqual([]);
	});

	it('that Twilio reports again gets the TwiML again and starts nothing', async () => {
		const answers = [await postTwilio(RINGING), await postTwilio(RINGING)];
		expect(answers.map(({ status, body }) => [status, body])).toEqual([
			[200, TWIML],
			[200, TWIML],
		]);
		expect(host.executions).toHaveLength(1);
	});

	it('that arrives twenty times at once starts one execution', async () => {
		const answers = await Promise.all(Array.from({ length: 20 }, async () => await postTwilio(RINGING)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(host.executions).toHaveLength(1);
	});

	it('is let in again when n8n could not store its execution', async () => {
		host.cannotStore = true;
		expect((await postTwilio(RINGING)).status).toBe(500);
		host.cannotStore = false;
		expect((await postTwilio(RINGING)).status).toBe(200);
		expect(host.executions).toHaveLength(1);
	});
});

describe('a callback of Twilio', () => {
	it('is answered with an empty 200', async () => {
		await open();
		expect(await postTwilio(CALL_COMPLETED)).toEqual(EMPTY);
		expect(host.executions[0]?.[0]?.json).toMatchObject({ eventType: 'ended', totalSeconds: 161 });
	});

	it('of a kind that is not chosen starts nothing and is not remembered', async () => {
		await open({ parameters: { ...TWILIO, triggerOn: ['ringing'] } });
		expect(await postTwilio(CALL_COMPLETED)).toEqual(EMPTY);
		expect(host.executions).toEqual([]);
		host.options = { ...host.options, parameters: TWILIO };
		await postTwilio(CALL_COMPLETED);
		expect(host.executions).toHaveLength(1);
	});

	it.each([
		[{}, 0],
		[{ legEvents: 'false' }, 0],
		[{ legEvents: true }, 1],
	])('for the end of a leg with the options %j starts %i', async (options, count) => {
		await open({ parameters: { ...TWILIO, options } });
		expect(await postTwilio(LEG_COMPLETED)).toEqual(EMPTY);
		expect(host.executions).toHaveLength(count);
	});

	it('with a transcript, which is not chosen by default, starts nothing until it is asked for', async () => {
		const spoken = twilioFixture('transcription').deliveries[2]?.form ?? {};
		await open();
		await postTwilio(spoken);
		expect(host.executions).toEqual([]);
		host.options = { ...host.options, parameters: { ...TWILIO, triggerOn: ['transcript'] } };
		await postTwilio(spoken);
		expect(host.executions).toHaveLength(1);
	});
});

describe('a request that proves nothing is answered 401, empty, and starts nothing', () => {
	it.each([
		[
			'one character of the signature changed',
			async () => {
				const signature = twilioSignature(host.url, RINGING);
				return await postTwilio(RINGING, {
					signature: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
				});
			},
			'401 Telephony Event Trigger: request refused (401): the signature does not match; the address Twilio calls or the Auth Token may be another one',
		],
		[
			'another Auth Token',
			async () => await postTwilio(RINGING, { token: 'another' }),
			'401 Telephony Event Trigger: request refused (401): the signature does not match; the address Twilio calls or the Auth Token may be another one',
		],
		[
			'no signature',
			async () => await post(host.url, { 'content-type': FORM }, 'CallSid=CA1'),
			"401 Telephony Event Trigger: request refused (401): the header 'x-twilio-signature' is missing",
		],
		[
			'a body that is not signed',
			async () =>
				await post(
					host.url,
					{ 'content-type': 'application/json', 'x-twilio-signature': twilioSignature(host.url, {}) },
					'{"CallSid":"CA1"}',
				),
			'401 Telephony Event Trigger: request refused (401): the body is not signed',
		],
	])('%s', async (_name, send, outcome) => {
		await open();
		expect(await refusal(send())).toBe(outcome);
	});

	it.each([
		['no credential', undefined],
		['an empty secret', { secret: '' }],
		['a blank secret', { secret: '  ' }],
		['a blank secret beside a previous one', { secret: '', previousSecret: AUTH_TOKEN }],
		['a secret that is no text', { secret: 5 }],
	])('%s', async (_name, credential: IDataObject | undefined) => {
		await open({ credential });
		expect(await refusal(postTwilio(RINGING))).toBe(
			'401 Telephony Event Trigger: request refused (401): there is no credential, or its secret is blank',
		);
	});

	it.each([
		['short', "'Secret' has 5 characters, which can be guessed."],
		[`AC${'0'.repeat(32)}`, 'The secret is an identifier (AC…), not the Auth Token.'],
	])('a secret that became unfit after the activation', async (secret, why) => {
		await open({ credential: { secret } });
		expect(await refusal(postTwilio(RINGING, { token: secret }))).toBe(
			`401 Telephony Event Trigger: request refused (401): ${why}`,
		);
	});

	it('an unfit previous secret, beside a good one that still counts', async () => {
		await open({ credential: { secret: AUTH_TOKEN, previousSecret: 'short' } });
		expect((await postTwilio(RINGING, { token: 'short' })).status).toBe(401);
		expect((await postTwilio(RINGING)).status).toBe(200);
	});

	it('settings that leave the verification open', async () => {
		await open({ parameters: { ...HMAC, signedText: '{timestamp}' } });
		expect(await refusal(postHmac({ callId: 'c' }))).toBe(
			'401 Telephony Event Trigger: request refused (401): the verification settings are not complete',
		);
		expect(host.log.map(({ message }) => message)).toContain(
			'Telephony Event Trigger: some parameters cannot be used as they are',
		);
	});

	it('a provider this version does not know', async () => {
		await open({ parameters: { provider: 'carrier-pigeon' } });
		expect(await refusal(postTwilio(RINGING))).toBe(
			'401 Telephony Event Trigger: request refused (401): the provider is not known',
		);
	});
});

describe('changing the secret', () => {
	it('lets both in meanwhile', async () => {
		await open({ credential: { secret: 'the new secret', previousSecret: AUTH_TOKEN } });
		expect((await postTwilio(RINGING)).status).toBe(200);
		expect((await postTwilio(CALL_COMPLETED, { token: 'the new secret' })).status).toBe(200);
		expect(host.executions).toHaveLength(2);
	});
});

describe('the address that is signed', () => {
	it('may bear a query, a hash of a JSON body among it', async () => {
		await open();
		expect((await postTwilio(RINGING, { url: `${host.url}?line=1&name=O%27Hara` })).status).toBe(200);
		expect(host.executions).toHaveLength(1);
	});

	it('may be the public one in front of a proxy', async () => {
		const publicUrl = 'https://calls.example.com/twilio';
		await open({ parameters: { ...TWILIO, options: { publicUrl: `${publicUrl}#rc=2` } } });
		expect(
			(await postTwilio(RINGING, { url: `${host.url}?a=1`, signedUrl: `${publicUrl}?a=1` })).status,
		).toBe(200);
		expect((await postTwilio(CALL_COMPLETED, { signedUrl: `${publicUrl}#rc=2` })).status).toBe(200);
		expect((await postTwilio(LEG_COMPLETED, { signedUrl: 'https://other.example.com/twilio' })).status).toBe(
			401,
		);
	});
});

describe('testing in the editor', () => {
	it('takes the test address, and the same event as often as it is sent', async () => {
		await open({ manual: true });
		for (let round = 0; round < 3; round += 1) await postTwilio(RINGING, { url: host.testUrl });
		expect(host.executions).toHaveLength(3);
		expect((await postTwilio(RINGING)).status).toBe(200);
	});

	it('takes the test address of an older n8n as well', async () => {
		await open({ manual: true, older: true });
		expect((await postTwilio(RINGING, { url: host.testUrl })).status).toBe(200);
		expect((await postTwilio(RINGING)).status).toBe(200);
		expect(host.executions).toHaveLength(2);
	});

	it('does not use an event up', async () => {
		await open({ manual: true });
		await postTwilio(RINGING);
		host.options = { ...host.options, manual: false };
		await postTwilio(RINGING);
		expect(host.executions).toHaveLength(2);
	});
});

describe('a generic sender', () => {
	it('starts one execution with an item for each event of its list', async () => {
		await open({ parameters: { ...HMAC, options: { listPath: 'events', includeRaw: 'true' } } });
		const events = [
			{ eventType: 'ringing', callId: 'c1', from: '+14155550123' },
			{ eventType: 'odd', callId: 'c2' },
			{ eventType: 'ringing', callId: 'c1', from: '+14155550123' },
		];
		expect(await postHmac({ events: events.map((event, sequence) => ({ ...event, sequence })) })).toEqual(
			EMPTY,
		);
		expect(host.executions).toHaveLength(1);
		const items = host.executions[0]?.map(({ json }) => [
			json.eventType,
			json.callId,
			json.raw,
			json.verified,
		]);
		const verified = { scheme: 'hmac', ok: true };
		expect(items).toEqual([
			['ringing', 'c1', { ...events[0], sequence: 0 }, verified],
			['other', 'c2', { ...events[1], sequence: 1 }, verified],
			['ringing', 'c1', { ...events[2], sequence: 2 }, verified],
		]);
	});

	it('starts with the new events of a list of which others were seen', async () => {
		await open({ parameters: { ...HMAC, options: { listPath: '$' } } });
		const event = (eventId: string) => ({ eventId, eventType: 'ringing', callId: 'c' });
		await postHmac([event('1'), event('2')]);
		await postHmac([event('2'), event('3'), event('3')]);
		expect(host.executions.map((items) => items.map(({ json }) => json.eventId))).toEqual([
			['1', '2'],
			['3'],
		]);
	});

	it('is remembered for each workflow by itself', async () => {
		await open({ parameters: HMAC });
		await postHmac({ eventId: '1', eventType: 'ringing' });
		host.options = { ...host.options, workflowId: `${host.options.workflowId}-copy` };
		await postHmac({ eventId: '1', eventType: 'ringing' });
		expect(host.executions).toHaveLength(2);
	});

	it('has its times read in the zone of the workflow', async () => {
		await open({ parameters: HMAC, timezone: 'America/New_York' });
		await postHmac({ eventType: 'ringing', occurredAt: '2026-05-04 05:30:00' });
		expect(host.executions[0]?.[0]?.json).toMatchObject({
			occurredAt: '2026-05-04T09:30:00.000Z',
			occurredAtSource: 'vendor',
			raw: null,
		});
	});
});

describe('a proven body that cannot be read is answered 400, empty, and starts nothing', () => {
	it.each([
		['no JSON', '{"callId":', 'application/json', 'The body is not valid JSON.'],
		['a list nobody announced', '[]', 'application/json', 'The body is not a JSON object.'],
		[
			'too deep',
			`${'['.repeat(70)}${']'.repeat(70)}`,
			'application/json',
			'The JSON is nested more than 64 levels deep.',
		],
		['XML', '<call/>', 'application/xml', "The content type 'application/xml' is neither JSON nor a form."],
		['empty', '', 'application/json', 'The body is empty.'],
		[
			'too large',
			`{"a":"${'x'.repeat(1_048_576)}"}`,
			'application/json',
			'The body has 1048584 bytes; 1048576 are read.',
		],
	])('%s', async (_name, body, type, reason) => {
		await open({ parameters: HMAC });
		expect(await refusal(postHmac(body, type))).toBe(
			`400 Telephony Event Trigger: request refused (400): ${reason}`,
		);
	});

	it('bytes that are no UTF-8', async () => {
		await open({ parameters: HMAC });
		const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
		const signature = createHmac('sha256', AUTH_TOKEN).update(body).digest('hex');
		const headers = { 'content-type': 'application/json', 'x-signature': signature };
		expect(await refusal(post(host.url, headers, body))).toBe(
			'400 Telephony Event Trigger: request refused (400): The body is not valid UTF-8.',
		);
	});

	it('multipart, proven or not', async () => {
		await open({ parameters: HMAC });
		const body = '--x\r\nContent-Disposition: form-data; name="callId"\r\n\r\nc\r\n--x--\r\n';
		const headers = { 'content-type': 'multipart/form-data; boundary=x' };
		expect(await refusal(post(host.url, headers, body))).toBe(
			'400 Telephony Event Trigger: request refused (400): The body is multipart, of which n8n keeps no bytes to verify.',
		);
	});
});

describe('a fault of the settings that is no danger', () => {
	it('is logged, and the event is let in', async () => {
		await open({ parameters: { ...TWILIO, reply: '<Response>' } });
		expect(await postTwilio(RINGING)).toEqual(EMPTY);
		expect(host.executions).toHaveLength(1);
		expect(host.log).toEqual([
			{
				level: 'warn',
				message: 'Telephony Event Trigger: some parameters cannot be used as they are',
				meta: {
					workflowId: host.options.workflowId,
					node: 'Telephony Event Trigger',
					faults: ['reply does not end with </Response>'],
				},
			},
		]);
	});
});
