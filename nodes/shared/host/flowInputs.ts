import { json as parseJson } from '../http/answer';
import { isRecord } from '../isRecord';
import type { ItemParameters } from './ItemParameters';

const ROWS = 'flowInputParameters';
const JSON_FIELD = 'flowInputParametersJson';

function objectFrom(value: unknown): Record<string, unknown> | undefined {
	const parsed = typeof value === 'string' ? parseJson(value) : value;
	return isRecord(parsed) ? parsed : undefined;
}

/**
 * Inputs of an Omni-Channel flow from rows and JSON together, as the object that goes over the wire (the guide's table
 * says string, its example and every client send an object). Undefined when none are given.
 */
export function readFlowInputs(parameters: ItemParameters): Record<string, unknown> | undefined {
	const entries: Array<[name: string, value: unknown]> = [];
	for (const { name, value } of parameters.rows(ROWS, 'input')) {
		if (name.trim() === '') {
			parameters.faults.push({
				field: ROWS,
				what: 'has a row without a name',
				fix: 'Enter the variable name.',
			});
		}
		entries.push([name.trim(), value]);
	}
	const json = parameters.raw(JSON_FIELD);
	if (json !== undefined && !(typeof json === 'string' && json.trim() === '')) {
		const object = objectFrom(json);
		if (object) entries.push(...Object.entries(object));
		else {
			parameters.faults.push({
				field: JSON_FIELD,
				what: 'is not a JSON object',
				fix: 'Write it like {"customerTier": "Gold"}, with double quotes around names and texts.',
			});
		}
	}
	const names = entries.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		parameters.faults.push({
			field: ROWS,
			what: `gives '${twice}' a second time`,
			fix: 'Keep one of the two.',
		});
	}
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
