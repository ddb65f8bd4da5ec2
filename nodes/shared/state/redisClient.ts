import type { RedisSettings } from './redisSettings';

/**
 * A client of the Redis at these settings, not yet connected, and the class of the errors that Redis answers with. It
 * keeps no process alive and connects anew for nobody. `limitMs` is how long connecting may take.
 */
export async function newRedisClient(settings: RedisSettings, limitMs: number) {
	// Loaded here, so that an n8n that keeps nothing in Redis does not carry the client.
	const { createClient, ErrorReply } = await import('@redis/client');
	const { host, port, database, tls, verifiesCertificate, user, password } = settings;
	const socket = { host, port, connectTimeout: limitMs, reconnectStrategy: false as const };
	const client = createClient({
		socket: tls ? { ...socket, tls, rejectUnauthorized: verifiesCertificate } : socket,
		database,
		...(user === '' ? {} : { username: user }),
		...(password === '' ? {} : { password }),
		// The older protocol is the one that every Redis and its relatives speak.
		RESP: 2,
		disableOfflineQueue: true,
		disableClientInfo: true,
	});
	// Without a listener a broken connection would end the process. Whoever uses it next is told.
	client.on('error', () => undefined);
	client.unref();
	return { client, ErrorReply };
}

export type RedisClient = Awaited<ReturnType<typeof newRedisClient>>;
