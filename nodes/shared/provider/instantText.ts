import { DateTime } from 'luxon';
import { wholeSeconds } from '../call-event/units';
import { readInstant, toIsoUtc } from '../time/instant';

/** A point in time as the call event carries it (ISO 8601 UTC), or undefined when `value` is none. */
export function instantText(value: unknown, zone: string): string | undefined {
	const time = readInstant(value, zone);
	return time && toIsoUtc(time);
}

/** From one such time to another in whole seconds; undefined when one is not known or the second is the earlier one. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
	if (from === undefined || to === undefined) return undefined;
	return wholeSeconds(DateTime.fromISO(to).diff(DateTime.fromISO(from)).as('seconds'));
}
