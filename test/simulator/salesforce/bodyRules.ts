import { DateTime } from 'luxon';

/** Not empty and not only white space. */
export function filled(value: string): string | undefined {
	return value.trim() === '' ? 'must not be empty' : undefined;
}

/** ISO-8601 in UTC written with `Z`, to the second or finer, naming a date that exists (section 2.5). */
export function utcTime(value: string): string | undefined {
	const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
	return form.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid
		? undefined
		: 'must be an ISO-8601 time in UTC ending in Z';
}

/** An ISO-8601 date and time with `Z` or an offset, naming a date that exists. */
export function dateTime(value: string): string | undefined {
	const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;
	return form.test(value) && DateTime.fromISO(value).isValid
		? undefined
		: 'must be an ISO-8601 date and time with Z or an offset';
}

/** Milliseconds since 1970 of this age: 13 digits. Seconds have 10, microseconds 16. */
export function epochMilliseconds({
	impossibleTimes,
}: {
	impossibleTimes: 'refuse' | 'take';
}): (value: number) => string | undefined {
	return (value) =>
		impossibleTimes === 'refuse' && !/^\d{13}$/.test(String(value))
			? 'must be milliseconds since 1970 (13 digits)'
			: undefined;
}

/** A count or a number of seconds. */
export function notNegative(value: number): string | undefined {
	return value < 0 ? 'must not be negative' : undefined;
}

/** One of the listed spellings, exactly. */
export function oneOf(...values: string[]): (value: string) => string | undefined {
	return (value) => (values.includes(value) ? undefined : `must be one of ${values.join(', ')}`);
}

/** At most so many characters. */
export function noLongerThan(limit: number): (value: string) => string | undefined {
	return (value) =>
		filled(value) ?? (value.length > limit ? `must not exceed ${limit} characters` : undefined);
}
