import { setTimeout as delay } from 'node:timers/promises';
import { reconnectMs } from './backoff';
import { BoundedQueue } from './BoundedQueue';
import { PbxFault } from './PbxFault';

/** What a link brings, in the order it came; `receivedAt` in milliseconds since 1970. */
export type PbxItem<Event, Snapshot> =
	| { readonly kind: 'event'; readonly event: Event; readonly receivedAt: number }
	| { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly receivedAt: number };

export type PbxLinkState =
	/** Events come, and what goes on has been listed; `peer` is what the PBX calls itself. */
	| { readonly kind: 'connected'; readonly peer: string }
	/** The connection is gone and will be tried again. */
	| { readonly kind: 'waiting'; readonly fault: PbxFault; readonly retryMs: number }
	/** More came than could be worked off: so many events were dropped, and what goes on is listed anew. */
	| { readonly kind: 'overflow'; readonly dropped: number }
	/** What came could not be worked off; the next is. */
	| { readonly kind: 'unhandled'; readonly error: unknown }
	/** Nobody tries again: a setting has to be changed first. */
	| { readonly kind: 'failed'; readonly fault: PbxFault };

/** What a connection tells while it lasts. */
export interface PbxListener<Event> {
	/** Called from the read loop for each event: it takes no time, and does not throw. */
	event(event: Event): void;
	/** The connection has ended, and not by `close`. Called once, and only after it was opened. */
	closed(fault: PbxFault): void;
}

/** One connection to a PBX, logged in. */
export interface PbxConnection<Snapshot> {
	/** What the PBX calls itself, with its version. */
	readonly peer: string;
	/** What goes on now; events that happened before the list was made come before it ends. Throws a PbxFault. */
	list(): Promise<Snapshot>;
	/** Says farewell and closes, within a second. */
	close(): Promise<void>;
}

export interface PbxLinkOptions<Event, Snapshot> {
	/** Connects and logs in. Throws a PbxFault; gives up as soon as `signal` says to stop. */
	open(listener: PbxListener<Event>, signal: AbortSignal): Promise<PbxConnection<Snapshot>>;
	/** What an error that is no PbxFault is taken for. */
	lost(cause: unknown): PbxFault;
	/** Works off one item; the next waits for it, the connection does not. */
	handle(item: PbxItem<Event, Snapshot>): Promise<void> | void;
	onState(state: PbxLinkState): void;
	/** Events that may wait to be worked off; 10,000 when not given. */
	readonly queueLimit?: number | undefined;
	/** Milliseconds between two lists of what goes on, which put right what was overlooked; 5 minutes when not given. */
	readonly resyncMs?: number | undefined;
	/** Milliseconds before the next attempt; see reconnectMs. */
	readonly retryMs?: ((attempt: number) => number) | undefined;
}

/** What whoever uses a source may set of its link. */
export type PbxLinkTuning = Pick<
	PbxLinkOptions<unknown, unknown>,
	'onState' | 'queueLimit' | 'resyncMs' | 'retryMs'
>;

/** Tells, some day, why the connection was lost; undefined when it was closed. */
interface Connected {
	readonly lost: Promise<PbxFault | undefined>;
}

const QUEUE_LIMIT = 10_000;

const RESYNC_MS = 300_000;

/**
 * A lasting link to a PBX: it comes back after every loss, and lists what goes on each time it has come, from time to
 * time, and whenever events had to be dropped.
 */
export class PbxLink<Event, Snapshot> {
	private readonly options: PbxLinkOptions<Event, Snapshot>;

	private readonly queue: BoundedQueue<PbxItem<Event, Snapshot>>;

	private readonly closing = new AbortController();

	/** A farewell is being said; nothing new is begun. */
	private isClosing = false;

	/** Tells the wait for a loss that none is to come: a new one for each connection, so that none is kept. */
	private stopWaiting: () => void = () => undefined;

	private connection: PbxConnection<Snapshot> | undefined;

	private running: Promise<void> | undefined;

	private resyncTimer: NodeJS.Timeout | undefined;

	private resyncing: Promise<void> | undefined;

	/** What was dropped may be missing in the list that is just being made. */
	private isResyncDue = false;

	constructor(options: PbxLinkOptions<Event, Snapshot>) {
		this.options = options;
		this.queue = new BoundedQueue<PbxItem<Event, Snapshot>>({
			limit: options.queueLimit ?? QUEUE_LIMIT,
			mayDrop: ({ kind }) => kind === 'event',
			work: async (item) => await options.handle(item),
			onFailure: (error) => options.onState({ kind: 'unhandled', error }),
			onEmpty: () => this.afterOverflow(),
		});
	}

	/** Makes the first connection. Throws a PbxFault when it cannot be made; from then on the link keeps itself. */
	async start(): Promise<void> {
		this.running = this.keep(await this.connect());
	}

	/** Closes everything, within a second. */
	async close(): Promise<void> {
		this.isClosing = true;
		this.queue.close();
		clearInterval(this.resyncTimer);
		const { connection } = this;
		// A farewell first; what is still being opened is given up.
		await connection?.close();
		this.closing.abort();
		this.stopWaiting();
		await this.running;
	}

	private async keep(first: Connected): Promise<void> {
		let connected: Connected | undefined = first;
		while (connected) {
			const fault: PbxFault | undefined = await connected.lost;
			connected = fault && (await this.comeBack(fault));
		}
	}

	/** Opens a connection and lists what goes on. */
	private async connect(): Promise<Connected> {
		const { open, lost: wordLost, onState, resyncMs = RESYNC_MS } = this.options;
		let tellLost: (fault?: PbxFault) => void = () => undefined;
		const lost = new Promise<PbxFault | undefined>((resolve) => (tellLost = resolve));
		this.stopWaiting = () => tellLost();
		const connection = await open(
			{ event: (event) => this.receive(event), closed: (fault) => tellLost(fault) },
			this.closing.signal,
		);
		this.connection = connection;
		try {
			await this.list(connection);
			// Some list to the end although they are being closed.
			if (this.isClosing) throw wordLost(undefined);
		} catch (error) {
			await connection.close();
			throw error;
		}
		clearInterval(this.resyncTimer);
		this.resyncTimer = setInterval(() => this.resync(), resyncMs);
		onState({ kind: 'connected', peer: connection.peer });
		return { lost };
	}

	/** After a loss: tries until it succeeds. Undefined when there is no use in it any more. */
	private async comeBack(first: PbxFault): Promise<Connected | undefined> {
		let fault = first;
		for (let attempt = 0; !this.isClosing; attempt += 1) {
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
				if (this.isClosing) return undefined;
				fault = error instanceof PbxFault ? error : this.options.lost(error);
			}
		}
		return undefined;
	}

	private receive(event: Event): void {
		this.queue.push({ kind: 'event', event, receivedAt: Date.now() });
	}

	private resync(): void {
		const { connection } = this;
		if (!connection || this.resyncing) return;
		this.resyncing = this.list(connection)
			// A connection that cannot list is lost, and says so itself; a slow one is asked again later.
			.catch(() => undefined)
			.finally(() => {
				this.resyncing = undefined;
				if (!this.isResyncDue) return;
				this.isResyncDue = false;
				this.resync();
			});
	}

	private async list(connection: PbxConnection<Snapshot>): Promise<void> {
		const snapshot = await connection.list();
		this.queue.push({ kind: 'snapshot', snapshot, receivedAt: Date.now() });
	}

	private afterOverflow(): void {
		const dropped = this.queue.takeDropped();
		if (dropped === 0) return;
		this.options.onState({ kind: 'overflow', dropped });
		if (this.resyncing) this.isResyncDue = true;
		else this.resync();
	}
}
