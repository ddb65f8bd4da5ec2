import type { DialOrder } from './DialOrder';

/** Places calls through a PBX, over one connection that is made when the first call is placed. */
export interface PbxDialer {
	/**
	 * Rings the rep's phone; the PBX dials the number once it is answered. Resolves at the answer with the id of the call in
	 * the PBX, by which its events call it. Throws a PbxFault when the PBX could not be asked, else a ServiceError that tells
	 * whether the call may have been placed. Nothing is ever sent a second time.
	 */
	dial(order: DialOrder, signal?: AbortSignal): Promise<string>;
	/** Closes the connection, within a second. Calls go on. */
	close(): Promise<void>;
}

/** All in milliseconds. */
export interface DialTiming {
	/** How long the PBX may take to tell what became of a phone, after it has stopped ringing. */
	readonly graceMs: number;
	/** How long the reason may take that comes after the fact. */
	readonly reasonMs: number;
}

export const DIAL_TIMING: DialTiming = { graceMs: 10_000, reasonMs: 1_000 };
