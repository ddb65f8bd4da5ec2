import type { IExecuteFunctions } from 'n8n-workflow';
import { ProblemError } from '../problem';
import { processStore } from '../state/processStores';
import { readRedisSettings } from '../state/redisSettings';
import { redisStore } from '../state/redisStores';
import type { StateStore } from '../state/StateStore';

/** The longest for which something may be remembered, in hours: a year. */
export const LONGEST_PERIOD_H = 24 * 365;

/** What a node keeps in a store, in the words of its messages. */
export interface StoreUse {
	/** Begins a sentence: "… cannot be kept in 'This n8n'". */
	readonly name: string;
	/** Where the store is chosen. */
	readonly field: string;
	/** More entries than are likely to be remembered at a time. When it is full the oldest is forgotten. */
	readonly capacity: number;
}

export const ONLY_ONCE_PER: StoreUse = {
	name: "'Only Once Per'",
	field: "'Store' of 'Only Once Per'",
	capacity: 500_000,
};

/** The store of an owner: all nodes with the same one share what they remember, whatever their workflow. */
export type StoreOf = (owner: string) => Promise<StateStore>;

/** In queue mode a worker needs no EXECUTIONS_MODE to be one: its command says so (n8n 2.41, `commands/worker`). */
function isQueueMode(): boolean {
	return process.env.EXECUTIONS_MODE === 'queue' || process.argv[2] === 'worker';
}

function processStoreOf(context: IExecuteFunctions, use: StoreUse): StoreOf {
	if (isQueueMode()) {
		throw new ProblemError({
			code: 'state.queueMode',
			what: `${use.name} cannot be kept in 'This n8n': n8n runs in queue mode, and its workers do not share what they remember.`,
			fix: `Choose 'Redis' under ${use.field}, with the credential of a Redis that all workers reach.`,
		});
	}
	return async (owner) =>
		processStore({
			folder: context.helpers.getStoragePath(),
			owner,
			capacity: use.capacity,
			longestTtlMs: LONGEST_PERIOD_H * 60 * 60 * 1000,
			onProblem: (error) =>
				context.logger.warn('What must be remembered cannot be kept on disk', {
					node: context.getNode().name,
					reason: error instanceof Error ? error.message : 'unknown',
				}),
		});
}

function redisStoreOf(context: IExecuteFunctions, use: StoreUse): StoreOf {
	if (context.getNode().credentials?.redis === undefined) {
		throw new ProblemError({
			code: 'state.noRedisCredential',
			what: `${use.name} is to be remembered in Redis, but this node has no Redis credential.`,
			fix: `Choose a credential under 'Redis' at the top of the node, or 'This n8n' under ${use.field}.`,
		});
	}
	return async (owner) => {
		// Decrypting a credential takes n8n some 20 ms, and each item opens its store.
		const known = redisOf.get(context) ?? readRedis(context);
		redisOf.set(context, known);
		return withOwner(await known, owner);
	};
}

/** The Redis of an execution, which is the same for all its items. */
const redisOf = new WeakMap<IExecuteFunctions, Promise<StateStore>>();

async function readRedis(context: IExecuteFunctions): Promise<StateStore> {
	return redisStore(readRedisSettings(await context.getCredentials('redis')));
}

/** One Redis serves all owners, so that the owner stands in front of each key. */
function withOwner(store: StateStore, owner: string): StateStore {
	const own = (key: string) => `${owner}:${key}`;
	return {
		claim: async (key, ttlMs) => await store.claim(own(key), ttlMs),
		release: async (key) => await store.release(own(key)),
		get: async (key) => await store.get(own(key)),
		compareAndSet: async (key, expected, value, ttlMs) =>
			await store.compareAndSet(own(key), expected, value, ttlMs),
		persist: async () => await store.persist(),
	};
}

/**
 * The store that a node was told to use for what must not be done twice. `process` (*This n8n*) is right within one
 * process and survives its restart; `redis` is right across main, workers and webhook processes. Throws at once, before
 * any item is sent, when the one asked for cannot do its work here.
 */
export function openStore(context: IExecuteFunctions, kind: string, use = ONLY_ONCE_PER): StoreOf {
	switch (kind) {
		case 'process':
			return processStoreOf(context, use);
		case 'redis':
			return redisStoreOf(context, use);
		default:
			throw new ProblemError({
				code: 'state.unknownStore',
				what: `${use.field} is '${kind}', which this node does not have.`,
				fix: "Choose 'This n8n' or 'Redis'.",
			});
	}
}
