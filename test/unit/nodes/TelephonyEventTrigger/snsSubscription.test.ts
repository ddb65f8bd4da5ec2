import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { selfSigned } from '../../http/selfSigned.ts';
import {
	CERT_URL,
	NOTIFICATION,
	signed,
	SNS_CERTIFICATE,
	type SnsFields,
	SUBSCRIBE_URL,
	SUBSCRIPTION,
	TOPIC_ARN,
} from '../../provider/verify/snsVectors.ts';
import { WebhookHost } from './WebhookHost.ts';

const SNS = 'sns.us-west-2.amazonaws.com';

/** To this one no connection comes about. */
const SILENT = 'sns.eu-north-1.amazonaws.com';

const certified = selfSigned(SNS);

/** What SNS was asked for since the test began; `answers` are its statuses by path. */
let asked: string[] = [];
let answers: Record<string, number> = {};
let tunnels: string[] = [];
let folder: string;
let host: WebhookHost;
let workflows = 0;
const trusted = getCACertificates('default');
const open = new Set<Socket>();

const sns = createHttpsServer({ key: certified.key, cert: certified.cert }, ({ url = '' }, response) => {
	asked.push(`https://${SNS}${url}`);
	response.statusCode = answers[new URL(url, `https://${SNS}`).pathname] ?? 200;
	response.end(url.endsWith('.pem') ? SNS_CERTIFICATE : '<ConfirmSubscriptionResponse/>');
});

const proxy = createServer((_request, response) => response.writeHead(405).end());

async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/**
 * SNS on this computer: a site with a certificate of its name, and a proxy that leads every tunnel there. So every
 * request that leaves n8n is seen, and none reaches anyone else.
 */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'sns-'));
	vi.stubEnv('N8N_USER_FOLDER', folder);
	setDefaultCACertificates([...trusted, certified.cert]);
	const site = await listen(sns);
	const port = await listen(
		proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
			tunnels.push(request.url ?? '');
			if (request.url?.startsWith(SILENT)) {
				open.add(socket);
				return;
			}
			const upstream = connect(site, '127.0.0.1', () => {
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				socket.pipe(upstream).pipe(socket);
			});
			open.add(upstream);
			open.add(socket);
			upstream.on('error', () => socket.destroy());
			socket.on('error', () => upstream.destroy());
		}),
	);
	vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
	vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${port}`);
	vi.stubEnv('NO_PROXY', '');
});

afterAll(async () => {
	for (const socket of open) socket.destroy();
	for (const server of [proxy, sns]) await new Promise((resolve) => server.close(resolve));
	setDefaultCACertificates(trusted);
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
	asked = [];
	answers = {};
	tunnels = [];
	workflows += 1;
	const parameters = { provider: 'amazonConnect', delivery: 'sns', topicArns: TOPIC_ARN };
	host = await new WebhookHost({ parameters, workflowId: `sns-${workflows}` }).start();
});

afterEach(async () => {
	await host.stop();
});

/** A certificate of its own for each test, since one that was fetched is kept for an hour. */
function now(fields: SnsFields): SnsFields {
	const name = `SimpleNotificationService-${String(workflows).padStart(32, '0')}`;
	return {
		...fields,
		Timestamp: new Date().toISOString(),
		SigningCertURL: CERT_URL.replace(/SimpleNotificationService-\w+/, name),
	};
}

async function post(fields: SnsFields) {
	const headers = {
		'content-type': 'text/plain; charset=UTF-8',
		'x-amz-sns-message-type': fields.Type ?? '',
	};
	const response = await fetch(host.url, { method: 'POST', headers, body: JSON.stringify(fields) });
	return { status: response.status, body: await response.text() };
}

const OK = { status: 200, body: '' };

describe('a subscription of the URL to a listed topic', () => {
	it('is confirmed at SNS, without a credential, and starts nothing', async () => {
		const message = signed(now(SUBSCRIPTION), '2');
		expect(await post(message)).toEqual(OK);
		expect(asked).toEqual([message.SigningCertURL, SUBSCRIBE_URL]);
		expect(host.executions).toEqual([]);
	});

	it('then brings events, for which nothing more is fetched', async () => {
		const Message = JSON.stringify({
			id: 'e1',
			detail: { eventType: 'QUEUED', contactId: 'c1', channel: 'VOICE' },
		});
		await post(signed(now(SUBSCRIPTION)));
		expect(await post(signed(now({ ...NOTIFICATION, Message })))).toEqual(OK);
		expect(asked).toHaveLength(2);
		expect(host.executions.flat().map(({ json }) => [json.eventType, json.callId, json.verified])).toEqual([
			['queued', 'c1', { scheme: 'snsSignature', ok: true }],
		]);
	});

	it('that cannot be confirmed now is answered 503, so that it is sent again', async () => {
		answers = { '/': 500 };
		expect(await post(signed(now(SUBSCRIPTION)))).toEqual({ status: 503, body: '' });
		expect(host.log.at(-1)?.message).toBe(
			`Telephony Event Trigger: request refused (503): ${SNS} answered 500 where 200 was expected.`,
		);
	});

	it('is answered 503 while its certificate cannot be fetched', async () => {
		const message = signed(now(SUBSCRIPTION));
		answers = { [new URL(message.SigningCertURL ?? '').pathname]: 302 };
		expect(await post(message)).toEqual({ status: 503, body: '' });
		expect(asked).toEqual([message.SigningCertURL]);
		answers = {};
		expect(await post(message)).toEqual(OK);
	});
});

it('is answered 503 before the sender loses patience when no connection to SNS comes about', async () => {
	const fields = now(SUBSCRIPTION);
	const message = signed({ ...fields, SigningCertURL: fields.SigningCertURL?.replace(SNS, SILENT) ?? '' });
	expect(await post(message)).toEqual({ status: 503, body: '' });
	expect(tunnels).toEqual([`${SILENT}:443`]);
	expect(host.log.at(-1)?.message).toBe(
		`Telephony Event Trigger: request refused (503): ${SILENT} was not reached, or did not answer, within 1200 ms.`,
	);
});

describe('a message that is refused with 401, and for which nothing is fetched', () => {
	const query = SUBSCRIBE_URL.slice(SUBSCRIBE_URL.indexOf('?'));

	it.each([
		['to be confirmed inside the network', { SubscribeURL: `https://10.0.0.5/${query}` }],
		['to be confirmed at this computer', { SubscribeURL: `http://127.0.0.1:5678/${query}` }],
		[
			'to be confirmed at the cloud’s own service',
			{ SubscribeURL: `http://169.254.169.254/latest/${query}` },
		],
		['to be confirmed elsewhere', { SubscribeURL: `https://evil.example/${query}` }],
		['with a certificate from elsewhere', { SigningCertURL: CERT_URL.replace(SNS, 'evil.example') }],
		['of another topic', { TopicArn: TOPIC_ARN.replace('123456789012', '999999999999') }],
		['of yesterday', { Timestamp: new Date(Date.now() - 86_400_000).toISOString() }],
	])('a subscription %s', async (_name, changes) => {
		expect(await post(signed({ ...now(SUBSCRIPTION), ...changes } as SnsFields))).toEqual({
			status: 401,
			body: '',
		});
		expect([asked, tunnels, host.executions]).toEqual([[], [], []]);
	});
});

it('confirms nothing for a signature that does not match', async () => {
	const message: SnsFields = { ...signed(now(SUBSCRIPTION)), Message: 'Please' };
	expect(await post(message)).toEqual({ status: 401, body: '' });
	expect(asked).toEqual([message.SigningCertURL]);
});

it('lets the end of a subscription be, and starts nothing', async () => {
	const message = signed(now({ ...SUBSCRIPTION, Type: 'UnsubscribeConfirmation' }));
	expect(await post(message)).toEqual(OK);
	expect(asked).toEqual([message.SigningCertURL]);
	expect(host.executions).toEqual([]);
});
