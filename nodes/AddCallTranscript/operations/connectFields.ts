import type { INodeProperties } from 'n8n-workflow';

/** The operations that speak to Connect REST, with n8n's own Salesforce credentials. */
export const CONNECT_OPERATIONS = ['uploadAfterCall', 'getUploadStatus', 'getLines', 'redactTranscript'];

/** As in n8n's own Salesforce node, whose credentials these are. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'OAuth2', value: 'oAuth2' },
		{ name: 'JWT', value: 'jwt' },
	],
	default: 'oAuth2',
	description: "Which of n8n's own Salesforce credentials to use",
	displayOptions: { show: { operation: CONNECT_OPERATIONS } },
};

/** The conversation, by its identifier or by a voice call, for an operation. Behind the other nodes it fills itself. */
export function conversationIdField(operation: string): INodeProperties {
	return {
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		required: true,
		default:
			'={{ $json.ConversationIdentifier ?? $json.conversationId ?? $json.voiceCallId ?? $json.VoiceCallId }}',
		placeholder: 'e.g. 0LQRM0000006CSz',
		description:
			"The Salesforce ID of the voice call (0LQ…), by which the node looks the conversation up, or the 'ConversationIdentifier' of the conversation record. The telephony system's own call ID will not do.",
		displayOptions: { show: { operation: [operation] } },
	};
}

const apiVersion: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'string',
	default: '66.0',
	placeholder: 'e.g. 66.0',
	description:
		'Version of Connect REST API, from 52.0 on. Every organization knows all up to the current one.',
};

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 5,
	description: 'How many requests to send side by side',
};

function timeout(seconds: number, description: string): INodeProperties {
	return {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 300 },
		default: seconds,
		description,
	};
}

const ANSWER_TIMEOUT = timeout(30, 'How many seconds to wait for an answer before giving up on an attempt');

/** An upload may take as long as it takes; what counts is that it moves. */
export const UPLOAD_TIMEOUT_S = 120;

export const uploadTimeout = timeout(
	UPLOAD_TIMEOUT_S,
	'After how many seconds without progress to give up: while the file is being sent, and then until the answer comes',
);

/** The collection `options` of an operation, with its own entries among the common ones in alphabetical order. */
export function connectOptions(
	operation: string,
	own: INodeProperties[] = [],
	timeoutField: INodeProperties = ANSWER_TIMEOUT,
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, apiVersion, concurrency, timeoutField].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
		displayOptions: { show: { operation: [operation] } },
	};
}
