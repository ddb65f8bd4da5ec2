import { DEFAULT_SETTINGS, type SimulatorSettings } from '../options.ts';
import { isJsonObject } from '../salesforce/bodyRules.ts';

/** Options as JSON, each of the type its default has. Throws a TypeError naming one that is not. */
export function readSettings(body: unknown): Partial<SimulatorSettings> {
	if (!isJsonObject(body)) throw new TypeError('Options are a JSON object.');
	const defaults: { [name: string]: unknown } = { contactCenters: [], ...DEFAULT_SETTINGS };
	for (const [name, value] of Object.entries(body)) {
		if (!Object.hasOwn(defaults, name)) throw new TypeError(`The simulator has no option named "${name}".`);
		const expected = defaults[name];
		if (
			typeof value !== typeof expected ||
			Array.isArray(value) !== Array.isArray(expected) ||
			value === null
		) {
			const type = Array.isArray(expected) ? 'array' : typeof expected;
			throw new TypeError(`The option "${name}" must be of type ${type}.`);
		}
	}
	return body;
}
