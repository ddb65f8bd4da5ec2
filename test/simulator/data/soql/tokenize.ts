/** A piece of a query. */
export type Token =
	| { readonly kind: 'word'; readonly text: string }
	| { readonly kind: 'sign'; readonly text: string }
	| QuotedText;

export interface QuotedText {
	readonly kind: 'text';
	readonly text: string;
	/** The same for LIKE: a backslash stands before each `%`, `_` and backslash that means itself. */
	readonly pattern: string;
	/** It has escapes that only LIKE knows. */
	readonly isForLike: boolean;
}

/** A query that Salesforce would not take, in its words as far as they are known. */
export class MalformedQuery extends Error {
	override readonly name = 'MalformedQuery';
}

const SPACE = /\s/;
const WORD = /[A-Za-z0-9_.]/;

const ESCAPED: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	b: '\b',
	f: '\f',
	'"': '"',
	"'": "'",
	'\\': '\\',
};

/** Takes a query apart. Throws a MalformedQuery for what SOQL's quoting does not have (Quoted String Escape Sequences). */
export function tokenize(query: string): Token[] {
	const tokens: Token[] = [];
	for (let at = 0; at < query.length;) {
		const character = query.charAt(at);
		if (SPACE.test(character)) at += 1;
		else if (character === "'") {
			const { token, end } = readText(query, at + 1);
			tokens.push(token);
			at = end;
		} else if (WORD.test(character)) {
			let end = at;
			while (WORD.test(query.charAt(end))) end += 1;
			tokens.push({ kind: 'word', text: query.slice(at, end) });
			at = end;
		} else {
			const sign = query.startsWith('!=', at) ? '!=' : character;
			if (!['=', '!=', ',', '(', ')'].includes(sign)) {
				throw new MalformedQuery(`unexpected token: '${sign}'`);
			}
			tokens.push({ kind: 'sign', text: sign });
			at += sign.length;
		}
	}
	return tokens;
}

function readText(query: string, start: number): { token: QuotedText; end: number } {
	let text = '';
	let pattern = '';
	let isForLike = false;
	for (let at = start; at < query.length; at += 1) {
		const character = query.charAt(at);
		if (character === "'") return { token: { kind: 'text', text, pattern, isForLike }, end: at + 1 };
		if (character === '\n' || character === '\r') throw new MalformedQuery('line breaks must be escaped');
		if (character !== '\\') {
			text += character;
			pattern += character;
			continue;
		}
		at += 1;
		const next = query.charAt(at);
		const isWildcard = next === '%' || next === '_';
		const meant = isWildcard ? next : ESCAPED[next];
		if (meant === undefined) throw new MalformedQuery(`Invalid string literal: illegal escape \\${next}`);
		isForLike ||= isWildcard;
		text += meant;
		pattern += isWildcard || meant === '\\' ? `\\${meant}` : meant;
	}
	throw new MalformedQuery('unterminated string literal');
}
