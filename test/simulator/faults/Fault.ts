/** Something that goes wrong on purpose. "Handled" means the request was carried out before it went wrong. */
export type Fault =
	/** Connection reset, request not handled. */
	| { kind: 'resetBefore' }
	/** Connection reset once half of the body has been read (all of it when matched by a key in the body). */
	| { kind: 'resetDuring' }
	/** Handled, then the connection is reset instead of an answer. */
	| { kind: 'resetAfter' }
	/** Never handled, never answered. */
	| { kind: 'hangBefore' }
	/** Handled, never answered. */
	| { kind: 'hangAfter' }
	/** Answered as usual, so many milliseconds late; `after` waits between handling and answering. */
	| { kind: 'delay'; ms: number; when?: 'before' | 'after' }
	/** Not handled, answered with this. */
	| { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
	/** Handled, then answered with this, as by a gateway in between. */
	| { kind: 'statusAfter'; status: number; body?: string; headers?: Record<string, string> }
	/** A web page where JSON is expected; status 200 unless told otherwise. */
	| { kind: 'html'; status?: number; body?: string; handled?: boolean }
	/** Handled; the answer's JSON ends half way. `cutConnection` breaks the promised Content-Length too. */
	| { kind: 'truncatedJson'; cutConnection?: boolean }
	/** Handled; the usual status and no body. */
	| { kind: 'emptyBody' }
	/** Handled; the usual body under another type, text/plain unless told otherwise. */
	| { kind: 'wrongContentType'; contentType?: string }
	/** 401 for a good token, whatever `times` says only once. */
	| { kind: 'unauthorizedOnce' }
	/** Handled; the answer carries so much padding (20 MiB unless told otherwise). */
	| { kind: 'oversizedBody'; bytes?: number }
	/** Not handled; sent elsewhere with 307 unless told otherwise. */
	| { kind: 'redirect'; location: string; status?: number }
	/** Handled; the answer's body comes a few bytes at a time (1 byte every 20 ms unless told otherwise). */
	| { kind: 'dripBody'; bytesPerWrite?: number; intervalMs?: number }
	/**
	 * Bulk transcripts only: entries are answered 400 RESOURCE_EXHAUSTED in a 207 and not stored. Those of these
	 * vendor call keys, a share (0 to 1) of them drawn by `seed` and the request's number, or all.
	 */
	| { kind: 'exhaustEntries'; vendorCallKeys?: string[]; share?: number; seed?: number };

export type FaultKind = Fault['kind'];

/** Which requests a fault hits. Left out: any. */
export interface FaultMatch {
	method?: string;
	/** A text must equal the path (without query); a pattern must match somewhere in it. */
	path?: string | RegExp;
	/** A key in a create's or a bulk request's body, or the key or record id of the call in the path. */
	vendorCallKey?: string;
	/** An agent in the body or the path, or of the outbound call in the path. */
	agentId?: string;
	/** The number to be called, in the body or of the outbound call in the path. */
	telephoneNumber?: string;
}

/** What a fault may ask of a request beside method and path. */
export const MATCH_KEYS = ['vendorCallKey', 'agentId', 'telephoneNumber'] as const;

export type MatchKey = (typeof MATCH_KEYS)[number];

/** Whom a request is about: every name that its call, agents and number go by. */
export type FaultKeys = Partial<Record<MatchKey, string[]>>;

export interface FaultOrder {
	match?: FaultMatch;
	/** How many requests it hits; 1 unless told otherwise. */
	times?: number | 'always';
	/** How many matching requests pass unharmed before the first hit. */
	skip?: number;
	/** The share (0 to 1) of the matching requests that it may hit, drawn by `seed`; all unless told otherwise. */
	share?: number;
	/** 1 unless told otherwise. */
	seed?: number;
	fault: Fault;
}

/** A fault as it stands in the book. */
export interface FaultStanding {
	id: number;
	match: Omit<FaultMatch, 'path'> & { path?: string };
	fault: Fault;
	/** Matching requests that may still pass unharmed. */
	skip: number;
	/** When not every matching request may be hit. */
	share?: number;
	/** Hits still to come. */
	left: number | 'always';
	hits: number;
}

const KINDS: Record<FaultKind, true> = {
	resetBefore: true,
	resetDuring: true,
	resetAfter: true,
	hangBefore: true,
	hangAfter: true,
	delay: true,
	status: true,
	statusAfter: true,
	html: true,
	truncatedJson: true,
	emptyBody: true,
	wrongContentType: true,
	unauthorizedOnce: true,
	oversizedBody: true,
	redirect: true,
	dripBody: true,
	exhaustEntries: true,
};

/** Whether a text names a kind of fault. */
export function isFaultKind(kind: unknown): kind is FaultKind {
	return typeof kind === 'string' && Object.hasOwn(KINDS, kind);
}
