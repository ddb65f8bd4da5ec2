import { isJsonObject, type JsonObject } from '../server/checkBody.ts';

/** A field of the body or of an object in it, such as `from.agentId`. An empty id counts as none. */
export function valueOf(body: JsonObject, field: string): unknown {
	const [first = '', second] = field.split('.');
	const outer = body[first];
	const value = second === undefined ? outer : isJsonObject(outer) ? outer[second] : undefined;
	return value === '' && field.endsWith('Id') ? undefined : value;
}
