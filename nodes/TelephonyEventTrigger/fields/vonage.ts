import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shownForVonage: IDisplayOptions = { show: { provider: ['vonage'] } };

export const vonageFields: INodeProperties[] = [
	{
		displayName: 'Dialed Phones',
		name: 'dialedLegs',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Reps',
				value: 'agents',
				description: 'Customers call in, and the application dials the phones of reps for them',
			},
			{
				name: 'Customers',
				value: 'customers',
				description: 'The application dials customers; each such call is an outbound call of its own',
			},
		],
		default: 'agents',
		description: 'Whose phones the application dials, since Vonage does not tell',
		displayOptions: shownForVonage,
	},
	{
		displayName: 'Application ID',
		name: 'applicationId',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
		description:
			'Only webhooks of this application are let in. Left empty, any application of the account is, since they share the secret.',
		displayOptions: shownForVonage,
	},
	{
		displayName: 'Reply',
		name: 'ncco',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. [{"action":"talk","text":"One moment, please."}]',
		description:
			"The NCCO that tells Vonage what to do with a call. Left empty, Vonage gets an empty answer and ends the call, so fill it in if this node's URL stands at 'Answer URL'.",
		displayOptions: shownForVonage,
	},
];
