import { setTimeout as delay } from 'node:timers/promises';
import { newRedisClient, type RedisClient } from './redisClient';
import { answeredFault, connectionFault, RedisFault } from './RedisFault';
import type { RedisSettings } from './redisSettings';

export interface RedisTiming {
	/** For opening a connection, and again for each answer. */
	readonly limitMs: number;
	/** The waits before the second and each further attempt. */
	readonly waitsMs: readonly number[];
	/** A connection nobody used for so long is closed. */
	readonly idleMs: number;
}

/** Long enough for a Redis that is restarted, short enough for an execution that waits for it. */
const TIMING: RedisTiming = { limitMs: 5_000, waitsMs: [200, 1_000], idleMs: 60_000 };

/** What Redis answers to the commands sent here. */
export type Reply = string | number | null;

/**
 * One connection to a Redis, opened when it is needed and opened anew when it broke. It never waits longer than its
 * limits, repeats nothing by itself in the background, and keeps no process alive but while an answer is awaited.
 */
export class RedisConnection {
	private readonly settings: RedisSettings;

	private readonly timing: RedisTiming;

	private opening: Promise<RedisClient> | undefined;

	private underWay = 0;

	private idle: NodeJS.Timeout | undefined;

	constructor(settings: RedisSettings, timing: RedisTiming = TIMING) {
		this.settings = settings;
		this.timing = timing;
	}

	/**
	 * Sends a command until it is answered, again after a connection that was refused or broke off; give only what may
	 * be carried out twice. `isRepeat` tells whether an attempt before may have been carried out. Throws a RedisFault.
	 */
	async repeatable<Result>(
		attempt: (send: (...command: string[]) => Promise<Reply>, isRepeat: boolean) => Promise<Result>,
	): Promise<Result> {
		const { waitsMs } = this.timing;
		for (let repeats = 0; ; repeats += 1) {
			try {
				return await attempt(async (...command) => await this.send(command), repeats > 0);
			} catch (error) {
				const waitMs = waitsMs[repeats];
				if (!(error instanceof RedisFault && error.isPassing) || waitMs === undefined) throw error;
				await delay(waitMs);
			}
		}
	}

	/** Sends a command once. Throws a RedisFault; after one that broke off it may have been carried out. */
	async send(command: readonly string[]): Promise<Reply> {
		this.underWay += 1;
		clearTimeout(this.idle);
		try {
			return await this.exchange(command);
		} finally {
			this.underWay -= 1;
			if (this.underWay === 0) {
				this.idle = setTimeout(() => this.close(), this.timing.idleMs).unref();
			}
		}
	}

	/** Lets go of the connection. The next command opens another. */
	close(): void {
		clearTimeout(this.idle);
		const { opening } = this;
		this.opening = undefined;
		// One that could not be opened has told so to everyone who waited for it, and holds nothing to let go of.
		void opening?.then(
			({ client }) => client.destroy(),
			() => undefined,
		);
	}

	private async exchange(command: readonly string[]): Promise<Reply> {
		const { client, ErrorReply } = await this.ready();
		try {
			return await this.inTime(client.sendCommand<Reply>([...command]), 'answerTimeout');
		} catch (error) {
			if (error instanceof ErrorReply) throw answeredFault(error.message, this.settings);
			client.destroy();
			throw connectionFault(error, this.settings);
		}
	}

	/** The connection that is open or being opened; another one when that broke while nobody used it. */
	private async ready(): Promise<RedisClient> {
		const before = this.opening;
		if (before) {
			const opened = await before;
			if (opened.client.isReady) return opened;
			// Only the first to notice lets go of it; the others find the one that is opened then.
			this.forget(before);
		}
		return await (this.opening ?? this.openAnew());
	}

	private async openAnew(): Promise<RedisClient> {
		const opening = this.open();
		this.opening = opening;
		try {
			return await opening;
		} catch (error) {
			this.forget(opening);
			throw error;
		}
	}

	private forget(opening: Promise<RedisClient>): void {
		if (this.opening === opening) this.opening = undefined;
	}

	private async open(): Promise<RedisClient> {
		const { client, ErrorReply } = await newRedisClient(this.settings, this.timing.limitMs);
		try {
			await this.inTime(client.connect(), 'connectTimeout');
			return { client, ErrorReply };
		} catch (error) {
			client.destroy();
			throw error instanceof ErrorReply
				? answeredFault(error.message, this.settings)
				: connectionFault(error, this.settings);
		}
	}

	/** The client's own limit ends when a command is written; this one holds until it is answered. */
	private async inTime<Result>(
		work: Promise<Result>,
		kind: 'connectTimeout' | 'answerTimeout',
	): Promise<Result> {
		let timer: NodeJS.Timeout | undefined;
		const limit = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => reject(new RedisFault(kind, this.settings)), this.timing.limitMs);
		});
		try {
			return await Promise.race([work, limit]);
		} finally {
			clearTimeout(timer);
		}
	}
}
