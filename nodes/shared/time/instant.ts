import { DateTime } from 'luxon';

const DIGITS_ONLY = /^\d{9,17}(\.\d+)?$/;

/** Below this a number can only be seconds (as milliseconds it would be before March 1973). */
const LEAST_MILLISECONDS = 1e11;

/** From here on a number can only be microseconds (as milliseconds it would be after the year 5138). */
const LEAST_MICROSECONDS = 1e14;

function fromEpoch(value: number): DateTime | undefined {
	if (!Number.isFinite(value) || value <= 0) return undefined;
	const milliseconds =
		value < LEAST_MILLISECONDS ? value * 1000 : value < LEAST_MICROSECONDS ? value : value / 1000;
	return valid(DateTime.fromMillis(Math.round(milliseconds), { zone: 'utc' }));
}

function valid(time: DateTime): DateTime | undefined {
	return time.isValid ? time.toUTC() : undefined;
}

/**
 * Reads a point in time from anything n8n or a telephony provider hands over: a luxon DateTime, a Date, epoch
 * seconds, milliseconds or microseconds as number or digits (told apart by size), ISO 8601, SQL, RFC 2822 or
 * HTTP text. Text without a zone is read in `zone` (IANA name). Returns the instant in UTC, or undefined when
 * the value is none.
 */
export function readInstant(value: unknown, zone: string): DateTime | undefined {
	// isDateTime, not instanceof: n8n's expressions make DateTimes with their own copy of luxon.
	if (DateTime.isDateTime(value)) return valid(DateTime.fromMillis(value.toMillis()));
	if (value instanceof Date) return valid(DateTime.fromJSDate(value));
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (DIGITS_ONLY.test(text)) return fromEpoch(Number(text));
	return (
		valid(DateTime.fromISO(text, { zone })) ??
		valid(DateTime.fromSQL(text, { zone })) ??
		valid(DateTime.fromRFC2822(text)) ??
		valid(DateTime.fromHTTP(text))
	);
}

/** ISO 8601 in UTC with milliseconds and `Z`, as Salesforce's own clients send it and the call event carries it. */
export function toIsoUtc(time: DateTime): string {
	return time.toUTC().toISO({ suppressMilliseconds: false }) ?? '';
}
