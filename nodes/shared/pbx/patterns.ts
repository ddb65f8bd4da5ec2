/** Tells texts that are meant from others. */
export type Matcher = (text: string) => boolean;

const CLASSES: Readonly<Record<string, string>> = { X: '[0-9]', Z: '[1-9]', N: '[2-9]' };

/** The parts of a list, written with commas, semicolons, blanks or line breaks between them. */
export function listed(text: string): string[] {
	return text.split(/[\s,;]+/).filter((part) => part !== '');
}

function any(matchers: readonly Matcher[]): Matcher {
	return (text) => matchers.some((matches) => matches(text));
}

/** Names that begin with one of these, in upper and lower case alike, such as `PJSIP/provider`. */
export function beginningWith(prefixes: readonly string[]): Matcher {
	const lower = prefixes.map((prefix) => prefix.toLowerCase());
	return (text) => lower.some((prefix) => text.toLowerCase().startsWith(prefix));
}

/** Names that are one of these, in upper and lower case alike; a star at the end stands for anything. */
export function named(names: readonly string[]): Matcher {
	return any(
		names.map((name) => {
			if (name.endsWith('*')) return beginningWith([name.slice(0, -1)]);
			const lower = name.toLowerCase();
			return (text: string) => text.toLowerCase() === lower;
		}),
	);
}

/** One pattern of Asterisk's dial plan as a regular expression; undefined for one that is none. */
function dialPattern(pattern: string): RegExp | undefined {
	const body = pattern.replace(/^_/, '');
	if (!/^(?:[0-9A-Za-z*#+]|\[[0-9*#+-]+\]|[.!](?=$))+$/.test(body)) return undefined;
	const source = body.replace(/\[[^\]]+\]|[XZNxzn]|[.!]$|[*+]/g, (part) => {
		if (part === '.') return '.+';
		if (part === '!') return '.*';
		if (part === '*' || part === '+') return `\\${part}`;
		return CLASSES[part.toUpperCase()] ?? part;
	});
	try {
		return new RegExp(`^(?:${source})$`, 'i');
	} catch {
		// A range such as [9-1].
		return undefined;
	}
}

/**
 * Numbers that fit one of the patterns, written as in Asterisk's dial plan: X is a digit, Z one from 1, N one from 2,
 * brackets a choice, a point at the end anything more (telephony: extensions.conf). What is no pattern fits nothing.
 */
export function dialing(patterns: readonly string[]): Matcher {
	const expressions = patterns.flatMap((pattern) => dialPattern(pattern) ?? []);
	return (text) => expressions.some((expression) => expression.test(text));
}

/** The patterns that are none. */
export function unfitDialPatterns(patterns: readonly string[]): string[] {
	return patterns.filter((pattern) => dialPattern(pattern) === undefined);
}
