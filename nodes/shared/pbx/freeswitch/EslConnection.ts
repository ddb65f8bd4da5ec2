import type { Socket } from 'node:net';
import { displayText } from '../../call-event/displayText';
import { openSocket } from '../openSocket';
import { Pulse } from '../Pulse';
import { encodeCommand } from './eslCommand';
import { EslEvent } from './EslEvent';
import type { EslPacket } from './EslPacket';
import { EslReader } from './EslReader';
import { FreeswitchFault, type FreeswitchFaultKind } from './FreeswitchFault';
import type { FreeswitchSettings } from './FreeswitchSettings';
import { PendingCommands } from './PendingCommands';
import { PBX_TIMING, type PbxTiming } from '../PbxTiming';

export interface EslListener {
	/** Called from the read loop for each event: it must not take long, and must not throw. */
	event(event: EslEvent): void;
	/** The connection has ended, and not by `close`. Called once, and only after `open` has resolved. */
	closed(fault: FreeswitchFault): void;
}

export interface EslOpening {
	readonly timing?: Partial<PbxTiming> | undefined;
	/** Gives up the opening, or cuts the connection. */
	readonly signal?: AbortSignal | undefined;
	/** Names of the events that are wanted, `CUSTOM` and its subclasses last; none when not given. */
	readonly events?: string | undefined;
}

/** An answer of its own beside -ERR, which FreeSWITCH gives to whoever may not. */
const NOT_PERMITTED = /permission denied/i;

/** A channel that no FreeSWITCH has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** As late as a timer can be, in milliseconds. */
const NEVER = 2_147_483_647;

/** One connection to the event socket of a FreeSWITCH, logged in. It ends when anything goes wrong with it. */
export class EslConnection {
	/** What FreeSWITCH calls itself, with its version where the user may ask for it. */
	peer = 'FreeSWITCH';

	/** Packets and events that could not be read, and were passed over. */
	get dropped(): number {
		return this.reader.droppedPackets + this.unreadable;
	}

	private readonly settings: FreeswitchSettings;

	private readonly timing: PbxTiming;

	private readonly socket: Socket;

	private readonly listener: EslListener;

	private readonly reader = new EslReader();

	private readonly pending: PendingCommands;

	private unreadable = 0;

	private isOpen = false;

	private fault: FreeswitchFault | undefined;

	private readonly pulse: Pulse;

	private onGreeting: ((greeting?: EslPacket) => void) | undefined;

	private greeting: EslPacket | undefined;

	private constructor(
		socket: Socket,
		settings: FreeswitchSettings,
		timing: PbxTiming,
		listener: EslListener,
	) {
		this.socket = socket;
		this.settings = settings;
		this.timing = timing;
		this.listener = listener;
		this.pending = new PendingCommands(settings, (fault) => this.end(fault));
		this.pulse = new Pulse(timing.silenceMs, () => this.end(this.faultOf('silent')));
		socket.setNoDelay(true);
		socket.on('data', (piece: Buffer) => this.receive(piece));
		socket.on('error', (error) => this.end(new FreeswitchFault('lost', settings, { cause: error })));
		socket.on('close', () => this.end(new FreeswitchFault('lost', settings)));
	}

	/**
	 * Connects, waits until FreeSWITCH asks who is there, logs in and asks for the events. The password goes as it is:
	 * FreeSWITCH knows no other way. Throws a FreeswitchFault, or a ProblemError for what cannot be sent.
	 */
	static async open(
		settings: FreeswitchSettings,
		listener: EslListener,
		{ timing: changes = {}, signal, events }: EslOpening = {},
	): Promise<EslConnection> {
		const timing = { ...PBX_TIMING, ...changes };
		const wordFault = (kind: FreeswitchFaultKind, cause?: unknown) =>
			new FreeswitchFault(kind, settings, { cause });
		const socket = await openSocket(settings, timing.connectMs, wordFault, signal);
		const connection = new EslConnection(socket, settings, timing, listener);
		const stop = () => connection.end(wordFault('closed'));
		signal?.addEventListener('abort', stop);
		socket.once('close', () => signal?.removeEventListener('abort', stop));
		try {
			if (signal?.aborted) stop();
			await connection.awaitGreeting();
			await connection.logIn();
			connection.peer = (await connection.version()) ?? connection.peer;
			if (events !== undefined) await connection.command('event', `event json ${events}`);
		} catch (error) {
			connection.end(error instanceof FreeswitchFault ? error : wordFault('lost', error));
			throw error;
		}
		connection.begin();
		return connection;
	}

	/** What an API command prints. Throws a FreeswitchFault when it may not be used, or a ProblemError for what cannot be sent. */
	async api(command: string, limitMs: number = this.timing.answerMs): Promise<string> {
		const [name = ''] = command.split(' ', 1);
		const answer = await this.exchange(name, `api ${command}`, limitMs);
		if (answer.isCut) throw this.faultOf('answerTooLarge', name);
		if (answer.contentType === 'command/reply') throw this.refusal(name, answer.reply);
		return answer.body;
	}

	/**
	 * Begins an API command whose result comes as an event BACKGROUND_JOB, and gives the id of the job. Throws as `api` does.
	 */
	async background(command: string): Promise<string> {
		const answer = await this.exchange('bgapi', `bgapi ${command}`, this.timing.answerMs);
		const job = answer.get('Job-UUID') ?? /Job-UUID: (\S+)/.exec(answer.reply)?.[1];
		if (job === undefined || !answer.reply.startsWith('+OK')) throw this.refusal('bgapi', answer.reply);
		return job;
	}

	/** Says farewell and closes, within `closeMs`. */
	async close(): Promise<void> {
		if (this.socket.closed) return;
		const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
		this.fault ??= new FreeswitchFault('closed', this.settings);
		this.rest(this.fault);
		if (this.socket.writable) this.socket.end(encodeCommand('exit', 'exit'));
		const timer = setTimeout(() => this.socket.destroy(), this.timing.closeMs);
		await closed;
		clearTimeout(timer);
	}

	private async awaitGreeting(): Promise<void> {
		const greeting = await new Promise<EslPacket | undefined>((resolve, reject) => {
			const timer = setTimeout(() => reject(this.faultOf('noGreeting')), this.timing.answerMs);
			this.onGreeting = (packet) => {
				clearTimeout(timer);
				resolve(packet);
			};
			if (this.greeting || this.fault) this.onGreeting(this.greeting);
		});
		if (!greeting) throw this.fault ?? this.faultOf('lost');
		if (greeting.contentType === 'auth/request') return;
		throw this.faultOf(greeting.contentType === 'text/rude-rejection' ? 'addressRefused' : 'notEventSocket');
	}

	private async logIn(): Promise<void> {
		const { user, secret } = this.settings;
		const command = user === undefined ? `auth ${secret}` : `userauth ${user}:${secret}`;
		const { reply } = await this.exchange('auth', command, this.timing.answerMs);
		if (!reply.startsWith('+OK')) throw this.faultOf('password');
	}

	/** Undefined where the user may not ask. */
	private async version(): Promise<string | undefined> {
		try {
			return displayText((await this.api('version')).replace(/\s*\(git.*$/s, ''), 80);
		} catch (error) {
			if (error instanceof FreeswitchFault && error.kind === 'notPermitted') return undefined;
			throw error;
		}
	}

	private async command(name: string, command: string): Promise<void> {
		const { reply } = await this.exchange(name, command, this.timing.answerMs);
		if (!reply.startsWith('+OK')) throw this.refusal(name, reply);
	}

	private async exchange(name: string, command: string, limitMs: number): Promise<EslPacket> {
		if (this.fault) throw this.fault;
		const text = encodeCommand(name, command);
		const answer = this.pending.answer(name, limitMs);
		this.socket.write(text);
		return await answer;
	}

	private begin(): void {
		this.isOpen = true;
		if (this.fault) this.listener.closed(this.fault);
		else this.pulse.start(this.timing.pingMs, () => this.ping());
	}

	/** Whoever lives answers, whatever the answer is. */
	private ping(): void {
		if (!this.socket.writable) return;
		// What is asked is whether anybody is there; that the answer is late is noticed by the silence alone.
		this.exchange('uuid_exists', `api uuid_exists ${NOBODY}`, NEVER).catch(() => undefined);
	}

	private receive(piece: Buffer): void {
		this.pulse.beat();
		for (const packet of this.reader.push(piece)) {
			if (this.fault) return;
			this.read(packet);
		}
		// Other services greet with a line that is no header.
		if (!this.greeting && this.reader.strayLines > 0) this.end(this.faultOf('notEventSocket'));
	}

	private read(packet: EslPacket): void {
		if (!this.greeting) {
			this.greeting = packet;
			this.greeted(packet);
			return;
		}
		switch (packet.contentType) {
			case 'command/reply':
			case 'api/response':
				if (!this.pending.take(packet)) this.end(this.faultOf('garbled'));
				return;
			case 'text/event-json':
			case 'text/event-plain':
				this.readEvent(packet);
				return;
			case 'text/disconnect-notice':
				// With lingering what is still to be said comes first, and then FreeSWITCH closes.
				if (packet.get('Content-Disposition')?.toLowerCase() === 'linger') return;
				this.end(this.faultOf('lost', 'it said goodbye'));
				return;
			case 'text/rude-rejection':
				this.end(this.faultOf('addressRefused'));
				return;
			case undefined:
				// The count of a body's bytes was wrong, and what is read now is no header.
				this.end(this.faultOf('garbled'));
				return;
			default:
		}
	}

	private readEvent(packet: EslPacket): void {
		const event = packet.isCut ? undefined : EslEvent.in(packet);
		// Where a body was looked for there is none: its length was lost with the place in the stream.
		if (packet.body === '' && !packet.isCut) this.end(this.faultOf('garbled'));
		else if (!event) this.unreadable += 1;
		else this.listener.event(event);
	}

	private greeted(packet?: EslPacket): void {
		const greeted = this.onGreeting;
		this.onGreeting = undefined;
		greeted?.(packet);
	}

	/** For good, and only once. */
	private end(fault: FreeswitchFault): void {
		if (this.fault) return;
		this.fault = fault;
		this.rest(fault);
		this.socket.destroy();
		this.greeted();
		if (this.isOpen) this.listener.closed(fault);
	}

	private rest(fault: FreeswitchFault): void {
		this.pulse.stop();
		this.pending.refuseAll(fault);
	}

	private refusal(name: string, reply: string): FreeswitchFault {
		const words = displayText(reply.replace(/^-ERR\s*/, ''), 80) ?? 'no reason given';
		if (NOT_PERMITTED.test(words)) return this.faultOf('notPermitted', name);
		return this.faultOf('commandRefused', `${name}: ${words.replace(/\.$/, '')}`);
	}

	private faultOf(kind: FreeswitchFaultKind, detail?: string): FreeswitchFault {
		return new FreeswitchFault(kind, this.settings, detail === undefined ? {} : { detail });
	}
}
