import { join } from 'node:path';
import type { IWebhookFunctions } from 'n8n-workflow';
import type { CallEvent } from '../../shared/call-event/CallEvent';
import { processStore } from '../../shared/state/processStores';
import type { RedisTiming } from '../../shared/state/RedisConnection';
import { readRedisSettings } from '../../shared/state/redisSettings';
import { redisStore } from '../../shared/state/redisStores';
import type { StateStore } from '../../shared/state/StateStore';
import type { SeenStore } from './settings';

/** Longer than any vendor goes on repeating (Zoom: 85 minutes); telephony events, section 12. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const CAPACITY = 10_000;

/** Senders wait 3 s at the least, and n8n itself needs some of that to store the execution. */
const REDIS_TIMING: RedisTiming = { limitMs: 700, waitsMs: [100], idleMs: 60_000 };

/**
 * The folder n8n reserves for a node type's files, as its `getStoragePath()` gives it, which webhook() is not offered
 * (host facts, section 4). Same rule as n8n's: N8N_USER_FOLDER, else the user's home.
 */
export function storageFolder(nodeType: string, environment: NodeJS.ProcessEnv = process.env): string {
	const home = environment[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
	return join(environment.N8N_USER_FOLDER ?? home ?? process.cwd(), '.n8n', 'storage', nodeType);
}

async function storeOf(context: IWebhookFunctions, owner: string, kind: SeenStore): Promise<StateStore> {
	const { logger } = context;
	if (kind === 'redis') {
		return redisStore(readRedisSettings(await context.getCredentials('redis')), REDIS_TIMING);
	}
	return processStore({
		folder: storageFolder(context.getNode().type),
		owner,
		capacity: CAPACITY,
		longestTtlMs: REMEMBERED_MS,
		onProblem: (error) =>
			logger.warn(
				'Telephony Event Trigger: the events seen cannot be kept on disk, so a repetition after a restart of n8n would trigger again',
				{ reason: error instanceof Error ? error.message : 'unknown' },
			),
	});
}

export interface Claimed {
	/** The events that nobody has taken before. */
	readonly events: CallEvent[];
	/** Gives them back, so that a repetition is let in again. */
	release(): Promise<void>;
}

/**
 * Takes the events that this node has not seen before. Of a repetition that arrives in the same instant only one gets
 * them. Whoever cannot start with them gives them back. When the store cannot be asked, all are taken: a repetition can
 * be borne, a lost event cannot.
 */
export async function claimNewEvents(
	context: IWebhookFunctions,
	events: readonly CallEvent[],
	kind: SeenStore,
): Promise<Claimed> {
	const owner = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const byKey = new Map(events.toReversed().map((event) => [keyOf(owner, event), event]));
	const keys = [...byKey.keys()].reverse();
	const claimed: string[] = [];
	const doubled = new Set<string>();
	const cannotBeAsked = (error: unknown) => {
		context.logger.error(
			'Telephony Event Trigger: the events seen cannot be asked for, so a repetition would trigger again',
			{ node: context.getNode().name, reason: error instanceof Error ? error.message : 'unknown' },
		);
	};
	let store: StateStore | undefined;
	try {
		const asked = await storeOf(context, owner, kind);
		store = asked;
		// All at once: one after the other, the answers of a slow Redis would add up to more than a sender waits.
		const answers = await Promise.allSettled(
			keys.map(async (key) => {
				if (await asked.claim(key, REMEMBERED_MS)) claimed.push(key);
				else doubled.add(key);
			}),
		);
		const failed = answers.find((answer) => answer.status === 'rejected');
		if (failed) cannotBeAsked(failed.reason);
	} catch (error) {
		cannotBeAsked(error);
	}
	return {
		events: keys.flatMap((key) => (doubled.has(key) ? [] : (byKey.get(key) ?? []))),
		release: async () => {
			for (const key of claimed) await store?.release(key);
		},
	};
}

function keyOf(owner: string, event: CallEvent): string {
	return `${owner}:${event.source}:${event.eventId}`;
}
