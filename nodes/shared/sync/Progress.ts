/**
 * How far something is that must not be done twice. `begun` is noted before it is sent; whoever finds it there without
 * being the one who sent it cannot know whether it was done, and makes it `unknown`.
 */
export type Once = 'no' | 'begun' | 'done' | 'unknown';

/** A record that was made for the part of a call after a transfer, where the call goes on under its own id. */
export interface TransferProgress {
	/** Of the event that told the transfer. */
	readonly eventId: string;
	readonly vendorCallKey: string;
	/** When the call was handed on, ISO 8601 UTC. */
	readonly at: string;
	readonly create: Once;
	readonly voiceCallId: string | null;
	/** Fingerprint of the final update that Salesforce has; null: none yet. */
	readonly final: string | null;
}

/** What Salesforce has been told of a call. */
export interface Progress {
	readonly create: Once;
	/** Salesforce's id of the record, once a create has told it. */
	readonly voiceCallId: string | null;
	readonly routing: Once;
	readonly cleared: boolean;
	/** Fingerprint of the update "is still active" that Salesforce has; null: none yet. */
	readonly active: string | null;
	/** Fingerprint of the final update that Salesforce has; null: none yet; MAY_BE_CLOSED: one may have arrived. */
	readonly final: string | null;
	readonly transfers: readonly TransferProgress[];
}

/** No update has this fingerprint, so that the final one is sent again, and none that would open the call anew. */
export const MAY_BE_CLOSED = '';

export const NOTHING_DONE: Progress = {
	create: 'no',
	voiceCallId: null,
	routing: 'no',
	cleared: false,
	active: null,
	final: null,
	transfers: [],
};

/** Whether Salesforce has it, or may have it. */
export function mayBeThere(once: Once): boolean {
	return once === 'done' || once === 'unknown';
}
