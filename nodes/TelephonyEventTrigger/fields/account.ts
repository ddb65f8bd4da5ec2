import type { INodeProperties } from 'n8n-workflow';

export const accountFields: INodeProperties[] = [
	{
		displayName: 'Account ID',
		name: 'accountId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 809646016',
		description:
			'Only events of this account start the workflow. Leave empty if your app or subscription serves one account.',
		displayOptions: { show: { provider: ['ringcentral', 'zoom'] } },
	},
];
