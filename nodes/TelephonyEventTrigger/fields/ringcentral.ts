import type { INodeProperties } from 'n8n-workflow';

export const ringcentralFields: INodeProperties[] = [
	{
		displayName: 'Queues and Menus',
		name: 'queueExtensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. 62282928016, 62282929016',
		description:
			"The extension IDs of your call queues and IVR menus, separated by commas. RingCentral reports that they answer like people do; listed here, the call is 'Queued' instead.",
		displayOptions: { show: { provider: ['ringcentral'] } },
	},
];
