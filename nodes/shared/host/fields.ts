import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Fields that several nodes have, so that the same thing looks and reads the same everywhere. */

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 5,
	description: 'How many items to send side by side. Items of the same call always go one after the other.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 300 },
	default: 30,
	description: 'How many seconds to wait for an answer before giving up on an attempt',
};

/** The collection `options`, with the node's own entries among the common ones in alphabetical order. */
export function optionsCollection(own: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, concurrency, timeout].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** The id in the path of a request about an existing call. Behind a trigger or another voice call node it fills itself. */
export const callId: INodeProperties = {
	displayName: 'Call ID',
	name: 'callId',
	type: 'string',
	required: true,
	default: '={{ $json.voiceCallId ?? $json.callId ?? $json.vendorCallKey }}',
	placeholder: 'e.g. 0LQRM0000006CSz',
	description:
		"The Salesforce voice call ID (0LQ…) or the telephony system's own call ID (vendor call key). Either will do.",
};

export const callAttributes: INodeProperties = {
	displayName: 'Call Attributes',
	name: 'callAttributes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add attribute',
	default: {},
	description: 'More fields of the voice call record to fill, standard or custom',
	options: [
		{
			displayName: 'Attribute',
			name: 'attribute',
			values: [
				{
					displayName: 'Field Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Department__c',
					description: 'The API name of the voice call field',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. Support',
				},
			],
		},
	],
};

export const callAttributesJson: INodeProperties = {
	displayName: 'Call Attributes (JSON)',
	name: 'callAttributesJson',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"Department__c": "Support", "SourceType": "Service"}',
	description: "The same as 'Call Attributes', written as one JSON object",
};

export const callOriginOptions: INodePropertyOptions[] = [
	{ name: 'Preview', value: 'Preview', description: 'A preview dialer' },
	{ name: 'Progressive', value: 'Progressive', description: 'A progressive dialer' },
	{ name: 'Voicemail', value: 'Voicemail', description: 'A voicemail' },
];
