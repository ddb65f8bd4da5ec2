import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { openSocket } from '../../openSocket';
import { Pulse } from '../../Pulse';
import { type ActionFields, encodeAction } from './amiAction';
import { AmiFault, type AmiFaultKind } from './AmiFault';
import type { AmiMessage } from './AmiMessage';
import { AmiReader } from './AmiReader';
import type { AmiSettings } from './AmiSettings';
import { PendingActions } from './PendingActions';
import { PBX_TIMING, type PbxTiming } from '../../PbxTiming';

export interface AmiListener {
	/** Called from the read loop for each event: it must not take long, and must not throw. */
	event(message: AmiMessage): void;
	/** The connection has ended, and not by `close`. Called once, and only after `open` has resolved. */
	closed(fault: AmiFault): void;
}

export interface AmiOpening {
	readonly timing?: Partial<PbxTiming> | undefined;
	/** Gives up the opening, or cuts the connection. */
	readonly signal?: AbortSignal | undefined;
}

const BANNER = /^Asterisk Call Manager\/\d/;

/** The answer to Asterisk's challenge: hex MD5 of challenge and secret (telephony events, section 9.2). */
export function challengeKey(challenge: string, secret: string): string {
	return createHash('md5').update(`${challenge}${secret}`).digest('hex');
}

/** One connection to the manager interface of an Asterisk, logged in. It ends when anything goes wrong with it. */
export class AmiConnection {
	/** What Asterisk calls its interface, such as `Asterisk Call Manager/11.0.0`. */
	get banner(): string {
		return this.reader.banner ?? '';
	}

	/** Messages that were longer than any event is, and were passed over. */
	get droppedMessages(): number {
		return this.reader.droppedMessages;
	}

	private readonly settings: AmiSettings;

	private readonly timing: PbxTiming;

	private readonly socket: Socket;

	private readonly listener: AmiListener;

	private readonly reader = new AmiReader();

	private readonly pending: PendingActions;

	/** Events of other clients' actions bear their ids, which must not be ours. */
	private readonly idPrefix = randomBytes(6).toString('hex');

	private actions = 0;

	private isOpen = false;

	private fault: AmiFault | undefined;

	private readonly pulse: Pulse;

	private onGreeting: (() => void) | undefined;

	private constructor(socket: Socket, settings: AmiSettings, timing: PbxTiming, listener: AmiListener) {
		this.socket = socket;
		this.settings = settings;
		this.timing = timing;
		this.listener = listener;
		this.pending = new PendingActions(settings);
		this.pulse = new Pulse(timing.silenceMs, () => this.end(new AmiFault('silent', settings)));
		socket.setNoDelay(true);
		socket.on('data', (piece: Buffer) => this.receive(piece));
		socket.on('error', (error) => this.end(new AmiFault('lost', settings, { cause: error })));
		socket.on('close', () => this.end(new AmiFault('lost', settings)));
	}

	/**
	 * Connects, checks the greeting and logs in: by challenge, so that the secret is not sent; as plain text only over TLS
	 * and where Asterisk gives no challenge. Throws an AmiFault.
	 */
	static async open(
		settings: AmiSettings,
		listener: AmiListener,
		{ timing: changes = {}, signal }: AmiOpening = {},
	): Promise<AmiConnection> {
		const timing = { ...PBX_TIMING, ...changes };
		const wordFault = (kind: AmiFaultKind, cause?: unknown) => new AmiFault(kind, settings, { cause });
		const socket = await openSocket(settings, timing.connectMs, wordFault, signal);
		const connection = new AmiConnection(socket, settings, timing, listener);
		const stop = () => connection.end(new AmiFault('closed', settings));
		signal?.addEventListener('abort', stop);
		socket.once('close', () => signal?.removeEventListener('abort', stop));
		try {
			if (signal?.aborted) stop();
			await connection.greeting();
			await connection.logIn();
		} catch (error) {
			connection.end(error instanceof AmiFault ? error : new AmiFault('lost', settings, { cause: error }));
			throw error;
		}
		connection.begin();
		return connection;
	}

	/** Sends an action and gives its answer. Throws an AmiFault, or a ProblemError for what cannot be sent. */
	async perform(action: string, fields: ActionFields = {}): Promise<AmiMessage> {
		const [answer] = await this.exchange(action, fields, false);
		if (!answer) throw new AmiFault('lost', this.settings);
		return answer;
	}

	/** Sends an action that is answered by a list, and gives its entries. Throws as `perform` does. */
	async list(action: string, fields: ActionFields = {}): Promise<AmiMessage[]> {
		return await this.exchange(action, fields, true);
	}

	/** Says farewell and closes, within `closeMs`. */
	async close(): Promise<void> {
		if (this.socket.closed) return;
		const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
		this.fault ??= new AmiFault('closed', this.settings);
		this.rest(this.fault);
		if (this.socket.writable) this.socket.end(encodeAction('Logoff', this.nextId()));
		const timer = setTimeout(() => this.socket.destroy(), this.timing.closeMs);
		await closed;
		clearTimeout(timer);
	}

	private async greeting(): Promise<void> {
		if (this.fault) throw this.fault;
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => reject(new AmiFault('noGreeting', this.settings)), this.timing.answerMs);
			this.onGreeting = () => {
				clearTimeout(timer);
				if (this.reader.banner === undefined) reject(this.fault ?? new AmiFault('lost', this.settings));
				else if (BANNER.test(this.reader.banner)) resolve();
				else reject(new AmiFault('notAmi', this.settings));
			};
			if (this.fault) this.onGreeting();
		});
	}

	private async logIn(): Promise<void> {
		const { user, secret, events, tls } = this.settings;
		const who = { Username: user, Events: events };
		const challenge = await this.challenge();
		if (challenge !== undefined) {
			await this.perform('Login', { ...who, AuthType: 'MD5', Key: challengeKey(challenge, secret) });
		} else if (tls) {
			await this.perform('Login', { ...who, Secret: secret });
		} else {
			throw new AmiFault('challengeRefused', this.settings);
		}
	}

	/** Undefined where Asterisk refuses to give one. */
	private async challenge(): Promise<string | undefined> {
		try {
			return (await this.perform('Challenge', { AuthType: 'MD5' })).get('Challenge');
		} catch (error) {
			if (error instanceof AmiFault && (error.kind === 'actionRefused' || error.kind === 'notPermitted')) {
				return undefined;
			}
			throw error;
		}
	}

	private begin(): void {
		this.isOpen = true;
		if (this.fault) this.listener.closed(this.fault);
		else this.pulse.start(this.timing.pingMs, () => this.ping());
	}

	private async exchange(action: string, fields: ActionFields, isList: boolean): Promise<AmiMessage[]> {
		if (this.fault) throw this.fault;
		const id = this.nextId();
		const text = encodeAction(action, id, fields);
		const answer = this.pending.answerTo(
			id,
			action,
			isList,
			isList ? this.timing.listMs : this.timing.answerMs,
		);
		this.socket.write(text);
		return await answer;
	}

	private nextId(): string {
		this.actions += 1;
		return `${this.idPrefix}-${this.actions}`;
	}

	private ping(): void {
		if (this.socket.writable) this.socket.write(encodeAction('Ping', this.nextId()));
	}

	private receive(piece: Buffer): void {
		this.pulse.beat();
		const messages = this.reader.push(piece);
		if (this.onGreeting && this.reader.banner !== undefined) this.greeted();
		for (const message of messages) {
			if (this.fault) return;
			if (!this.pending.take(message) && message.event !== undefined) this.listener.event(message);
		}
	}

	private greeted(): void {
		const greeted = this.onGreeting;
		this.onGreeting = undefined;
		greeted?.();
	}

	/** For good, and only once. */
	private end(fault: AmiFault): void {
		if (this.fault) return;
		this.fault = fault;
		this.rest(fault);
		this.socket.destroy();
		this.greeted();
		if (this.isOpen) this.listener.closed(fault);
	}

	private rest(fault: AmiFault): void {
		this.pulse.stop();
		this.pending.refuseAll(fault);
	}
}
