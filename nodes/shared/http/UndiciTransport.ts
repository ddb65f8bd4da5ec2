import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { BodyFeed } from './BodyFeed';
import { openConnections } from './connections';
import type { EgressGuard, HttpRequest, HttpResponse, HttpTransport } from './HttpTransport';
import { TransportError, transportErrorFrom } from './TransportError';

const DEFAULT_TIMEOUT_MS = 30_000;

/** The largest documented answer is a few hundred bytes; a login page is some 100 kB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** HTTP over undici. One instance keeps one pool of connections; see HttpTransport for the contract. */
export class UndiciTransport implements HttpTransport {
	private readonly connections: Dispatcher;

	constructor(
		private readonly egress: EgressGuard,
		connections?: Dispatcher,
	) {
		this.connections = connections ?? openConnections(egress.lookup);
	}

	async send(request: HttpRequest): Promise<HttpResponse> {
		const url = new URL(request.url);
		if (request.signal?.aborted) throw new TransportError('cancelled', url.host, false);
		const refusal = await this.refusal(request.url, url.host);
		if (refusal !== undefined) throw new TransportError('blocked', url.host, false, new Error(refusal));
		// Asking may take a look-up's time, in which the execution may have been cancelled.
		if (request.signal?.aborted) throw new TransportError('cancelled', url.host, false);
		return await new Promise((resolve, reject) => {
			const exchange = new Exchange(url.host, request, resolve, reject);
			this.connections.dispatch(
				{
					origin: url.origin,
					path: url.pathname + url.search,
					method: request.method,
					headers: exchange.headersToSend,
					body: exchange.bodyToSend,
					// The exchange keeps its own clock over headers and body together, so that a host that drips
					// bytes cannot hold a run for ever.
					headersTimeout: 0,
					bodyTimeout: 0,
				},
				exchange,
			);
		});
	}

	async close(): Promise<void> {
		await this.connections.close();
	}

	private async refusal(url: string, host: string): Promise<string | undefined> {
		try {
			return await this.egress.refusal(url);
		} catch (error) {
			// The rules look the host up as a connection would, and that may fail in the same ways.
			throw transportErrorFrom(error, host, false);
		}
	}
}

/** One request and its answer, from the moment it waits for a connection. */
class Exchange implements Dispatcher.DispatchHandler {
	private controller: Dispatcher.DispatchController | undefined;

	private settled = false;

	private status = 0;

	private headers: Record<string, string> = {};

	private readonly chunks: Buffer[] = [];

	private size = 0;

	private timer: NodeJS.Timeout | undefined;

	private readonly feed: BodyFeed | undefined;

	private readonly onAbort = () => this.fail('cancelled');

	constructor(
		private readonly host: string,
		private readonly request: HttpRequest,
		private readonly resolve: (response: HttpResponse) => void,
		private readonly reject: (error: unknown) => void,
	) {
		request.signal?.addEventListener('abort', this.onAbort, { once: true });
		const { body } = request;
		if (typeof body === 'object') this.feed = new BodyFeed(body, () => this.timer?.refresh());
	}

	get headersToSend(): Record<string, string> {
		const { headers } = this.request;
		return this.feed ? { ...headers, 'Content-Length': String(this.feed.length) } : { ...headers };
	}

	get bodyToSend(): string | Readable | null {
		const { body } = this.request;
		if (this.feed) return Readable.from(this.feed);
		return typeof body === 'string' ? body : null;
	}

	/** undici calls this when a connection is open and secured, just before it writes the first byte. */
	onRequestStart(controller: Dispatcher.DispatchController): void {
		if (this.settled) {
			controller.abort(new Error('cancelled'));
			return;
		}
		this.controller = controller;
		this.timer = setTimeout(() => this.fail('answerTimeout'), this.request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
	}

	/** undici calls this for every interim answer (1xx) too; only the last, the real one, is kept. */
	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: Record<string, string | string[] | undefined>,
	): void {
		this.status = status;
		this.headers = {};
		for (const [name, value] of Object.entries(headers)) {
			if (value !== undefined)
				this.headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
		}
	}

	onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
		this.size += chunk.length;
		if (this.size > (this.request.largestAnswer ?? MAX_ANSWER_BYTES)) this.fail('answerTooLarge');
		else this.chunks.push(chunk);
	}

	onResponseEnd(): void {
		if (!this.settle()) return;
		this.resolve({
			status: this.status,
			headers: this.headers,
			body: Buffer.concat(this.chunks).toString('utf8'),
		});
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		if (!this.settle()) return;
		// The source of a body may fail while the connection is in good order.
		if (this.feed?.failure) this.reject(this.feed.failure.error);
		else this.reject(transportErrorFrom(error, this.host, this.controller !== undefined));
	}

	private fail(fault: 'cancelled' | 'answerTimeout' | 'answerTooLarge'): void {
		if (!this.settle()) return;
		const error = new TransportError(fault, this.host, this.controller !== undefined);
		this.reject(error);
		this.controller?.abort(error);
	}

	private settle(): boolean {
		if (this.settled) return false;
		this.settled = true;
		clearTimeout(this.timer);
		this.feed?.stop();
		this.request.signal?.removeEventListener('abort', this.onAbort);
		return true;
	}
}
