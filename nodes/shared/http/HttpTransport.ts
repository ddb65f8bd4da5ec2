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
	readonly body?: string;
	/** Time allowed for the whole exchange once a connection is there, in ms. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal | undefined;
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
