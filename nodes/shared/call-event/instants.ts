import { LARGEST_SECONDS } from './units';

/** A time as the call event carries it: ISO 8601 in UTC. */
const UTC = /^(?:[+-]\d{2})?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** Milliseconds since 1970 of a time as the call event carries it; undefined for anything else. */
export function instantOf(value: unknown): number | undefined {
	if (typeof value !== 'string' || !UTC.test(value)) return undefined;
	const instant = Date.parse(value);
	if (Number.isNaN(instant)) return undefined;
	// The 30th of February would be read as a day in March.
	const day = value.slice(0, value.indexOf('T') + 1);
	return new Date(instant).toISOString().startsWith(day) ? instant : undefined;
}

/** The time as the call event carries it, or null when there is none. */
export function isoOf(instant: number | undefined): string | null {
	return instant === undefined ? null : new Date(instant).toISOString();
}

/** Milliseconds as whole seconds, never negative and never more than Salesforce can take. */
export function secondsOf(milliseconds: number): number {
	return Math.min(Math.max(Math.round(milliseconds / 1_000), 0), LARGEST_SECONDS);
}

/** The least of what is known; undefined when nothing is. */
export function least(values: Iterable<number | undefined>): number | undefined {
	return best(values, (value, other) => value < other);
}

/** The greatest of what is known; undefined when nothing is. */
export function greatest(values: Iterable<number | undefined>): number | undefined {
	return best(values, (value, other) => value > other);
}

function best(
	values: Iterable<number | undefined>,
	better: (value: number, other: number) => boolean,
): number | undefined {
	let found: number | undefined;
	for (const value of values) {
		if (value !== undefined && (found === undefined || better(value, found))) found = value;
	}
	return found;
}
