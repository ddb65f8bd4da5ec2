import type { INodeProperties } from 'n8n-workflow';
import { byName, triggerOnField } from '../../shared/host/triggerOn';
import { PROVIDERS } from '../../shared/provider/providers';

const setUpNotices: INodeProperties[] = PROVIDERS.map(({ name, setUp }) => ({
	displayName: setUp,
	name: `${name}SetUp`,
	type: 'notice',
	default: '',
	displayOptions: { show: { provider: [name] } },
}));

export const providerFields: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: byName(
			PROVIDERS.map(({ name, label, description }) => ({ name: label, value: name, description })),
		),
		default: 'generic',
		description: 'Which telephony system sends the events',
	},
	...setUpNotices,
	triggerOnField,
];
