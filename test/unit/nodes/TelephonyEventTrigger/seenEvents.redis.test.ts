import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../rigs/freePort.ts';
import { redisIsMissing, RedisServer } from '../../../rigs/redis/RedisServer.ts';
import { WebhookHost } from './WebhookHost.ts';

const SECRET = 'a secret of the PBX';
const PARAMETERS: INodeParameters = {
	provider: 'generic',
	verification: 'hmac',
	signatureHeader: 'X-Signature',
	signedText: '{body}',
	options: { store: 'redis' },
};

const hosts: WebhookHost[] = [];

/** The same trigger in a webhook process of its own. */
async function open(
	redis: IDataObject | undefined,
	workflowId: string,
	more: INodeParameters = {},
): Promise<WebhookHost> {
	const host = await new WebhookHost({
		parameters: { ...PARAMETERS, ...more },
		credential: { secret: SECRET },
		...(redis ? { redis } : {}),
		workflowId,
	}).start();
	hosts.push(host);
	return host;
}

async function post(host: WebhookHost, event: object): Promise<number> {
	const body = JSON.stringify(event);
	const signature = createHmac('sha256', SECRET).update(body).digest('hex');
	const headers = { 'content-type': 'application/json', 'x-signature': signature };
	return (await fetch(host.url, { method: 'POST', headers, body })).status;
}

function ringing(callId: string): object {
	return { eventType: 'ringing', callId, occurredAt: '2026-05-01T09:30:00.000Z' };
}

afterEach(async () => {
	for (const host of hosts.splice(0)) await host.stop();
});

const missing = redisIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Redis: ${missing}\n`);

describe.skipIf(missing !== undefined)('events remembered in Redis', () => {
	let server: RedisServer | undefined;
	let redis: IDataObject;

	beforeAll(async () => {
		server = await RedisServer.start();
		redis = { host: '127.0.0.1', port: server.port };
	});

	afterAll(async () => await server?.down());

	it('trigger once when they reach two webhook processes, several times and at once', async () => {
		const [one, two] = [await open(redis, 'shared'), await open(redis, 'shared')];
		const calls = Array.from({ length: 20 }, (_, number) => ringing(`call-${number}`));
		const answers = await Promise.all(
			calls.flatMap((event) => [post(one, event), post(two, event), post(one, event), post(two, event)]),
		);
		expect(new Set(answers)).toEqual(new Set([200]));
		const started = [...one.executions, ...two.executions].flat().map(({ json }) => json.callId);
		expect(started.sort()).toEqual(calls.map((_, number) => `call-${number}`).sort());
		expect([...one.log, ...two.log]).toEqual([]);
	});

	it('of one workflow are not taken for those of another', async () => {
		const [one, two] = [await open(redis, 'first'), await open(redis, 'second')];
		await post(one, ringing('call-1'));
		await post(two, ringing('call-1'));
		expect([one.executions.length, two.executions.length]).toEqual([1, 1]);
	});

	it('are given back when n8n could not store the execution', async () => {
		const host = await open(redis, 'full disk');
		host.cannotStore = true;
		expect(await post(host, ringing('call-1'))).toBe(500);
		host.cannotStore = false;
		await expect
			.poll(async () => {
				await post(host, ringing('call-1'));
				return host.executions.length;
			})
			.toBe(1);
	});
});

/** A Redis that answers every command with OK, but each batch of them late. */
async function slowRedis(delayMs: number) {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket.on('error', () => socket.destroy()));
		socket.on('data', (bytes) => {
			const commands = bytes.toString().match(/^\*\d+\r$/gm)?.length ?? 0;
			setTimeout(() => socket.write('+OK\r\n'.repeat(commands)), delayMs);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		stop: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

describe('many events at once', () => {
	it('are asked for at once, so that a slow Redis does not keep the sender waiting for each', async () => {
		const slow = await slowRedis(200);
		const list = { options: { store: 'redis', listPath: '$' } };
		const host = await open({ host: '127.0.0.1', port: slow.port }, 'slow', list);
		const began = Date.now();
		const events = Array.from({ length: 100 }, (_, number) => ringing(`call-${number % 99}`));
		expect(await post(host, events)).toBe(200);
		// One after the other it would be 20 s.
		expect(Date.now() - began).toBeLessThan(10_000);
		expect(host.executions.map((items) => items.length)).toEqual([99]);
		expect(host.log).toEqual([]);
		await slow.stop();
	});
});

describe('events that cannot be remembered', () => {
	it('trigger all the same while Redis is down, and the log says what that means', async () => {
		const port = await freePort();
		const host = await open({ host: '127.0.0.1', port }, 'down');
		expect(await post(host, ringing('call-1'))).toBe(200);
		expect(host.executions.map(([item]) => item?.json.callId)).toEqual(['call-1']);
		expect(host.log).toEqual([
			{
				level: 'error',
				message:
					'Telephony Event Trigger: the events seen cannot be asked for, so a repetition would trigger again',
				meta: {
					node: 'Telephony Event Trigger',
					reason: `The connection to Redis at '127.0.0.1:${port}' was refused. Check 'Host' and 'Port' of the Redis credential, and that Redis runs there.`,
				},
			},
		]);
	});

	it('trigger all the same while no Redis credential can be read', async () => {
		const host = await open(undefined, 'none');
		expect(await post(host, ringing('call-1'))).toBe(200);
		expect(host.executions).toHaveLength(1);
		expect(host.log.map(({ level }) => level)).toEqual(['error']);
	});
});
