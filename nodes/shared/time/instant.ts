import { types } from 'node:util';
import { DateTime } from 'luxon';

const DIGITS_ONLY = /^\d{9,17}(\.\d+)?$/;

/** From nine digits on a number is taken for an epoch; a smaller one is a duration or an id in the wrong field. */
const LEAST_SECONDS = 1e8;

/** Below this a number can only be seconds (as milliseconds it would be before March 1973). */
const LEAST_MILLISECONDS = 1e11;

/** From here on a number can only be microseconds (as milliseconds it would be after the year 5138). */
const LEAST_MICROSECONDS = 1e14;

/** From here on a number is no time either (as microseconds it would be after the year 5138). */
const LEAST_BEYOND = 1e17;

/**
 * Text that begins with a whole date: calendar, week or ordinal. Luxon would read a time of day alone as today's, and
 * a few digits as a year or an hour.
 */
const DATED = /^(?:[+-]\d{2})?\d{4}(?:-?\d{2}-?\d{2}|-?W\d{2}-?\d|-\d{3})(?:[T ]|$)/i;

function fromEpoch(value: number): DateTime | undefined {
	if (!(value >= LEAST_SECONDS && value < LEAST_BEYOND)) return undefined;
	const milliseconds =
		value < LEAST_MILLISECONDS ? value * 1000 : value < LEAST_MICROSECONDS ? value : value / 1000;
	return valid(DateTime.fromMillis(Math.round(milliseconds), { zone: 'utc' }));
}

function valid(time: DateTime): DateTime | undefined {
	return time.isValid ? time.toUTC() : undefined;
}

/** Luxon's own test of its kind, but proof against data that carries a field of the same name. */
function isDateTime(value: unknown): value is DateTime {
	// Not instanceof: n8n's expressions make DateTimes with their own copy of luxon.
	return DateTime.isDateTime(value) && typeof value.toMillis === 'function';
}

/**
 * Reads a point in time from anything n8n or a telephony provider hands over: a luxon DateTime, a Date, epoch
 * seconds, milliseconds or microseconds as number or digits (told apart by size), ISO 8601, SQL, RFC 2822 or
 * HTTP text. Text without a zone is read in `zone` (IANA name). Returns the instant in UTC, or undefined when
 * the value is none; a time of day without a date is none.
 */
export function readInstant(value: unknown, zone: string): DateTime | undefined {
	if (isDateTime(value)) return valid(DateTime.fromMillis(value.toMillis()));
	// As with DateTimes, not instanceof: a Date may come from an expression's own context.
	if (types.isDate(value)) return valid(DateTime.fromJSDate(value));
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (DIGITS_ONLY.test(text)) return fromEpoch(Number(text));
	if (DATED.test(text)) {
		// Text in UTC needs no zone to be looked up, which is most of the work.
		const options = { zone: text.endsWith('Z') ? 'utc' : zone };
		return valid(DateTime.fromISO(text, options)) ?? valid(DateTime.fromSQL(text, options));
	}
	return valid(DateTime.fromRFC2822(text)) ?? valid(DateTime.fromHTTP(text));
}

/** ISO 8601 in UTC with milliseconds and `Z`, as Salesforce's own clients send it and the call event carries it. */
export function toIsoUtc(time: DateTime): string {
	return time.toUTC().toISO({ suppressMilliseconds: false }) ?? '';
}
