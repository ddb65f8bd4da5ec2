import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import { isRecord } from '../../isRecord';
import type { ValueRules } from '../../salesforce/data/fieldValue';
import type { VoiceCallField } from '../../salesforce/data/voiceCallFields';

/** n8n's inputs for Salesforce's types; all others are text. */
const INPUTS: Readonly<Record<string, FieldType>> = {
	boolean: 'boolean',
	currency: 'number',
	date: 'dateTime',
	datetime: 'dateTime',
	double: 'number',
	int: 'number',
	long: 'number',
	percent: 'number',
};

/** What the editor keeps of a field beside n8n's own, so that values can be checked without asking Salesforce again. */
interface KeptField extends ResourceMapperField {
	readonly salesforceType: string;
	readonly salesforceLength?: number;
	readonly isRestricted?: boolean;
}

/** A voice call field as n8n's field mapper shows it. */
export function mapperField(field: VoiceCallField): KeptField {
	const { name, label, type, length, choices, isRestricted } = field;
	const isList = choices !== undefined && type !== 'multipicklist';
	return {
		id: name,
		displayName: label,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: isList ? 'options' : (INPUTS[type] ?? 'string'),
		...(choices ? { options: choices.map((choice) => ({ name: choice.label, value: choice.value })) } : {}),
		salesforceType: type,
		...(length === undefined ? {} : { salesforceLength: length }),
		...(isRestricted ? { isRestricted } : {}),
	};
}

/** Salesforce's word for the type of a field that was saved without it. */
function typeOf({ salesforceType, type }: Readonly<Record<string, unknown>>): string {
	if (typeof salesforceType === 'string') return salesforceType;
	return type === 'dateTime' ? 'datetime' : type === 'number' ? 'double' : String(type ?? 'string');
}

/** The label of a field and what its values must be, from what the editor kept of it. */
export function keptField(saved: Readonly<Record<string, unknown>>): ValueRules & { readonly label: string } {
	const { id, displayName, salesforceLength, isRestricted, options } = saved;
	const values = (Array.isArray(options) ? options : []).filter(isRecord).map(({ value }) => String(value));
	return {
		label: typeof displayName === 'string' && displayName !== '' ? displayName : String(id),
		type: typeOf(saved),
		...(typeof salesforceLength === 'number' ? { length: salesforceLength } : {}),
		...(isRestricted === true && values.length > 0 ? { choices: values } : {}),
	};
}
