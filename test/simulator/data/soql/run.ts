import { longRecordId, shortRecordId } from '../../salesforce/recordIds.ts';
import { ID_FIELDS, type Cell, type Row } from '../tables.ts';
import type { Condition, Literal, Query } from './parse.ts';

/** What a query asks for that the organization does not have. */
export class UnknownName extends Error {
	override readonly name = 'UnknownName';
	readonly code: 'INVALID_TYPE' | 'INVALID_FIELD';

	constructor(code: 'INVALID_TYPE' | 'INVALID_FIELD', message: string) {
		super(message);
		this.code = code;
	}
}

/** A filter that compares an ID with what is none. */
export class BadFilter extends Error {
	override readonly name = 'BadFilter';
}

/** What is in an organization, by object. */
export interface Database {
	/** The fields that an object has. */
	readonly tables: Readonly<Record<string, readonly string[]>>;
	readonly records: Readonly<Record<string, readonly Row[]>>;
}

/** The records that a query gives, in its order, each with the fields it names. Throws an UnknownName or a BadFilter. */
export function run(query: Query, database: Database): Row[] {
	const fields = Object.hasOwn(database.tables, query.object) ? database.tables[query.object] : undefined;
	if (fields === undefined) {
		throw new UnknownName('INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
	}
	const known = (field: string): string => {
		if (fields.includes(field)) return field;
		throw new UnknownName('INVALID_FIELD', `No such column '${field}' on entity '${query.object}'.`);
	};
	query.fields.forEach(known);
	const test = query.where === undefined ? () => true : testOf(query.where, known, database);
	const found = (database.records[query.object] ?? []).filter(test);
	const { orderBy } = query;
	if (orderBy !== undefined) {
		known(orderBy);
		found.sort((one, other) => String(one[orderBy]).localeCompare(String(other[orderBy]), 'en'));
	}
	return found.map((row) => Object.fromEntries(query.fields.map((field) => [field, row[field] ?? null])));
}

function testOf(
	condition: Condition,
	known: (field: string) => string,
	database: Database,
): (row: Row) => boolean {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const tests = condition.parts.map((part) => testOf(part, known, database));
			return condition.kind === 'and'
				? (row) => tests.every((test) => test(row))
				: (row) => tests.some((test) => test(row));
		}
		case 'like': {
			const field = known(condition.field);
			const pattern = likePattern(condition.pattern);
			return (row) => pattern.test(String(row[field] ?? ''));
		}
		case 'in': {
			const field = known(condition.field);
			const [column = ''] = condition.query.fields;
			const values = new Set(run(condition.query, database).map((row) => row[column]));
			return (row) => values.has(row[field] ?? null);
		}
		case 'compare': {
			const field = known(condition.field);
			const value = comparable(field, condition.value);
			return (row) => (cellOf(row, field) === value) !== condition.not;
		}
		case 'among': {
			const field = known(condition.field);
			const values = new Set<Cell>(condition.values.map((value) => comparable(field, value)));
			return (row) => values.has(cellOf(row, field));
		}
	}
}

/** A value to compare a field with: an ID has two forms, whose last three characters must fit where it has them. */
function comparable(field: string, value: Literal): Literal {
	if (!ID_FIELDS.has(field) || value === null) return value;
	const short = typeof value === 'string' ? shortRecordId(value) : '';
	if (/^[A-Za-z0-9]{15}$/.test(short)) return longRecordId(short);
	throw new BadFilter(`invalid ID field: ${String(value)}`);
}

function cellOf(row: Row, field: string): Cell {
	const cell = row[field] ?? null;
	return typeof cell === 'string' && ID_FIELDS.has(field) ? longRecordId(cell.slice(0, 15)) : cell;
}

/** LIKE compares without regard to case. */
function likePattern(pattern: string): RegExp {
	const source = pattern.replace(
		/\\([\s\S])|[%_]|[^%_\\]+/gu,
		(piece: string, literal: string | undefined) => {
			if (literal !== undefined) return escapeForRegExp(literal);
			if (piece === '%') return '[\\s\\S]*';
			return piece === '_' ? '[\\s\\S]' : escapeForRegExp(piece);
		},
	);
	return new RegExp(`^${source}$`, 'iu');
}

function escapeForRegExp(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
