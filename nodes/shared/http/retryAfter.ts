import { DateTime } from 'luxon';

/** Some thirty years: whoever asks for more means never. */
const LONGEST_S = 999_999_999;

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): whole seconds or an HTTP date.
 * Returns ms to wait from `now` (epoch ms), never negative; undefined when absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_S) * 1000;
	const date = DateTime.fromHTTP(text);
	return date.isValid ? Math.max(0, date.toMillis() - now) : undefined;
}
