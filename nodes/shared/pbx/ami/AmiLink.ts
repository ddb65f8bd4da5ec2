import { setTimeout as delay } from 'node:timers/promises';
import { reconnectMs } from '../backoff';
import { BoundedQueue } from '../BoundedQueue';
import { AmiConnection } from './AmiConnection';
import { AmiFault } from './AmiFault';
import type { AmiMessage } from './AmiMessage';
import { AMI_TIMING, type AmiSettings, type AmiTiming } from './AmiSettings';
import type { AmiSnapshot } from './calls/reconcile';

/** What a link brings, in the order it came; `receivedAt` in milliseconds since 1970. */
export type AmiItem =
	| { readonly kind: 'event'; readonly message: AmiMessage; readonly receivedAt: number }
	| { readonly kind: 'snapshot'; readonly snapshot: AmiSnapshot; readonly receivedAt: number };

export type AmiLinkState =
	/** Events come, and the channels there are have been listed. */
	| { readonly kind: 'connected'; readonly banner: string }
	/** The connection is gone and will be tried again. */
	| { readonly kind: 'waiting'; readonly fault: AmiFault; readonly retryMs: number }
	/** More came than could be worked off: so many events were dropped, and the channels are listed anew. */
	| { readonly kind: 'overflow'; readonly dropped: number }
	/** What came could not be worked off; the next is. */
	| { readonly kind: 'unhandled'; readonly error: unknown }
	/** Nobody tries again: a setting has to be changed first. */
	| { readonly kind: 'failed'; readonly fault: AmiFault };

export interface AmiLinkOptions {
	readonly settings: AmiSettings;
	/** Which events are of use; the others are thrown away at once. */
	concerns(message: AmiMessage): boolean;
	/** Works off one item; the next waits for it, the connection does not. */
	handle(item: AmiItem): Promise<void> | void;
	onState(state: AmiLinkState): void;
	readonly timing?: Partial<AmiTiming>;
	/** Events that may wait to be worked off; 10,000 when not given. */
	readonly queueLimit?: number;
	/** Milliseconds between two lists of all channels, which put right what was overlooked; 5 minutes when not given. */
	readonly resyncMs?: number;
	/** Milliseconds before the next attempt; see reconnectMs. */
	readonly retryMs?: (attempt: number) => number;
}

/** Tells, some day, why the connection was lost. */
interface Connected {
	readonly lost: Promise<AmiFault>;
}

const QUEUE_LIMIT = 10_000;

const RESYNC_MS = 300_000;

/**
 * A lasting link to the manager interface: it comes back after every loss, and lists all channels each time it has come,
 * from time to time, and whenever events had to be dropped.
 */
export class AmiLink {
	private readonly options: AmiLinkOptions;

	private readonly queue: BoundedQueue<AmiItem>;

	private readonly closing = new AbortController();

	private readonly closed = new Promise<undefined>((resolve) => {
		this.closing.signal.addEventListener('abort', () => resolve(undefined), { once: true });
	});

	private connection: AmiConnection | undefined;

	private running: Promise<void> | undefined;

	private resyncTimer: NodeJS.Timeout | undefined;

	private resyncing: Promise<void> | undefined;

	constructor(options: AmiLinkOptions) {
		this.options = options;
		this.queue = new BoundedQueue<AmiItem>({
			limit: options.queueLimit ?? QUEUE_LIMIT,
			mayDrop: ({ kind }) => kind === 'event',
			work: async (item) => await options.handle(item),
			onFailure: (error) => options.onState({ kind: 'unhandled', error }),
			onEmpty: () => this.afterOverflow(),
		});
	}

	/** Makes the first connection. Throws an AmiFault when it cannot be made; from then on the link keeps itself. */
	async start(): Promise<void> {
		this.running = this.keep(await this.connect());
	}

	/** Closes everything, within a second. */
	async close(): Promise<void> {
		this.queue.close();
		clearInterval(this.resyncTimer);
		const { connection } = this;
		// A farewell first; what is still being opened is given up.
		await connection?.close();
		this.closing.abort();
		await this.running;
	}

	private async keep(first: Connected): Promise<void> {
		let connected: Connected | undefined = first;
		while (connected) {
			const fault: AmiFault | undefined = await Promise.race([connected.lost, this.closed]);
			connected = fault && (await this.comeBack(fault));
		}
	}

	private get isClosed(): boolean {
		return this.closing.signal.aborted;
	}

	/** Opens a connection and lists the channels. */
	private async connect(): Promise<Connected> {
		const { settings, timing, onState, resyncMs = RESYNC_MS } = this.options;
		let tellLost: (fault: AmiFault) => void = () => undefined;
		const lost = new Promise<AmiFault>((resolve) => (tellLost = resolve));
		const connection = await AmiConnection.open(
			settings,
			{ event: (message) => this.receive(message), closed: (fault) => tellLost(fault) },
			{ timing, signal: this.closing.signal },
		);
		this.connection = connection;
		try {
			await this.list(connection);
		} catch (error) {
			await connection.close();
			throw error;
		}
		clearInterval(this.resyncTimer);
		this.resyncTimer = setInterval(() => this.resync(), resyncMs);
		onState({ kind: 'connected', banner: connection.banner });
		return { lost };
	}

	/** After a loss: tries until it succeeds. Undefined when there is no use in it any more. */
	private async comeBack(first: AmiFault): Promise<Connected | undefined> {
		let fault = first;
		for (let attempt = 0; !this.isClosed; attempt += 1) {
			clearInterval(this.resyncTimer);
			this.connection = undefined;
			if (fault.isLasting) {
				this.options.onState({ kind: 'failed', fault });
				return undefined;
			}
			const retryMs = (this.options.retryMs ?? reconnectMs)(attempt);
			this.options.onState({ kind: 'waiting', fault, retryMs });
			try {
				await delay(retryMs, undefined, { signal: this.closing.signal });
				return await this.connect();
			} catch (error) {
				if (this.isClosed) return undefined;
				fault =
					error instanceof AmiFault ? error : new AmiFault('lost', this.options.settings, { cause: error });
			}
		}
		return undefined;
	}

	private receive(message: AmiMessage): void {
		if (!this.options.concerns(message)) return;
		this.queue.push({ kind: 'event', message, receivedAt: Date.now() });
	}

	private resync(): void {
		const { connection } = this;
		if (!connection || this.resyncing) return;
		this.resyncing = this.list(connection)
			// A connection that cannot list its channels is lost, and says so itself; a slow one is asked again later.
			.catch(() => undefined)
			.finally(() => (this.resyncing = undefined));
	}

	private async list(connection: AmiConnection): Promise<void> {
		const takenAt = Date.now();
		const channels = await connection.list('CoreShowChannels');
		await delay(this.options.timing?.settleMs ?? AMI_TIMING.settleMs, undefined, {
			signal: this.closing.signal,
		});
		await connection.perform('Ping');
		this.queue.push({ kind: 'snapshot', snapshot: { channels, takenAt }, receivedAt: Date.now() });
	}

	private afterOverflow(): void {
		const dropped = this.queue.takeDropped();
		if (dropped === 0) return;
		this.options.onState({ kind: 'overflow', dropped });
		this.resync();
	}
}
