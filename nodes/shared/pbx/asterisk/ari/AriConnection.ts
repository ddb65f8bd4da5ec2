import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ping, type WebSocket } from 'undici';
import { displayText } from '../../../call-event/displayText';
import { isRecord } from '../../../isRecord';
import type { PbxListener } from '../../PbxLink';
import { Pulse } from '../../Pulse';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { AriClient } from './AriClient';
import { type AriEvent, readAriEvent } from './AriEvent';
import { AriFault } from './AriFault';
import { linkedIdOf } from './ariMessage';
import type { AriSettings } from './AriSettings';
import { ariSnapshot, lacksLinkedIds } from './ariSnapshot';
import { PBX_TIMING, type PbxTiming } from '../../PbxTiming';

export interface AriOpening {
	readonly timing?: Partial<PbxTiming> | undefined;
	/** Gives up the opening, or cuts the connection. */
	readonly signal?: AbortSignal | undefined;
}

/** Where undici tells that an answer to a ping has come: a WebSocket itself does not. */
const PONG = 'undici:websocket:pong';

/** What Asterisk calls itself, from `GET /asterisk/info`. */
function peerOf(info: unknown, client: AriClient): string {
	const system = isRecord(info) && isRecord(info.system) ? info.system : {};
	const version = /^[\w.-]+/.exec(displayText(system.version, 60) ?? '')?.[0];
	if (version === undefined) throw client.fault('notAri');
	return `Asterisk ${version}`;
}

async function opened(client: AriClient, signal: AbortSignal | undefined): Promise<WebSocket> {
	const socket = client.events();
	let timer: NodeJS.Timeout | undefined;
	let stop: (() => void) | undefined;
	try {
		await new Promise<void>((resolve, reject) => {
			socket.addEventListener('open', () => resolve(), { once: true });
			// Both come when it could not be opened.
			socket.addEventListener('error', () => reject(client.whyNoEvents()), { once: true });
			socket.addEventListener('close', () => reject(client.whyNoEvents()), { once: true });
			timer = setTimeout(
				() => reject(client.fault('answerTimeout', { detail: 'events' })),
				client.timing.answerMs,
			);
			stop = () => reject(client.fault('closed'));
			signal?.addEventListener('abort', stop);
			if (signal?.aborted) stop();
		});
		return socket;
	} finally {
		clearTimeout(timer);
		if (stop) signal?.removeEventListener('abort', stop);
	}
}

/** One stream of all events of an Asterisk's REST interface. It ends when anything goes wrong with it. */
export class AriConnection {
	/** What Asterisk calls itself, such as `Asterisk 22.5.1`. */
	readonly peer: string;

	/** Messages that were no events, and were passed over. */
	ignoredMessages = 0;

	private readonly client: AriClient;

	private readonly socket: WebSocket;

	private readonly listener: PbxListener<AriEvent>;

	private readonly closed: Promise<void>;

	private readonly onPong = (message: unknown) => {
		if (isRecord(message) && message.websocket === this.socket) this.pulse.beat();
	};

	private fault: AriFault | undefined;

	private readonly pulse: Pulse;

	private constructor(client: AriClient, peer: string, socket: WebSocket, listener: PbxListener<AriEvent>) {
		this.client = client;
		this.peer = peer;
		this.socket = socket;
		this.listener = listener;
		this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
		socket.addEventListener('message', ({ data }: { data: unknown }) => this.receive(data));
		socket.addEventListener('close', () => this.end(this.client.fault('lost')));
		subscribe(PONG, this.onPong);
		this.pulse = new Pulse(client.timing.silenceMs, () => this.end(client.fault('silent')));
		this.pulse.start(client.timing.pingMs, () => this.ping());
	}

	/** Connects, logs in and opens the stream of events. Throws an AriFault. */
	static async open(
		settings: AriSettings,
		listener: PbxListener<AriEvent>,
		{ timing: changes = {}, signal }: AriOpening = {},
	): Promise<AriConnection> {
		const timing = { ...PBX_TIMING, ...changes };
		const client = new AriClient(settings, timing);
		try {
			// A WebSocket that is refused does not say why; a plain request does.
			const peer = peerOf(await client.get('asterisk/info', timing.answerMs, signal), client);
			const connection = new AriConnection(client, peer, await opened(client, signal), listener);
			connection.heed(signal);
			return connection;
		} catch (error) {
			await client.close();
			throw error;
		}
	}

	/** All channels there are. Throws an AriFault: also when they do not say which of them belong to one call. */
	async list(): Promise<AsteriskSnapshot> {
		const { listMs } = this.client.timing;
		const takenAt = Date.now();
		try {
			const [channels, bridges] = await Promise.all([
				this.client.get('channels', listMs),
				this.client.get('bridges', listMs),
			]);
			if (lacksLinkedIds(channels)) throw this.client.fault('noLinkedId');
			return ariSnapshot(channels, bridges, takenAt);
		} catch (error) {
			throw this.fault ?? error;
		}
	}

	/**
	 * Ends the connection when Asterisk no longer knows that it is to get events. The end of one that was ours before takes
	 * the name with it if it comes late: Asterisk 22 then sends nothing more, and says nothing of it.
	 */
	async checkSubscription(): Promise<void> {
		const { settings, timing } = this.client;
		try {
			await this.client.get(`applications/${settings.applicationName}`, timing.answerMs);
		} catch (error) {
			// Whether Asterisk is there at all is what the signs of life tell.
			if (error instanceof AriFault && error.kind === 'notAri') this.end(this.client.fault('unsubscribed'));
		}
	}

	/** Says farewell and closes, within `closeMs`. */
	async close(): Promise<void> {
		this.fault ??= this.client.fault('closed');
		this.rest();
		this.socket.close();
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.client.timing.closeMs)));
		await Promise.race([this.closed, late]);
		clearTimeout(timer);
		await this.client.close();
	}

	private heed(signal: AbortSignal | undefined): void {
		const stop = () => this.end(this.client.fault('closed'));
		signal?.addEventListener('abort', stop);
		this.socket.addEventListener('close', () => signal?.removeEventListener('abort', stop));
		if (signal?.aborted) stop();
	}

	private receive(data: unknown): void {
		this.pulse.beat();
		if (this.fault) return;
		const event = readAriEvent(data);
		if (!event) this.ignoredMessages += 1;
		else if (event.type === 'ApplicationReplaced') this.end(this.client.fault('replaced'));
		else if (event.type === 'ChannelCreated' && linkedIdOf(event.channel) === undefined) {
			this.end(this.client.fault('noLinkedId'));
		} else this.listener.event(event);
	}

	private ping(): void {
		ping(this.socket);
		void this.checkSubscription();
	}

	/** For good, and only once. */
	private end(fault: AriFault): void {
		if (this.fault) return;
		this.fault = fault;
		this.rest();
		this.socket.close();
		void this.client.close();
		this.listener.closed(fault);
	}

	private rest(): void {
		this.pulse.stop();
		unsubscribe(PONG, this.onPong);
	}
}
