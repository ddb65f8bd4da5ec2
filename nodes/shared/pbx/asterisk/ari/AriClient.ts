import type { Socket } from 'node:net';
import { Agent, buildConnector, request, WebSocket } from 'undici';
import { errorCodes } from '../../../errorCodes';
import { networkFaultKind } from '../../networkFault';
import { askAboutNumbers } from '../../openSocket';
import { type AriAddress, ariAddress } from './ariAddress';
import { AriFault, type AriFaultKind } from './AriFault';
import type { AriSettings } from './AriSettings';
import type { PbxTiming } from '../../PbxTiming';

/** All channels of a very large PBX are some megabytes. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Far more than an event is; undici ends a connection that sends more. */
const LARGEST_FRAME = 1024 * 1024;

const APPLICATION_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

const FAULT_OF_STATUS: Readonly<Record<number, AriFaultKind>> = {
	401: 'password',
	403: 'notPermitted',
	404: 'notAri',
	// While it starts.
	503: 'unavailable',
};

/** What was answered, whatever it is. */
export interface AriAnswer {
	readonly status: number;
	readonly text: string;
}

/** Asks the REST interface of an Asterisk, over connections of its own that are nobody else's. */
export class AriClient {
	readonly settings: AriSettings;

	readonly timing: PbxTiming;

	private readonly address: AriAddress;

	private readonly agent: Agent;

	/** A WebSocket's connection is no longer the agent's. */
	private readonly sockets = new Set<Socket>();

	/** Why the last connection did not come about; a WebSocket does not say. */
	private connectError: Error | undefined;

	/** Throws an AriFault for settings with which nothing can be reached. */
	constructor(settings: AriSettings, timing: PbxTiming) {
		const address = ariAddress(settings.baseUrl);
		if (!address) throw new AriFault('address', { host: '', port: 0 });
		if (!APPLICATION_NAME.test(settings.applicationName))
			throw new AriFault('applicationName', address.place);
		this.settings = settings;
		this.timing = timing;
		this.address = address;
		this.agent = new Agent({
			connect: this.connector(),
			headersTimeout: timing.listMs,
			bodyTimeout: timing.listMs,
			webSocket: { maxPayloadSize: LARGEST_FRAME, maxFragments: 1_024 },
		});
	}

	/** The answer to a GET, read as JSON. Throws an AriFault. */
	async get(path: string, limitMs: number, signal?: AbortSignal): Promise<unknown> {
		const { status, text } = await this.exchange('GET', path, undefined, limitMs, signal);
		if (status === 200) return this.jsonOf(text);
		const kind = FAULT_OF_STATUS[status] ?? 'requestRefused';
		throw this.fault(kind, { detail: `${path}: HTTP ${status}` });
	}

	/** Asks once, and gives whatever is answered. Throws an AriFault when nothing is: what was posted may have been done. */
	async ask(
		method: 'GET' | 'POST',
		path: string,
		body: object | undefined,
		limitMs: number,
		signal?: AbortSignal,
	): Promise<AriAnswer> {
		return await this.exchange(method, path, body && JSON.stringify(body), limitMs, signal);
	}

	/** Begins to open the stream of all events. The password is in no address, where logs would keep it. */
	events(): WebSocket {
		const { applicationName } = this.settings;
		const url = this.address.resource('events', { app: applicationName, subscribeAll: 'true' });
		url.protocol = this.address.isSecured ? 'wss:' : 'ws:';
		this.connectError = undefined;
		return new WebSocket(url, { headers: { Authorization: this.login() }, dispatcher: this.agent });
	}

	/** Why the stream of events could not be opened. */
	whyNoEvents(): AriFault {
		return this.connectError ? this.worded(this.connectError) : this.fault('noEvents');
	}

	fault(kind: AriFaultKind, options?: { cause?: unknown; detail?: string }): AriFault {
		return new AriFault(kind, this.address.place, options);
	}

	/** Cuts every connection. */
	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await this.agent.destroy();
	}

	private async exchange(
		method: 'GET' | 'POST',
		path: string,
		sent: string | undefined,
		limitMs: number,
		signal: AbortSignal | undefined,
	): Promise<AriAnswer> {
		const limit = new AbortController();
		const timer = setTimeout(() => limit.abort(), limitMs);
		try {
			const { statusCode, body } = await request(this.address.resource(path), {
				method,
				dispatcher: this.agent,
				headers: {
					Authorization: this.login(),
					Accept: 'application/json',
					...(sent !== undefined && { 'Content-Type': 'application/json' }),
				},
				body: sent ?? null,
				signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal,
			});
			return { status: statusCode, text: await this.textOf(body, path) };
		} catch (error) {
			if (error instanceof AriFault) throw error;
			if (limit.signal.aborted) throw this.fault('answerTimeout', { detail: path });
			if (signal?.aborted) throw this.fault('closed');
			throw this.worded(error);
		} finally {
			clearTimeout(timer);
		}
	}

	private worded(error: unknown): AriFault {
		const kind = networkFaultKind(error) ?? kindOf(error);
		// An answer that is none is quoted by the error.
		return this.fault(kind, kind === 'notAri' ? {} : { cause: error });
	}

	private login(): string {
		const { user, secret } = this.settings;
		return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
	}

	private keep(socket: Socket): void {
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
	}

	private connector(): buildConnector.connector {
		const { lookup, tls } = this.settings;
		const { place, isSecured } = this.address;
		const connect = buildConnector({
			timeout: this.timing.connectMs,
			...(lookup && { lookup }),
			...(isSecured && {
				...(tls?.ca !== undefined && { ca: tls.ca }),
				...(tls?.servername !== undefined && { servername: tls.servername }),
				rejectUnauthorized: tls?.rejectUnauthorized ?? true,
				minVersion: 'TLSv1.2',
			}),
		});
		return (options, callback) => {
			const fail = (reason: unknown) => {
				this.connectError = reason instanceof Error ? reason : new Error(String(reason));
				callback(this.connectError, null);
			};
			askAboutNumbers({ host: place.host, lookup }).then(() => {
				connect(options, (...[error, socket]) => {
					if (error) return fail(error);
					this.keep(socket);
					return callback(null, socket);
				});
			}, fail);
		};
	}

	private async textOf(body: AsyncIterable<Buffer>, path: string): Promise<string> {
		const pieces: Buffer[] = [];
		let size = 0;
		for await (const piece of body) {
			size += piece.length;
			if (size > LARGEST_ANSWER) throw this.fault('answerTooLarge', { detail: path });
			pieces.push(piece);
		}
		return Buffer.concat(pieces).toString('utf8');
	}

	private jsonOf(text: string): unknown {
		try {
			return JSON.parse(text) as unknown;
		} catch {
			// What the parser says quotes the answer.
			throw this.fault('notAri');
		}
	}
}

/** Undici's own words for what went wrong with a connection. */
function kindOf(error: unknown): AriFaultKind {
	const names = errorCodes(error);
	if (names.includes('UND_ERR_CONNECT_TIMEOUT')) return 'connectTimeout';
	// What answered speaks no HTTP.
	return names.includes('HTTPParserError') ? 'notAri' : 'lost';
}
