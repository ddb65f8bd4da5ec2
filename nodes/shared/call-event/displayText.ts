/**
 * Control characters, and the invisible ones that reorder or hide text (bidirectional marks and overrides,
 * zero-width space, byte order mark). The zero-width joiners stay: Persian and emoji need them.
 */
const INVISIBLE = /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/g;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Text from outside, safe to show and to pass on: on one line, without invisible characters, well-formed Unicode, at
 * most `longest` characters (code points). Undefined when nothing is left or the value is neither text nor number.
 * Reference: telephony events, section 12, "untrusted display text".
 */
export function displayText(value: unknown, longest: number): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value)
		// Four times the limit in UTF-16 units always holds the limit in code points; the rest is not worth scanning.
		.slice(0, longest * 4)
		.replace(LONE_SURROGATE, '\uFFFD')
		.replace(INVISIBLE, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (text === '') return undefined;
	return text.length <= longest ? text : [...text].slice(0, longest).join('').trimEnd();
}
