import { freePort } from '../freePort.ts';
import { PostgresServer } from '../postgres/PostgresServer.ts';
import { RedisServer } from '../redis/RedisServer.ts';
import { N8n } from './N8n.ts';
import type { CredentialData } from './shapes.ts';

const WORKERS = 2;

/** n8n as it is run for many calls: a main process, a process for webhooks and two workers, with Redis and PostgreSQL. */
export class QueueMode {
	readonly n8n: N8n;

	/** The address of the process that takes webhooks, where a load balancer would send them. */
	readonly webhookBaseUrl: string;

	/** n8n's own Redis credential for the Redis of the queue. */
	readonly redisCredential: CredentialData;

	readonly redis: RedisServer;

	readonly #postgres: PostgresServer;

	private constructor(n8n: N8n, webhookBaseUrl: string, redis: RedisServer, postgres: PostgresServer) {
		this.n8n = n8n;
		this.webhookBaseUrl = webhookBaseUrl;
		this.redis = redis;
		this.#postgres = postgres;
		const data = { host: '127.0.0.1', port: redis.port, database: 0, ssl: false };
		this.redisCredential = { name: 'Redis', type: 'redis', data };
	}

	/** Starts all of it. Needs the project built. A lasting Redis knows all again after a crash, and is slower. */
	static async start({ redisIsLasting = false } = {}): Promise<QueueMode> {
		const redis = await RedisServer.start({ isLasting: redisIsLasting });
		// SQLite, which n8n has built in, is locked too often for so many processes.
		const postgres = await PostgresServer.start();
		const webhookPort = await freePort();
		const webhookBaseUrl = `http://127.0.0.1:${webhookPort}`;
		const n8n = await N8n.start({
			environment: {
				...postgres.environment,
				EXECUTIONS_MODE: 'queue',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
				// n8n 2 reads the first, n8n 1.123 the second.
				N8N_WEBHOOK_URL: `${webhookBaseUrl}/`,
				WEBHOOK_URL: `${webhookBaseUrl}/`,
			},
		});
		const queueMode = new QueueMode(n8n, webhookBaseUrl, redis, postgres);
		try {
			await n8n.startWebhookProcess(webhookPort);
			await Promise.all(Array.from({ length: WORKERS }, async () => await n8n.startWorker()));
			return queueMode;
		} catch (error) {
			await queueMode.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.#postgres.stop();
		await this.redis.stop();
	}
}
