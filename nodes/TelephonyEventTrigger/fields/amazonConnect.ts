import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

function shownFor(delivery?: string, authorizationType?: string): IDisplayOptions {
	return {
		show: {
			provider: ['amazonConnect'],
			...(delivery ? { delivery: [delivery] } : {}),
			...(authorizationType ? { authorizationType: [authorizationType] } : {}),
		},
	};
}

export const amazonConnectFields: INodeProperties[] = [
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'EventBridge API Destination',
				value: 'eventBridge',
				description: 'EventBridge posts each event itself, with a secret you share with it',
			},
			{
				name: 'SNS Topic',
				value: 'sns',
				description: 'A topic of Amazon SNS posts the events, signed by Amazon; needs no secret',
			},
		],
		default: 'eventBridge',
		description: 'By which way the events of Amazon Connect reach n8n',
		displayOptions: shownFor(),
	},
	{
		displayName: 'Authorization Type',
		name: 'authorizationType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'API Key', value: 'apiKey' },
			{ name: 'Basic', value: 'basic', description: 'With any user name; the secret is the password' },
		],
		default: 'apiKey',
		description: "What is chosen in the connection of EventBridge's API destination",
		displayOptions: shownFor('eventBridge'),
	},
	{
		displayName: 'API Key Name',
		name: 'connectionHeader',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: 'x-api-key',
		placeholder: 'e.g. x-api-key',
		description: 'What the key is called in the connection. EventBridge sends it as a header of this name.',
		displayOptions: shownFor('eventBridge', 'apiKey'),
	},
	{
		displayName: 'Topic ARNs',
		name: 'topicArns',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: '',
		placeholder: 'e.g. arn:aws:sns:us-east-1:123456789012:connect-events',
		description:
			'The topics whose messages are let in, separated by commas. Anyone can have a topic, so this list is what keeps the others out.',
		displayOptions: shownFor('sns'),
	},
	{
		displayName: 'Only Instance',
		name: 'instance',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12345678-1234-1234-1234-123456789012',
		description:
			'The ID or the ARN of the Amazon Connect instance whose events are wanted. Left empty, those of all instances are.',
		displayOptions: shownFor(),
	},
];
