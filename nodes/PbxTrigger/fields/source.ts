import type { INodeProperties } from 'n8n-workflow';
import { triggerOnField } from '../../shared/host/triggerOn';

export const sourceFields: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Asterisk AMI',
				value: 'asteriskAmi',
				description: 'Sees every call, queues and recordings too; for FreePBX and the like',
			},
			{
				name: 'Asterisk ARI',
				value: 'asteriskAri',
				description: 'Sees every call over HTTP; of queues it tells less',
			},
			{
				name: 'FreeSWITCH',
				value: 'freeswitch',
				description: 'Through its event socket; for FusionPBX and the like',
			},
		],
		default: 'asteriskAmi',
		description: "Which PBX the events come from; the same as 'Type' in the credential",
	},
	{
		...triggerOnField,
		description: 'Which events start the workflow. The others are dropped.',
	},
];
