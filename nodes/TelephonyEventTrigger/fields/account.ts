import type { INodeProperties } from 'n8n-workflow';

function accountId(provider: string, placeholder: string, whose: string): INodeProperties {
	return {
		displayName: 'Account ID',
		name: 'accountId',
		type: 'string',
		default: '',
		placeholder,
		description: `Only events of this account start the workflow; the others are dropped. Leave empty if your ${whose} serves one account.`,
		displayOptions: { show: { provider: [provider] } },
	};
}

export const accountFields: INodeProperties[] = [
	accountId('ringcentral', 'e.g. 809646016', 'subscription'),
	accountId('zoom', 'e.g. wUr7zfqJQp2ZgD4gAbCdEf', 'app'),
];
