import type { lookup } from 'node:dns';

/** The seam between everything that speaks HTTP here and the client that carries it. */
export interface HttpTransport {
	/**
	 * Sends one request once, follows no redirect, and resolves with whatever status was answered.
	 * Throws a TransportError when there is no complete answer.
	 */
	send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH';
	/** Absolute http or https URL. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | StreamedBody;
	/**
	 * Time allowed for the whole exchange once a connection is there, in ms. With a streamed body it is counted anew from
	 * every piece that was taken, so that an upload may last as long as it moves.
	 */
	readonly timeoutMs?: number;
	/** The most bytes the answer's body may have; 1 MiB when not given. */
	readonly largestAnswer?: number;
	readonly signal?: AbortSignal | undefined;
}

/** A body that is made while it is sent, never held as a whole. */
export interface StreamedBody {
	/** Its size in bytes, which must be known beforehand: it goes out as Content-Length. */
	readonly length: number;
	/** Begins it at its first byte; asked for once for every attempt. What its iteration throws, `send` throws. */
	open(): AsyncIterable<Uint8Array>;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case; a repeated header's values are joined with ", ". */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** Rules of the host about where requests may go (n8n's egress filter). */
export interface EgressGuard {
	/** Resolves with the reason when the URL must not be reached, with undefined when it may. */
	refusal(url: string): Promise<string | undefined>;
	/** Address lookup that refuses what the rules forbid; a guard against DNS answers that change. */
	readonly lookup: LookupFunction;
}

export type LookupFunction = typeof lookup;
