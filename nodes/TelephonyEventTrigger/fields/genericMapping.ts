import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { byName, eventTypeOptions } from '../../shared/host/triggerOn';
import { GENERIC_FIELDS } from '../../shared/provider/generic/fields';

const shownForGeneric: IDisplayOptions = { show: { provider: ['generic', 'cloudEvents'] } };

/** What the sender's fields and words mean. */
export const genericMappingFields: INodeProperties[] = [
	{
		displayName: 'Fields',
		name: 'fieldMapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add field',
		default: {},
		description:
			'Where the fields of the call event stand in what your system sends. A field without a row is taken from the field of the same name, of a CloudEvent in its data.',
		displayOptions: shownForGeneric,
		options: [
			{
				displayName: 'Field',
				name: 'row',
				values: [
					{
						displayName: 'Call Event Field',
						name: 'field',
						type: 'options',
						noDataExpression: true,
						options: byName(GENERIC_FIELDS.map(({ name, label }) => ({ name: label, value: name }))),
						default: 'callId',
					},
					{
						displayName: 'Path in Payload',
						name: 'path',
						type: 'string',
						default: '',
						placeholder: 'e.g. data.call.uuid',
						description: 'Names with dots, places in lists in brackets, such as parties[0].number',
					},
				],
			},
		],
	},
	{
		displayName: 'Event Types',
		name: 'eventTypeMapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add event type',
		default: {},
		description:
			"What your system calls the things that happen to a call. A word without a row becomes 'Other'.",
		displayOptions: shownForGeneric,
		options: [
			{
				displayName: 'Event Type',
				name: 'row',
				values: [
					{
						displayName: 'Their Value',
						name: 'theirValue',
						type: 'string',
						default: '',
						placeholder: 'e.g. call.ringing',
					},
					{
						displayName: 'Event Type',
						name: 'eventType',
						type: 'options',
						noDataExpression: true,
						options: eventTypeOptions,
						default: 'ringing',
					},
				],
			},
		],
	},
];
