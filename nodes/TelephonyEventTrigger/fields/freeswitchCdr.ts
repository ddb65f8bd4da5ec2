import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

function shownFor(cdrAuthorization?: string): IDisplayOptions {
	return {
		show: {
			provider: ['freeswitchCdr'],
			...(cdrAuthorization ? { cdrAuthorization: [cdrAuthorization] } : {}),
		},
	};
}

export const freeswitchCdrFields: INodeProperties[] = [
	{
		displayName: 'Authorization',
		name: 'cdrAuthorization',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Basic', value: 'basicPassword', description: "The password in 'cred', with any user name" },
			{ name: 'Header', value: 'header', description: 'Put there by a proxy in front of n8n' },
		],
		default: 'basicPassword',
		description: 'Where the secret is in the request',
		displayOptions: shownFor(),
	},
	{
		displayName: 'Header Name',
		name: 'cdrHeader',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: 'X-Webhook-Key',
		placeholder: 'e.g. X-Webhook-Key',
		description: 'The header that bears the secret',
		displayOptions: shownFor('header'),
	},
	{
		displayName: 'Inbound Contexts',
		name: 'inboundContexts',
		type: 'string',
		default: 'public',
		placeholder: 'e.g. public, from-trunk',
		description:
			'The dialplan contexts in which calls from outside arrive, separated by commas. Calls of other contexts are outbound, or internal if a short number was dialed. A variable call_direction of your dialplan goes before this.',
		displayOptions: shownFor(),
	},
	{
		displayName: 'Recording URL',
		name: 'recordingUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://pbx.example.com/recordings/{file}',
		description:
			'Where your PBX serves its recordings. {file} stands for the name of the file, {path} for the whole path, {uuid} for the ID of the call. Left empty, the path on the PBX is the link.',
		displayOptions: shownFor(),
	},
];
