import { DateTime } from 'luxon';

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): whole seconds or an HTTP date.
 * Returns ms to wait from `now` (epoch ms), never negative; undefined when absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
	const date = DateTime.fromHTTP(text);
	return date.isValid ? Math.max(0, date.toMillis() - now) : undefined;
}
