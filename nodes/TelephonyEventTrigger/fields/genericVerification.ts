import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

function shownFor(verification?: string, tokenLocation?: string): IDisplayOptions {
	return {
		show: {
			provider: ['generic', 'cloudEvents'],
			...(verification ? { verification: [verification] } : {}),
			...(tokenLocation ? { tokenLocation: [tokenLocation] } : {}),
		},
	};
}

const verification: INodeProperties = {
	displayName: 'Verification',
	name: 'verification',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Fixed Token',
			value: 'fixedToken',
			description:
				'The sender puts the same token into every request; weaker, since the events are not signed',
		},
		{
			name: 'HMAC Signature',
			value: 'hmac',
			description: 'The sender signs each request in its own way; you describe it',
		},
		{
			name: 'Sinch Signature',
			value: 'sinch',
			description: 'The sender is Sinch, which signs each request in its own way; nothing more to fill in',
		},
		{
			name: 'Standard Webhooks',
			value: 'standardWebhooks',
			description: 'The sender signs as standardwebhooks.com describes; nothing more to fill in',
		},
	],
	default: 'standardWebhooks',
	description: 'How a request proves that it comes from your telephony system. Anything else is refused.',
	displayOptions: shownFor(),
};

const hmacFields: INodeProperties[] = [
	{
		displayName: 'Signature Header',
		name: 'signatureHeader',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: 'X-Signature',
		placeholder: 'e.g. X-Hub-Signature-256',
		description: 'The header that bears the signature',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'Algorithm',
		name: 'algorithm',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'HMAC-SHA1', value: 'sha1' },
			{ name: 'HMAC-SHA256', value: 'sha256' },
			{ name: 'HMAC-SHA512', value: 'sha512' },
		],
		default: 'sha256',
		description: 'What the signature is made with',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Hexadecimal', value: 'hex' },
		],
		default: 'hex',
		description: 'How the signature is written',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'Signed Text',
		name: 'signedText',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: '{body}',
		placeholder: 'e.g. {timestamp}.{body}',
		description:
			'What the sender signs, put together from parts of the request. With the timestamp in it, old requests are refused.',
		hint: 'Placeholders: {body}, {timestamp}, {id}, {url}',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'Prefix to Strip',
		name: 'signaturePrefix',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. sha256=',
		description: 'What stands in front of the signature in its header. Leave empty if nothing does.',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'Timestamp Header',
		name: 'timestampHeader',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. X-Timestamp',
		description: 'The header with the signed time, if it is part of the signed text. Its unit is recognized.',
		displayOptions: shownFor('hmac'),
	},
	{
		displayName: 'ID Header',
		name: 'idHeader',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. X-Delivery',
		description: 'The header with the ID of the event, if it is part of the signed text',
		displayOptions: shownFor('hmac'),
	},
];

const tokenFields: INodeProperties[] = [
	{
		displayName: 'Token Location',
		name: 'tokenLocation',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Basic Auth Password', value: 'basicPassword', description: 'With any user name' },
			{ name: 'Body Field', value: 'bodyField', description: 'A field of the event itself' },
			{ name: 'Header', value: 'header', description: 'Alone, or after the word Bearer' },
		],
		default: 'header',
		description: 'Where the sender puts the token. A token in the URL is not offered, since URLs are logged.',
		displayOptions: shownFor('fixedToken'),
	},
	{
		displayName: 'Header Name',
		name: 'headerName',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: 'Authorization',
		placeholder: 'e.g. X-Webhook-Token',
		description: 'The header that bears the token',
		displayOptions: shownFor('fixedToken', 'header'),
	},
	{
		displayName: 'Path of Token',
		name: 'bodyField',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: 'token',
		placeholder: 'e.g. auth.token',
		description: 'Where the token stands in the event. It is not handed on.',
		displayOptions: shownFor('fixedToken', 'bodyField'),
	},
];

/** How the sender proves itself. */
export const genericVerificationFields: INodeProperties[] = [verification, ...hmacFields, ...tokenFields];
