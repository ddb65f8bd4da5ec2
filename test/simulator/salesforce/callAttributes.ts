import { isJsonObject } from '../server/checkBody.ts';

const STANDARD_FIELDS = ['SourceType', 'CallerContactInfo', 'ToPhoneNumber', 'RecordTypeId'];
const CUSTOM_FIELD = /^[A-Za-z][A-Za-z0-9_]*__c$/;

export interface ReadAttributes {
	/** The fields that can be saved. */
	values: Record<string, string | number | boolean | null>;
	/** One text per field that cannot: section 4 calls these partial errors, the record is made nevertheless. */
	problems: string[];
}

/** Says why a `callAttributes` text is not the JSON of an object, or nothing. */
export function attributesText(text: string): string | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return 'must be a JSON-encoded object, and is not JSON';
	}
	return isJsonObject(parsed) ? undefined : 'must be a JSON-encoded object';
}

/** Splits a good `callAttributes` text into fields that can be saved and problems with the others. */
export function readAttributes(text: string, fieldProblems: Record<string, string>): ReadAttributes {
	const read: ReadAttributes = { values: {}, problems: [] };
	const parsed: unknown = JSON.parse(text);
	if (!isJsonObject(parsed)) return read;
	for (const [name, value] of Object.entries(parsed)) {
		const problem = fieldProblems[name] ?? problemOf(name, value);
		if (problem === undefined) read.values[name] = value as string | number | boolean | null;
		else read.problems.push(`${name}: ${problem}`);
	}
	return read;
}

function problemOf(name: string, value: unknown): string | undefined {
	if (!STANDARD_FIELDS.includes(name) && !CUSTOM_FIELD.test(name)) return 'no such field on VoiceCall';
	if (typeof value === 'object' && value !== null) return 'a field holds one value, not an object or array';
	if (name === 'SourceType' && value !== 'Sales' && value !== 'Service') {
		return 'must be Sales or Service';
	}
	return undefined;
}
