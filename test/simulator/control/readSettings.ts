import { DEFAULT_CONNECT_SETTINGS } from '../connect/settings.ts';
import { DEFAULT_SETTINGS, type SettingsChanges } from '../options.ts';
import { isJsonObject, type JsonObject } from '../server/checkBody.ts';
import { DEFAULT_VONAGE_SETTINGS, type VonageSettings } from '../vonage/settings.ts';

/** Options as JSON, each of the type its default has. Throws a TypeError naming one that is not. */
export function readSettings(body: unknown): SettingsChanges {
	const settings = readTyped(body, { contactCenters: [], ...DEFAULT_SETTINGS }, '');
	if (settings['connect'] !== undefined) {
		readTyped(settings['connect'], { ...DEFAULT_CONNECT_SETTINGS }, 'connect.');
	}
	if (settings['vonage'] !== undefined) readVonageSettings(settings['vonage']);
	return settings;
}

/** The same for the options of `vonage`. */
export function readVonageSettings(body: unknown): Partial<VonageSettings> {
	return readTyped(body, { ...DEFAULT_VONAGE_SETTINGS }, 'vonage.');
}

function readTyped(body: unknown, defaults: JsonObject, prefix: string): JsonObject {
	if (!isJsonObject(body)) throw new TypeError('Options are a JSON object.');
	for (const [name, value] of Object.entries(body)) {
		if (!Object.hasOwn(defaults, name)) {
			throw new TypeError(`The simulator has no option named "${prefix}${name}".`);
		}
		const expected = defaults[name];
		if (
			typeof value !== typeof expected ||
			Array.isArray(value) !== Array.isArray(expected) ||
			value === null
		) {
			const type = Array.isArray(expected) ? 'array' : typeof expected;
			throw new TypeError(`The option "${prefix}${name}" must be of type ${type}.`);
		}
	}
	return body;
}
