/** What stands for a character in a quoted text (SOQL and SOSL Reference, Quoted String Escape Sequences). */
const ESCAPES: Readonly<Record<string, string>> = {
	'\\': '\\\\',
	"'": "\\'",
	'"': '\\"',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\b': '\\b',
	'\f': '\\f',
};

/** Characters that no name on a screen holds, and halves of characters, which no address can carry. */
const UNSEEN = /[\u0000-\u001F\u007F]|\p{Surrogate}/gu;

/** Longer is no part of a name; the address of a request has an end. */
const LONGEST_SEARCH = 100;

/** A text as SOQL quotes it, whatever is in it: `O'Hara` is `'O\'Hara'`. */
export function quoted(text: string): string {
	return `'${text.replace(/[\\'"\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)}'`;
}

/** The quoted pattern of all texts that hold this one; `%`, `_` and the backslash stand for themselves. */
export function containing(text: string): string {
	return `'%${quoted(text).slice(1, -1).replace(/[%_]/g, '\\$&')}%'`;
}

/**
 * The condition that one of the fields holds what was typed into a search box, as ` AND …`; empty when that is nothing. It
 * is put behind other conditions.
 */
export function andContains(fields: readonly string[], search: string | undefined): string {
	const text = [...(search ?? '').replace(UNSEEN, ' ').trim()].slice(0, LONGEST_SEARCH).join('').trim();
	if (text === '') return '';
	const conditions = fields.map((field) => `${field} LIKE ${containing(text)}`);
	return conditions.length === 1 ? ` AND ${conditions.join('')}` : ` AND (${conditions.join(' OR ')})`;
}
