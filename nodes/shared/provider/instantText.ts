import { readInstant, toIsoUtc } from '../time/instant';

/** A point in time as the call event carries it (ISO 8601 UTC), or undefined when `value` is none. */
export function instantText(value: unknown, zone: string): string | undefined {
	const time = readInstant(value, zone);
	return time && toIsoUtc(time);
}
