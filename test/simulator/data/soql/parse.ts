import { MalformedQuery, type QuotedText, tokenize, type Token } from './tokenize.ts';

export type Condition =
	| { readonly kind: 'compare'; readonly field: string; readonly not: boolean; readonly value: Literal }
	| { readonly kind: 'like'; readonly field: string; readonly pattern: string }
	| { readonly kind: 'in'; readonly field: string; readonly query: Query }
	| { readonly kind: 'among'; readonly field: string; readonly values: readonly Literal[] }
	| { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] };

export type Literal = string | boolean | null;

export interface Query {
	readonly fields: readonly string[];
	readonly object: string;
	readonly where: Condition | undefined;
	readonly orderBy: string | undefined;
}

const LITERALS: Readonly<Record<string, Literal>> = { true: true, false: false, null: null };

/**
 * Reads `SELECT fields FROM object [WHERE conditions] [ORDER BY field]`, with `=`, `!=`, LIKE, IN (subquery) and IN (values) joined by
 * AND or OR, the two never mixed without parentheses (SOQL and SOSL Reference). Throws a MalformedQuery for all else.
 */
export function parse(text: string): Query {
	const reader = new Reader(tokenize(text));
	const query = reader.query();
	reader.end();
	return query;
}

class Reader {
	private readonly tokens: readonly Token[];
	private at = 0;

	constructor(tokens: readonly Token[]) {
		this.tokens = tokens;
	}

	query(): Query {
		this.word('SELECT');
		const fields = [this.name()];
		while (this.takeSign(',')) fields.push(this.name());
		this.word('FROM');
		const object = this.name();
		const where = this.takeWord('WHERE') ? this.conditions() : undefined;
		let orderBy: string | undefined;
		if (this.takeWord('ORDER')) {
			this.word('BY');
			orderBy = this.name();
		}
		return { fields, object, where, orderBy };
	}

	end(): void {
		if (this.at < this.tokens.length) throw this.unexpected();
	}

	private conditions(): Condition {
		const parts = [this.condition()];
		let joined: 'and' | 'or' | undefined;
		for (;;) {
			const next = this.takeWord('AND') ? 'and' : this.takeWord('OR') ? 'or' : undefined;
			if (next === undefined) break;
			if (joined !== undefined && joined !== next)
				throw new MalformedQuery('unexpected token: AND beside OR');
			joined = next;
			parts.push(this.condition());
		}
		const hasSubquery = parts.some(({ kind }) => kind === 'in');
		const hasOr = joined === 'or' || parts.some(({ kind }) => kind === 'or');
		if (hasSubquery && hasOr) {
			throw new MalformedQuery("Semi join sub-selects are not allowed with the 'OR' operator");
		}
		const [only] = parts;
		return joined === undefined && only ? only : { kind: joined ?? 'and', parts };
	}

	private condition(): Condition {
		if (this.takeSign('(')) {
			const inner = this.conditions();
			this.sign(')');
			return inner;
		}
		const field = this.name();
		if (this.takeWord('LIKE')) return { kind: 'like', field, pattern: this.text().pattern };
		if (this.takeWord('IN')) {
			this.sign('(');
			if (!this.isAtWord('SELECT')) return { kind: 'among', field, values: this.literals() };
			const query = this.query();
			this.sign(')');
			return { kind: 'in', field, query };
		}
		const not = this.takeSign('!=');
		if (!not) this.sign('=');
		return { kind: 'compare', field, not, value: this.literal() };
	}

	private literal(): Literal {
		const token = this.tokens[this.at];
		if (token?.kind === 'text') {
			if (token.isForLike) throw new MalformedQuery('Invalid string literal: \\% and \\_ are for LIKE only');
			return this.text().text;
		}
		const literal = token?.kind === 'word' ? LITERALS[token.text.toLowerCase()] : undefined;
		if (literal === undefined) throw this.unexpected();
		this.at += 1;
		return literal;
	}

	/** One value at least, up to the closing parenthesis. */
	private literals(): Literal[] {
		const values = [this.literal()];
		while (this.takeSign(',')) values.push(this.literal());
		this.sign(')');
		return values;
	}

	private text(): QuotedText {
		const token = this.tokens[this.at];
		if (token?.kind !== 'text') throw this.unexpected();
		this.at += 1;
		return token;
	}

	private name(): string {
		const token = this.tokens[this.at];
		if (token?.kind !== 'word' || !/^[A-Za-z]/.test(token.text)) throw this.unexpected();
		this.at += 1;
		return token.text;
	}

	private word(text: string): void {
		if (!this.takeWord(text)) throw this.unexpected();
	}

	private sign(text: string): void {
		if (!this.takeSign(text)) throw this.unexpected();
	}

	private takeWord(text: string): boolean {
		if (!this.isAtWord(text)) return false;
		this.at += 1;
		return true;
	}

	private isAtWord(text: string): boolean {
		const token = this.tokens[this.at];
		return token?.kind === 'word' && token.text.toUpperCase() === text;
	}

	private takeSign(text: string): boolean {
		const token = this.tokens[this.at];
		if (token?.kind !== 'sign' || token.text !== text) return false;
		this.at += 1;
		return true;
	}

	private unexpected(): MalformedQuery {
		const token = this.tokens[this.at];
		return new MalformedQuery(`unexpected token: '${token === undefined ? '<EOF>' : token.text}'`);
	}
}
