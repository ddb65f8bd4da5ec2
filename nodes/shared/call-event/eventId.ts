import { createHash } from 'node:crypto';
import { displayText } from './displayText';

/** Longer ids are hashed, so that a sender cannot fill the memory of seen events. */
const LONGEST = 200;

export interface EventIdentity {
	readonly source: string;
	readonly eventType: string;
	readonly legId?: string | undefined;
	/** The vendor's own id of this event. */
	readonly vendorEventId?: string | undefined;
	/** The vendor's counter of the call's events. */
	readonly sequence?: number | undefined;
	/** By the vendor's clock; never the time of receipt, which differs with every repetition. */
	readonly occurredAt?: string | undefined;
	/** What tells two events of this type on this leg apart where counter and time do not. */
	readonly distinguisher?: string | undefined;
}

function digest(parts: ReadonlyArray<string | number>): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * The key by which a repeated delivery is known again: the vendor's event id, else a SHA-256 over source, leg, event
 * type and what tells events of a type apart: the distinguisher, else the vendor's counter, else the vendor's time.
 * The same event gives the same id however often and to whichever address it is delivered.
 */
export function eventId(identity: EventIdentity): string {
	const { source, legId = '', eventType, vendorEventId, sequence, occurredAt, distinguisher } = identity;
	if (vendorEventId) {
		return displayText(vendorEventId, LONGEST) === vendorEventId
			? vendorEventId
			: digest([source, vendorEventId]);
	}
	if (distinguisher !== undefined) return digest([source, legId, eventType, 'is', distinguisher]);
	if (sequence !== undefined) return digest([source, legId, eventType, 'number', sequence]);
	return digest([source, legId, eventType, 'at', occurredAt ?? '']);
}
