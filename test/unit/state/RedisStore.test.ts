import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../../nodes/shared/problem';
import { RedisConnection, type RedisTiming } from '../../../nodes/shared/state/RedisConnection';
import type { RedisSettings } from '../../../nodes/shared/state/redisSettings';
import { RedisStore } from '../../../nodes/shared/state/RedisStore';
import { redisStore } from '../../../nodes/shared/state/redisStores';
import { freePort } from '../../rigs/freePort.ts';
import { compileState } from '../../rigs/redis/compiledState.ts';
import { redisIsMissing, RedisServer } from '../../rigs/redis/RedisServer.ts';
import { until } from '../../rigs/until.ts';

const HOUR = 3_600_000;

const PASSWORD = 'correct-horse-battery';

const TIMING: RedisTiming = { limitMs: 20_000, waitsMs: [20, 20], idleMs: 60_000 };

const connections: RedisConnection[] = [];

function settings(changes: Partial<RedisSettings> & { port: number }): RedisSettings {
	return {
		host: '127.0.0.1',
		database: 0,
		tls: false,
		verifiesCertificate: true,
		user: '',
		password: '',
		...changes,
	};
}

/** A store with a connection of its own, as another process would have. */
function open(
	changes: Partial<RedisSettings> & { port: number },
	timing: Partial<RedisTiming> = {},
): RedisStore {
	const connection = new RedisConnection(settings(changes), { ...TIMING, ...timing });
	connections.push(connection);
	return new RedisStore(connection);
}

async function problemOf(work: Promise<unknown>): Promise<{ code: string; what: string; fix: string }> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof ProblemError)) throw new Error(`It did not fail with a problem: ${String(error)}`);
	for (let each: unknown = error; each instanceof Error; each = each.cause) {
		expect(`${each.message} ${each.stack}`).not.toContain(PASSWORD);
	}
	const { code, what, fix } = error;
	return { code, what, fix };
}

afterEach(() => {
	for (const connection of connections.splice(0)) connection.close();
});

const missing = redisIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Redis: ${missing}\n`);

describe.skipIf(missing !== undefined)(
	`RedisStore with a real Redis${missing ? ` (${missing})` : ''}`,
	() => {
		let server: RedisServer;
		let key: string;

		beforeAll(async () => {
			server = await RedisServer.start({ password: PASSWORD });
		}, 30_000);

		afterAll(async () => await server.stop());

		function ours(timing: Partial<RedisTiming> = {}): RedisStore {
			key = randomUUID();
			return open({ port: server.port, password: PASSWORD }, timing);
		}

		it('gives each of 200 keys, asked for five times at once by two clients, to exactly one', async () => {
			const stores = [ours(), ours()];
			const run = randomUUID();
			const asked = Array.from({ length: 200 }, (_, n) =>
				Array.from(
					{ length: 5 },
					async (_each, time) => await stores[(n + time) % 2]?.claim(`${run} ${n}`, HOUR),
				),
			);
			const taken = await Promise.all(
				asked.map(async (times) => (await Promise.all(times)).filter(Boolean).length),
			);
			expect(taken).toEqual(Array.from({ length: 200 }, () => 1));
		});

		it('gives each of 200 keys, asked for five times at once by each of two processes, to exactly one', async () => {
			const folder = mkdtempSync(join(tmpdir(), 'redis-store-'));
			try {
				compileState(folder);
				const script = `
				const { redisStore } = require('./state/redisStores.js');
				const [settings, run] = process.argv.slice(1);
				const store = redisStore(JSON.parse(settings));
				const asked = Array.from({ length: 1000 }, (_, n) => store.claim(run + ' ' + (n % 200), ${HOUR}));
				Promise.all(asked).then((outcomes) => {
					const taken = outcomes.flatMap((taken, n) => (taken ? [n % 200] : []));
					process.stdout.write(JSON.stringify(taken));
				});
			`;
				const given = [JSON.stringify(settings({ port: server.port, password: PASSWORD })), randomUUID()];
				const worker = async (): Promise<number[]> => {
					// Ends by itself although its connection is open, or the time limit ends it and the test.
					const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, ...given], {
						cwd: folder,
						timeout: 50_000,
					});
					return JSON.parse(stdout) as number[];
				};
				const taken = (await Promise.all([worker(), worker()])).flat();
				expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		}, 60_000);

		it('frees a claim that was given back, and one whose time is up', async () => {
			const store = ours();
			expect(await store.claim(key, HOUR)).toBe(true);
			expect(await store.claim(key, HOUR)).toBe(false);
			await store.release(key);
			expect(await store.claim(key, 50.4)).toBe(true);
			await until('the claim runs out', async () => await store.claim(key, HOUR), { everyMs: 5 });
			expect(await store.claim(key, HOUR)).toBe(false);
		});

		it('sets a value only for who knows the one before, and forgets it when its time is up', async () => {
			const store = ours();
			expect(await store.get(key)).toBeUndefined();
			expect(await store.compareAndSet(key, 'ringing', 'answered', HOUR)).toBe(false);
			expect(await store.compareAndSet(key, undefined, 'ringing', HOUR)).toBe(true);
			expect(await store.compareAndSet(key, undefined, 'ringing', HOUR)).toBe(false);
			expect(await store.claim(key, HOUR)).toBe(false);
			expect(await store.compareAndSet(key, 'ringing', '=?line\nbreak "quoted" ü', 50)).toBe(true);
			await until('the value runs out', async () => (await store.get(key)) === undefined, { everyMs: 5 });
		});

		it.each(['', '=', '?', '=?x', 'line\nbreak "quoted" ü\u0000'])(
			'gives back the value %j as it was',
			async (value) => {
				const store = ours();
				expect(await store.compareAndSet(key, undefined, value, HOUR)).toBe(true);
				expect(await store.get(key)).toBe(value);
				expect(await store.compareAndSet(key, value, 'next', HOUR)).toBe(true);
			},
		);

		it('holds the empty text for a claimed key, which can be set from there', async () => {
			const store = ours();
			await store.claim(key, HOUR);
			expect(await store.get(key)).toBe('');
			expect(await store.compareAndSet(key, undefined, 'ringing', HOUR)).toBe(false);
			expect(await store.compareAndSet(key, '', 'ringing', HOUR)).toBe(true);
		});

		it('loses no change to a race between two clients', async () => {
			const stores = [ours(), ours()] as const;
			const add = async (_: unknown, n: number): Promise<void> => {
				const store = stores[n % 2 === 0 ? 0 : 1];
				for (;;) {
					const before = await store.get(key);
					if (await store.compareAndSet(key, before, String(Number(before ?? 0) + 1), HOUR)) return;
				}
			};
			await Promise.all(Array.from({ length: 40 }, add));
			expect(await stores[0].get(key)).toBe('40');
		});

		it('puts the name of the package in front of every key', async () => {
			const store = ours();
			await store.claim(key, HOUR);
			await store.persist();
			const client = createClient({ socket: { port: server.port, host: '127.0.0.1' }, password: PASSWORD });
			await client.connect();
			try {
				expect(await client.keys(`*${key}`)).toEqual([`n8n-nodes-salesforce-voice:${key}`]);
				expect(await client.pTTL(`n8n-nodes-salesforce-voice:${key}`)).toBeGreaterThan(HOUR / 2);
			} finally {
				client.destroy();
			}
		});

		it('keeps the databases of one Redis apart', async () => {
			const store = ours();
			await store.claim(key, HOUR);
			expect(await open({ port: server.port, password: PASSWORD, database: 3 }).claim(key, HOUR)).toBe(true);
		});

		it('is one for the same settings within a process', () => {
			const same = settings({ port: server.port, password: PASSWORD });
			expect(redisStore(same)).toBe(redisStore({ ...same }));
			expect(redisStore(same)).not.toBe(redisStore({ ...same, password: 'other' }));
		});

		it.each([
			['a wrong password', { password: `${PASSWORD}x` }],
			['no password', {}],
			['an unknown user', { user: 'nobody', password: PASSWORD }],
		])('tells of %s without showing it', async (_name, changes) => {
			expect(await problemOf(open({ port: server.port, ...changes }).claim('a', HOUR))).toEqual({
				code: 'redis.password',
				what: `Redis at '127.0.0.1:${server.port}' rejected the user and password.`,
				fix: "Check 'User' and 'Password' of the Redis credential; without users 'User' stays empty.",
			});
		});

		it('tells of a database that is not there', async () => {
			const store = open({ port: server.port, password: PASSWORD, database: 99 });
			expect(await problemOf(store.get('a'))).toEqual({
				code: 'redis.database',
				what: `Redis at '127.0.0.1:${server.port}' does not have the database that was asked for.`,
				fix: "Correct the 'Database Number' of the Redis credential; 0 is always there.",
			});
		});

		it('tells of a Redis that speaks no TLS', async () => {
			const store = open({ port: server.port, password: PASSWORD, tls: true }, { limitMs: 300 });
			expect(await problemOf(store.get('a'))).toEqual({
				code: 'redis.connectTimeout',
				what: `Redis at '127.0.0.1:${server.port}' did not accept a connection in time.`,
				fix: "Check 'Host', 'Port' and 'SSL' of the Redis credential, and the firewall in between.",
			});
		});

		it('closes a connection that nobody uses, and opens another for the next command', async () => {
			const store = ours({ idleMs: 1 });
			await store.claim(key, HOUR);
			const other = createClient({ socket: { port: server.port, host: '127.0.0.1' }, password: PASSWORD });
			other.on('error', () => undefined);
			await other.connect();
			try {
				await until('the connection is closed', async () => (await other.clientList()).length === 1);
				expect(await store.claim(key, HOUR)).toBe(false);
			} finally {
				other.destroy();
			}
		});
	},
);

describe.skipIf(missing !== undefined)('RedisStore with a Redis in trouble', () => {
	let server: RedisServer;

	beforeAll(async () => {
		server = await RedisServer.start({ password: PASSWORD });
	}, 30_000);

	afterAll(async () => await server.stop());

	it('goes on after Redis was started anew', async () => {
		const store = open({ port: server.port, password: PASSWORD });
		expect(await store.claim('a', HOUR)).toBe(true);
		await server.down();
		const { code, what, fix } = await problemOf(store.claim('b', HOUR));
		expect({ code, what, fix }).toEqual({
			code: 'redis.refused',
			what: `The connection to Redis at '127.0.0.1:${server.port}' was refused.`,
			fix: "Check 'Host' and 'Port' of the Redis credential, and that Redis runs there.",
		});
		await server.up();
		expect(await store.claim('b', HOUR)).toBe(true);
		expect(await store.claim('b', HOUR)).toBe(false);
	}, 60_000);

	it('is waited for while it is started anew', async () => {
		const store = open({ port: server.port, password: PASSWORD }, { waitsMs: Array<number>(400).fill(50) });
		await store.get('a');
		await server.down();
		const claims = Promise.all(Array.from({ length: 5 }, async () => await store.claim('c', HOUR)));
		await server.up();
		expect((await claims).filter(Boolean)).toHaveLength(1);
	}, 60_000);

	it('that does not answer is not waited for without end', async () => {
		const store = open({ port: server.port, password: PASSWORD }, { limitMs: 2_000 });
		await store.get('a');
		server.pause();
		try {
			expect(await problemOf(store.claim('d', HOUR))).toEqual({
				code: 'redis.answerTimeout',
				what: `Redis at '127.0.0.1:${server.port}' did not answer in time.`,
				fix: 'Check that Redis is not overloaded. If a key was being taken, it may stay taken until its period is over.',
			});
		} finally {
			server.resume();
		}
		expect(await store.claim('e', HOUR)).toBe(true);
	}, 60_000);
});

describe.skipIf(missing !== undefined)('RedisStore over a connection that breaks', () => {
	let server: RedisServer;

	beforeAll(async () => {
		server = await RedisServer.start();
	}, 30_000);

	afterAll(async () => await server.stop());

	/** Stands before Redis and cuts a connection when it would hand over the answer to a command that holds `mark`. */
	async function cutter(mark: string, times: number) {
		let left = times;
		const sockets = new Set<Socket>();
		const proxy = createServer((near) => {
			const far = connect(server.port, '127.0.0.1');
			let cuts = false;
			for (const socket of [near, far]) {
				sockets.add(socket);
				socket.on('error', () => socket.destroy());
			}
			near.on('data', (chunk) => {
				if (left > 0 && chunk.includes(mark)) {
					left -= 1;
					cuts = true;
				}
				far.write(chunk);
			});
			far.on('data', (chunk) => {
				if (cuts) near.destroy();
				else near.write(chunk);
			});
			near.on('close', () => far.destroy());
			far.on('close', () => near.destroy());
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		const address = proxy.address();
		if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
		const close = (): void => {
			for (const socket of sockets) socket.destroy();
			proxy.close();
		};
		return { port: address.port, close };
	}

	it('knows its own claim again when the answer to it was lost', async () => {
		const proxy = await cutter('NX', 1);
		try {
			expect(await open({ port: proxy.port }).claim('lost answer', HOUR)).toBe(true);
			expect(await open({ port: server.port }).claim('lost answer', HOUR)).toBe(false);
		} finally {
			proxy.close();
		}
	});

	it("does not take somebody else's claim for its own", async () => {
		const proxy = await cutter('NX', 1);
		try {
			await open({ port: server.port }).claim('taken', HOUR);
			expect(await open({ port: proxy.port }).claim('taken', HOUR)).toBe(false);
		} finally {
			proxy.close();
		}
	});

	it('sends a change of a value once only', async () => {
		const proxy = await cutter('EVAL', 1);
		try {
			const change = open({ port: proxy.port }).compareAndSet('value', undefined, 'x', HOUR);
			expect((await problemOf(change)).code).toBe('redis.brokenOff');
			expect(await open({ port: server.port }).get('value')).toBe('x');
		} finally {
			proxy.close();
		}
	});
});

describe('RedisStore without a Redis', () => {
	it('fails at once where nobody listens', async () => {
		const port = await freePort();
		const store = open({ port });
		const calls = [
			store.claim('a', HOUR),
			store.release('a'),
			store.get('a'),
			store.compareAndSet('a', undefined, 'b', HOUR),
		];
		for (const call of await Promise.all(calls.map(problemOf))) {
			expect(call.what).toBe(`The connection to Redis at '127.0.0.1:${port}' was refused.`);
		}
	});

	it('is not held up by something that takes connections and says nothing', async () => {
		const silent = createServer(() => undefined);
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const address = silent.address();
		if (address === null || typeof address === 'string') throw new Error('The server has no port.');
		try {
			const store = open({ port: address.port, password: PASSWORD }, { limitMs: 200 });
			expect((await problemOf(store.claim('a', HOUR))).what).toBe(
				`Redis at '127.0.0.1:${address.port}' did not accept a connection in time.`,
			);
		} finally {
			silent.close();
		}
	});

	it('does not show a password that an error repeats', async () => {
		const parrot = createServer((socket) => {
			socket.on('error', () => socket.destroy());
			socket.on('data', (data) =>
				socket.write(`-ERR unknown command ${data.toString().replace(/\s+/g, ' ')}\r\n`),
			);
		});
		await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve));
		const address = parrot.address();
		if (address === null || typeof address === 'string') throw new Error('The server has no port.');
		try {
			const store = open({ port: address.port, password: PASSWORD });
			expect((await problemOf(store.claim('a', HOUR))).code).toBe('redis.password');
		} finally {
			parrot.close();
		}
	});
});
