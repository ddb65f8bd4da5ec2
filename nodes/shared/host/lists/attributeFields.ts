import type { INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../isRecord';
import type { AttributeRow } from '../../salesforce/callAttributes';
import { fieldValue } from '../../salesforce/data/fieldValue';
import type { ItemParameters } from '../ItemParameters';
import { keptField } from './mapperField';

const CHOOSER = 'attributesFrom';
const MAPPER = 'callAttributeFields';

const NOT_SENT = 'Fields of the voice call record and their values. A field left empty is not sent.';

/** The fields with which call attributes are filled in by choosing them, before `elsewhere`, where they are typed. */
export function attributeFields(elsewhere: string, description = NOT_SENT): INodeProperties[] {
	return [
		{
			displayName: 'Specify Call Attributes',
			name: CHOOSER,
			type: 'options',
			noDataExpression: true,
			default: 'typed',
			options: [
				{
					name: 'By Choosing Fields',
					value: 'chosen',
					description: "Choose the fields from a list. It needs 'Read Lists From Salesforce'.",
				},
				{
					name: 'By Name',
					value: 'typed',
					description: `Enter the API names of the fields, under '${elsewhere}'`,
				},
			],
			description: 'How to say which more fields of the voice call record to fill, standard or custom',
		},
		{
			// n8n's field mapper says nothing when it cannot read its fields.
			displayName:
				"The fields are read from Salesforce. If none can be added below, set 'Read Lists From Salesforce', select a 'Credential for Lists' at the top of this panel, and open the panel again. Fields that are filled in are sent without that credential, too.",
			name: 'fieldsNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { [CHOOSER]: ['chosen'] } },
		},
		{
			displayName: 'Voice Call Fields',
			name: MAPPER,
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: {
				loadOptionsDependsOn: ['listsFrom'],
				resourceMapper: {
					resourceMapperMethod: 'getVoiceCallFields',
					mode: 'add',
					fieldWords: { singular: 'field', plural: 'fields' },
					valuesLabel: 'Values to Send',
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: false,
				},
			},
			description,
			displayOptions: { show: { [CHOOSER]: ['chosen'] } },
		},
	];
}

export interface ChosenAttributes {
	readonly rows: readonly AttributeRow[];
	/** Label of each field by its API name, for messages. */
	readonly labels: Readonly<Record<string, string>>;
}

/** `null` is what n8n keeps for a field that nobody has filled in. */
function isGiven(value: unknown): boolean {
	return value !== null && value !== undefined && (typeof value !== 'string' || value.trim() !== '');
}

/**
 * The call attributes that were filled in by choosing fields, each as its type wants it. What cannot be used is noted in
 * `parameters.faults` by the API name of the field, whose label is in `labels`.
 */
export function readChosenAttributes(parameters: ItemParameters): ChosenAttributes {
	const mapper = parameters.text(CHOOSER) === 'chosen' ? parameters.raw(MAPPER) : undefined;
	if (!isRecord(mapper) || !isRecord(mapper.value)) return { rows: [], labels: {} };
	const schema = (Array.isArray(mapper.schema) ? mapper.schema : []).filter(isRecord);
	const clock = { instant: (value: unknown) => parameters.instant(value), zone: parameters.zone };
	const rows: AttributeRow[] = [];
	const labels: Record<string, string> = {};
	for (const [name, given] of Object.entries(mapper.value)) {
		if (!isGiven(given)) continue;
		const saved = schema.find(({ id }) => id === name);
		if (!saved) {
			// Of a field that no list gave, such as one that an expression adds, the type is not known.
			rows.push({ name, value: given });
			continue;
		}
		const rules = keptField(saved);
		labels[name] = rules.label;
		const read = fieldValue(given, rules, clock);
		if ('value' in read) rows.push({ name, value: read.value });
		else parameters.faults.push({ field: name, ...read });
	}
	return { rows, labels };
}
