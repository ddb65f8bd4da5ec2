import type { INodeProperties } from 'n8n-workflow';

export const twilioFields: INodeProperties[] = [
	{
		displayName: 'Reply',
		name: 'reply',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. <Response><Dial>+14155550123</Dial></Response>',
		description:
			"The TwiML that tells Twilio what to do with a call that comes in. Left empty, Twilio gets an empty answer and ends the call, so fill it in if this node's URL stands at 'A call comes in'.",
		hint: 'Left empty, Twilio ends the call',
		displayOptions: { show: { provider: ['twilio'] } },
	},
];
