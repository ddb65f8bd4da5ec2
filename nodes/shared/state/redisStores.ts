import { createHash } from 'node:crypto';
import { RedisConnection, type RedisTiming } from './RedisConnection';
import type { RedisSettings } from './redisSettings';
import { RedisStore } from './RedisStore';

const stores = new Map<string, RedisStore>();

/** The one store, and so the one connection, that this process has for these settings. No secret is a map's key. */
export function redisStore(settings: RedisSettings, timing?: RedisTiming): RedisStore {
	const digest = createHash('sha256')
		.update(JSON.stringify([settings, timing]))
		.digest('base64');
	const known = stores.get(digest);
	if (known) return known;
	const store = new RedisStore(new RedisConnection(settings, timing));
	stores.set(digest, store);
	return store;
}
