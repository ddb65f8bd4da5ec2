import type { FaultKind } from '../faults/Fault.ts';
import type { JsonObject } from './checkBody.ts';

/** A request as it came in and what became of it. Times ISO-8601 UTC. */
export interface RequestRecord {
	/** Counts from 1 in the order of arrival. */
	number: number;
	at: string;
	method: string;
	/** As sent, still percent-encoded, without the query. */
	path: string;
	query: string;
	/** Without the authorization header, which `token` stands for. */
	headers: Record<string, string>;
	/** The bearer token decoded; null when there was none that could be. Its signature is not kept. */
	token: { header: JsonObject; claims: JsonObject } | null;
	/** Same text, same token: the first 16 hex digits of its SHA-256. */
	tokenDigest: string | null;
	telephonyProviderName: string | null;
	body: string;
	/** The endpoint's name; null for a path nobody serves. */
	endpoint: string | null;
	/** Whether the API itself got to see it; false when a fault came first. */
	handled: boolean;
	/** What the API answered, whether or not it reached the caller. */
	handledStatus: number | null;
	/** What was sent to the caller; null while under way and when nothing was. */
	status: number | null;
	fault: FaultKind | null;
}

/** A rule a request broke. */
export interface Violation {
	number: number;
	at: string;
	requestNumber: number;
	method: string;
	path: string;
	rule: string;
	field: string | null;
	message: string;
	/** False when the rule is recorded only, and the request was carried out nevertheless. */
	refused: boolean;
}

/** Something wrong that the caller was not told, found when a request was carried out. */
export interface InvisibleProblem {
	rule: string;
	field: string | null;
	message: string;
}

/** Something the caller was never told, as it is remembered. */
export interface ProblemRecord extends InvisibleProblem {
	number: number;
	at: string;
	requestNumber: number;
	callId: string | null;
	/** Null for outbound calls, which have none. */
	vendorCallKey: string | null;
}
