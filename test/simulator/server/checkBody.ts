/** What is wrong with one field of a body. `shape` faults are seen when the JSON is read, `value` faults later. */
export interface Finding {
	field: string;
	rule: 'unknown-field' | 'wrong-type' | 'missing' | 'bad-value' | 'not-allowed' | 'later-version';
	grade: 'shape' | 'value';
	message: string;
}

export type JsonObject = { [name: string]: unknown };

type JsonType = 'string' | 'int32' | 'int64' | 'number' | 'boolean' | 'object' | 'array';

export interface FieldRule {
	type: JsonType | JsonType[];
	required?: true;
	/** Says what is wrong with a value of the right type, or nothing. */
	check?: (value: never) => string | undefined;
}

export type BodyRules = Record<string, FieldRule>;

/** Checks a JSON object against a table of field rules; every fault is reported, not only the first. */
export function checkBody(body: JsonObject, rules: BodyRules, prefix = ''): Finding[] {
	const findings: Finding[] = [];
	for (const [name, value] of Object.entries(body)) {
		const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
		const field = prefix + name;
		if (rule === undefined) {
			findings.push({
				field,
				rule: 'unknown-field',
				grade: 'shape',
				message: `${field} is not a known field`,
			});
			continue;
		}
		const types = Array.isArray(rule.type) ? rule.type : [rule.type];
		if (!types.some((type) => hasType(value, type))) {
			const message = `${field} must be ${types.join(' or ')}, got ${nameType(value)}`;
			findings.push({ field, rule: 'wrong-type', grade: 'shape', message });
			continue;
		}
		const complaint = rule.check?.(value as never);
		if (complaint !== undefined) {
			findings.push({ field, rule: 'bad-value', grade: 'value', message: `${field} ${complaint}` });
		}
	}
	for (const [name, rule] of Object.entries(rules)) {
		if (rule.required && !Object.hasOwn(body, name)) {
			const field = prefix + name;
			findings.push({ field, rule: 'missing', grade: 'shape', message: `${field} is required` });
		}
	}
	return findings;
}

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(value: unknown, type: JsonType): boolean {
	if (type === 'array') return Array.isArray(value);
	if (type === 'object') return isJsonObject(value);
	if (type === 'int32') return Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_647;
	// Beyond the safe integers JSON has lost digits already.
	if (type === 'int64') return Number.isSafeInteger(value);
	return typeof value === type;
}

function nameType(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value === 'number' ? `number ${value}` : typeof value;
}
