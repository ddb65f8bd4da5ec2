import type { INodeProperties } from 'n8n-workflow';

export const optionFields: INodeProperties[] = [
	{
		displayName: 'Only',
		name: 'only',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		description: 'Which calls start the workflow. Of several conditions all must be met.',
		options: [
			{
				displayName: 'Contexts',
				name: 'contexts',
				type: 'string',
				default: '',
				placeholder: 'e.g. from-trunk, from-pstn*',
				description:
					'Only calls that came through one of these dialplan contexts, separated by commas; a star at the end stands for anything',
			},
			{
				displayName: 'Extensions',
				name: 'extensions',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1XX',
				description:
					'Only calls that reached, or came from, one of these phones; numbers or patterns, separated by commas. What was before the call reached the phone is not told.',
			},
			{
				displayName: 'Queues',
				name: 'queues',
				type: 'string',
				default: '',
				placeholder: 'e.g. support, sales*',
				description:
					'Only calls that came into one of these queues, separated by commas. What was before the call came into the queue is not told.',
			},
			{
				displayName: 'Trunks',
				name: 'trunks',
				type: 'string',
				default: '',
				placeholder: 'e.g. PJSIP/provider',
				description: 'Only calls over a channel whose name begins with one of these, separated by commas',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Raw Payload',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: "Whether to put what the PBX sent into the field 'raw'",
			},
		],
	},
];
