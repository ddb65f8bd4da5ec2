import { readFileSync } from 'node:fs';
import { isRecord } from '../../nodes/shared/isRecord';

/**
 * What n8n's editor reads of an output schema, and by what the package says more: `required` names what is always there, and
 * a description that speaks of null allows it.
 */
export interface OutputSchema {
	readonly type: string;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, OutputSchema>>;
	readonly required?: readonly string[];
	readonly items?: OutputSchema;
	readonly version?: number;
}

const KEYWORDS: ReadonlySet<string> = new Set([
	...['type', 'description', 'properties', 'required', 'items', 'version'],
]);

export function readSchema(file: string): OutputSchema {
	return JSON.parse(readFileSync(file, 'utf8')) as OutputSchema;
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

function isOfType(schema: OutputSchema, value: unknown): boolean {
	const type = typeOf(value);
	if (type === 'null') return /\bnull\b/i.test(schema.description ?? '');
	return type === schema.type || (type === 'integer' && schema.type === 'number');
}

/** Everything by which a value is not as the schema says, each with its path. Empty when it is true. */
export function faultsOf(schema: OutputSchema, value: unknown, path = '$'): string[] {
	if (!isOfType(schema, value)) return [`${path} is ${typeOf(value)}, not ${schema.type}`];
	if (Array.isArray(value)) {
		const { items } = schema;
		return items ? value.flatMap((entry, n) => faultsOf(items, entry, `${path}[${n}]`)) : [];
	}
	// An object of which nothing is said may hold anything.
	if (!isRecord(value) || !schema.properties) return [];
	const { properties, required = [] } = schema;
	return [
		...required.filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`),
		...Object.entries(value).flatMap(([name, entry]) => {
			const property = properties[name];
			return property ? faultsOf(property, entry, `${path}.${name}`) : [`${path}.${name} is not told of`];
		}),
	];
}

/** The paths of all that a value has, the parts of lists as `[]`. */
export function namesOf(value: unknown, path = '$'): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => namesOf(entry, `${path}[]`));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, entry]) => [
		`${path}.${name}`,
		...namesOf(entry, `${path}.${name}`),
	]);
}

/** The paths that a schema names and `seen` has not, but for what is said to be there at times only. */
export function unseen(schema: OutputSchema, seen: ReadonlySet<string>, path = '$'): string[] {
	if (schema.items) return unseen(schema.items, seen, `${path}[]`);
	return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
		const own = `${path}.${name}`;
		if (seen.has(own)) return unseen(property, seen, own);
		const isAtTimes = !schema.required?.includes(name) && /^(Only|Not)\b/.test(property.description ?? '');
		return isAtTimes ? [] : [own];
	});
}

/** Words in a schema that nobody here knows, and so nobody checks. */
export function unknownWords(schema: OutputSchema, path = '$'): string[] {
	return [
		...Object.keys(schema)
			.filter((word) => !KEYWORDS.has(word))
			.map((word) => `${path} has ${word}`),
		...(schema.required ?? [])
			.filter((name) => !schema.properties || !(name in schema.properties))
			.map((name) => `${path} requires ${name}, which it does not have`),
		...(schema.items ? unknownWords(schema.items, `${path}[]`) : []),
		...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
			unknownWords(property, `${path}.${name}`),
		),
	];
}
