import { randomUUID } from 'node:crypto';
import type { RedisConnection } from './RedisConnection';
import type { StateStore } from './StateStore';

/** In front of every key, since the Redis is shared with n8n's own queue. */
const PREFIX = 'n8n-nodes-salesforce-voice:';

/** Begins what is stored for a value; the value follows. */
const VALUE = '=';

/** Begins what is stored for a claim; what follows tells whose it is. To callers its value is the empty text. */
const CLAIM = '?';

/** KEYS: the key. ARGV: whether a value is expected (1 or 0), which one, what to store, time to live in ms. */
const COMPARE_AND_SET = `
local stored = redis.call('GET', KEYS[1])
if ARGV[1] == '0' then
	if stored then return 0 end
else
	if not stored then return 0 end
	local value = ''
	if string.sub(stored, 1, 1) == '${VALUE}' then value = string.sub(stored, 2) end
	if value ~= ARGV[2] then return 0 end
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1
`;

/** Redis takes whole ms only, and at least one. */
function wholeMs(ttlMs: number): string {
	return String(Math.max(1, Math.round(ttlMs)));
}

/**
 * State in a Redis, right across all processes that use the same one: main, workers and webhook processes. Every
 * method rejects with a RedisFault when Redis cannot be asked, and never waits for it without end.
 */
export class RedisStore implements StateStore {
	private readonly connection: RedisConnection;

	constructor(connection: RedisConnection) {
		this.connection = connection;
	}

	/**
	 * A claim carries a mark of its own, so that it can be asked for again when the connection broke before the answer:
	 * what is found then is either this claim or somebody else's.
	 */
	async claim(key: string, ttlMs: number): Promise<boolean> {
		const mark = CLAIM + randomUUID();
		return await this.connection.repeatable(async (send, isRepeat) => {
			if ((await send('SET', PREFIX + key, mark, 'NX', 'PX', wholeMs(ttlMs))) === 'OK') return true;
			return isRepeat && (await send('GET', PREFIX + key)) === mark;
		});
	}

	async release(key: string): Promise<void> {
		await this.connection.repeatable(async (send) => await send('DEL', PREFIX + key));
	}

	async get(key: string): Promise<string | undefined> {
		const stored = await this.connection.repeatable(async (send) => await send('GET', PREFIX + key));
		if (typeof stored !== 'string') return undefined;
		return stored.startsWith(VALUE) ? stored.slice(VALUE.length) : '';
	}

	/** Sent once only: after a broken connection nobody could tell a change of its own from somebody else's. */
	async compareAndSet(
		key: string,
		expected: string | undefined,
		value: string,
		ttlMs: number,
	): Promise<boolean> {
		const expectation = expected === undefined ? ['0', ''] : ['1', expected];
		const reply = await this.connection.send([
			'EVAL',
			COMPARE_AND_SET,
			'1',
			PREFIX + key,
			...expectation,
			VALUE + value,
			wholeMs(ttlMs),
		]);
		return reply === 1;
	}

	/**
	 * Resolves at once: what Redis has answered survives this process. Whether it survives the end of Redis is decided
	 * there (`appendonly`, replicas), and whether it is thrown out when memory is short too (`maxmemory-policy`, which
	 * n8n's queue wants to be `noeviction` as well).
	 */
	async persist(): Promise<void> {}
}
