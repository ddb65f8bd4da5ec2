import { json as parseJson } from '../http/answer';
import { isRecord } from '../isRecord';
import type { Fault } from '../problem';

/** Call attributes as an admin gives them: as rows, as JSON, or both. */
export interface CallAttributes {
	readonly rows: readonly AttributeRow[];
	/** JSON text, or what an expression handed over. */
	readonly json?: unknown;
}

export interface AttributeRow {
	readonly name: string;
	readonly value: unknown;
}

type Attributes = Record<string, string | number | boolean | null>;

const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

const ROWS = 'callAttributes';
const JSON_FIELD = 'callAttributesJson';

function parsed(json: unknown): unknown {
	return typeof json === 'string' ? parseJson(json) : json;
}

/** Undefined is what an expression gives for a value the input does not have; JSON leaves such a field out. */
function isFieldValue(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return value === null || ['string', 'boolean', 'undefined'].includes(typeof value);
}

/** `{}` stands in a field nobody has filled in: the editor marks an empty one as wrong. */
function isAbsent(json: unknown): boolean {
	return (
		json === undefined || json === null || (typeof json === 'string' && /^\s*(?:\{\s*\}\s*)?$/.test(json))
	);
}

function entriesOf(attributes: CallAttributes): Array<{ field: string; name: string; value: unknown }> {
	const fromJson = parsed(attributes.json);
	return [
		...attributes.rows.map(({ name, value }) => ({ field: ROWS, name: name.trim(), value })),
		...(isRecord(fromJson)
			? Object.entries(fromJson).map(([name, value]) => ({ field: JSON_FIELD, name, value }))
			: []),
	];
}

/** All that is wrong with the attributes: JSON that is no object, names that are no field names, values with parts, names given twice. */
export function checkCallAttributes(attributes: CallAttributes | undefined): Fault[] {
	if (!attributes) return [];
	const faults: Fault[] = [];
	if (!isAbsent(attributes.json) && !isRecord(parsed(attributes.json))) {
		faults.push({
			field: JSON_FIELD,
			what: 'is not a JSON object',
			fix: 'Write it like {"Department__c": "Support"}, with double quotes around names and texts.',
		});
	}
	const seen = new Set<string>();
	for (const { field, name, value } of entriesOf(attributes)) {
		if (!FIELD_NAME.test(name)) {
			faults.push({
				field,
				what:
					name === '' ? 'has a row without a name' : `names '${name.slice(0, 80)}', which is no field name`,
				fix: 'Enter the API name of the voice call field, e.g. Department__c.',
			});
		} else if (seen.has(name.toLowerCase())) {
			faults.push({ field, what: `gives '${name}' a second time`, fix: 'Keep one of the two.' });
		}
		if (!isFieldValue(value)) {
			const kind = typeof value === 'object' ? 'a list or an object' : 'something that JSON cannot hold';
			faults.push({
				field,
				what: `gives '${name.slice(0, 80)}' ${kind}`,
				fix: 'A voice call field takes one text, number, true or false.',
			});
		}
		seen.add(name.toLowerCase());
	}
	return faults;
}

/**
 * The one JSON-encoded string that the API wants (Create and Update a Voice Call Record, `callAttributes`); undefined
 * when there are none. JSON text given alone goes out as it was typed, so that long numbers keep their digits.
 */
export function encodeCallAttributes(attributes: CallAttributes | undefined): string | undefined {
	if (!attributes) return undefined;
	if (typeof attributes.json === 'string' && attributes.rows.length === 0) {
		return isAbsent(attributes.json) ? undefined : attributes.json.trim();
	}
	const entries = entriesOf(attributes);
	if (entries.length === 0) return undefined;
	return JSON.stringify(Object.fromEntries(entries.map(({ name, value }) => [name, value])) as Attributes);
}
