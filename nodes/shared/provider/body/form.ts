/** A form's fields: the value, or all of them where a name is repeated. */
export type FormFields = Record<string, string | string[]>;

/**
 * The names and values of a form-urlencoded body in their order. Read from the raw bytes, since a parser that builds
 * nested objects from `a[b]` would change names that are part of the signed text.
 */
export function formPairs(rawBody: Buffer): Array<[string, string]> {
	return [...new URLSearchParams(rawBody.toString('utf8'))];
}

/** The same as an object. A field called `__proto__` is left out, as it is from JSON. */
export function formFields(rawBody: Buffer): FormFields {
	const fields = new Map<string, string[]>();
	for (const [name, value] of formPairs(rawBody)) {
		const before = fields.get(name);
		if (before) before.push(value);
		else if (name !== '__proto__') fields.set(name, [value]);
	}
	return Object.fromEntries([...fields].map(([name, values]) => [name, oneOrAll(values)]));
}

function oneOrAll(values: string[]): string | string[] {
	const [only, second] = values;
	return only !== undefined && second === undefined ? only : values;
}
