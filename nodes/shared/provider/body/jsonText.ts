/** Every whole number of so many characters is kept exactly by a double. */
const SURELY_EXACT = 15;

const COLON_NEXT = /\s*:/y;

export interface JsonScan {
	/** The same JSON with whole numbers that a double would round put in quotes. */
	readonly text: string;
	/** How deep objects and arrays are nested. */
	readonly depth: number;
}

function endOfString(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return at + 1;
}

function endOfNumber(text: string, start: number): number {
	let at = start + 1;
	while (at < text.length && /[0-9.eE+-]/.test(text[at] ?? '')) at += 1;
	return at;
}

/** A whole number that a double would round, such as a 64-bit call id. Followed by a colon it would not be JSON. */
function wouldBeRounded(number: string, text: string, end: number): boolean {
	if (number.length <= SURELY_EXACT || !/^-?[1-9]\d*$/.test(number)) return false;
	COLON_NEXT.lastIndex = end;
	return !Number.isSafeInteger(Number(number)) && !COLON_NEXT.test(text);
}

/**
 * One pass over JSON text before it is parsed: measures the nesting, so that no recursive walk over the result can
 * overflow the stack, and saves long whole numbers from rounding. Text that is not JSON stays so.
 */
export function scanJson(text: string): JsonScan {
	const parts: string[] = [];
	let copied = 0;
	let level = 0;
	let depth = 0;
	let at = 0;
	while (at < text.length) {
		const character = text[at] ?? '';
		if (character === '"') {
			at = endOfString(text, at);
		} else if (character === '-' || (character >= '0' && character <= '9')) {
			const end = endOfNumber(text, at);
			const number = text.slice(at, end);
			if (wouldBeRounded(number, text, end)) {
				parts.push(text.slice(copied, at), '"', number, '"');
				copied = end;
			}
			at = end;
		} else {
			if (character === '{' || character === '[') level += 1;
			else if (character === '}' || character === ']') level -= 1;
			depth = Math.max(depth, level);
			at += 1;
		}
	}
	return { text: parts.join('') + text.slice(copied), depth };
}
