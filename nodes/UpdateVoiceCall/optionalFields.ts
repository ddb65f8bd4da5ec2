import type { INodeProperties } from 'n8n-workflow';
import { callAttributes, callAttributesJson, callOriginOptions } from '../shared/host/fields';
import { picker } from '../shared/host/lists/picker';

const DURATION_HINT = 'In seconds (90) or as minutes and seconds (1:30)';

export const startTime: INodeProperties = {
	displayName: 'Start Time',
	name: 'startTime',
	type: 'dateTime',
	default: '={{ $json.startedAt }}',
	description:
		"When the call started. Salesforce works out the call's duration only when both times are sent together.",
};

export const endTime: INodeProperties = {
	displayName: 'End Time',
	name: 'endTime',
	type: 'dateTime',
	default: '={{ $json.endedAt }}',
	description:
		"When the call ended. Salesforce works out the call's duration only when both times are sent together.",
};

/** Every optional field, by name. A default that is an expression fills the field from a call event. */
export const optional = {
	acceptTime: {
		displayName: 'Accept Time',
		name: 'acceptTime',
		type: 'dateTime',
		default: '={{ $json.answeredAt }}',
		description: 'When the rep accepted the call',
	},
	agent: picker(
		{
			displayName: 'Rep Username',
			name: 'agent',
			placeholder: 'e.g. nathan@acme.example',
			description: 'The rep who took the call, by the username in Salesforce',
		},
		{ search: 'searchAgentUsernames', entered: 'Username', one: 'a rep' },
	),
	agentInteractionDuration: {
		displayName: 'Talk Time',
		name: 'agentInteractionDuration',
		type: 'string',
		default: '={{ $json.talkSeconds }}',
		placeholder: 'e.g. 3:25',
		description: `How long the rep talked with the customer. ${DURATION_HINT}. Salesforce wants 'Recording URL' beside it and sets it to zero when left out.`,
	},
	callAttributes,
	callAttributesJson,
	callOrigin: {
		displayName: 'Call Origin',
		name: 'callOrigin',
		type: 'options',
		default: 'Voicemail',
		options: callOriginOptions,
		description: 'How the call came about, when it was not a plain call',
	},
	disconnectIsError: {
		displayName: 'Disconnect Was a Fault',
		name: 'disconnectIsError',
		type: 'options',
		default: 'automatic',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Yes for TELECOM_PROBLEM, CONTACT_FLOW_DISCONNECT and OTHER, as Salesforce itself does',
			},
			{ name: 'No', value: 'no' },
			{ name: 'Yes', value: 'yes' },
		],
		description: "Whether the reason given in 'Disconnect Reason' is a fault",
	},
	disconnectReason: {
		displayName: 'Disconnect Reason',
		name: 'disconnectReason',
		type: 'string',
		default:
			"={{ $json.endedBy === 'customer' ? 'CUSTOMER_DISCONNECT' : $json.endedBy === 'agent' ? 'AGENT_DISCONNECT' : '' }}",
		placeholder: 'e.g. CUSTOMER_DISCONNECT',
		description:
			'Why the call ended. Salesforce uses the words of Amazon Connect: CUSTOMER_DISCONNECT, AGENT_DISCONNECT, TELECOM_PROBLEM, OTHER. Enter CALLBACK when the customer hung up after asking for a callback.',
	},
	endTime,
	enqueueTime: {
		displayName: 'Enqueue Time',
		name: 'enqueueTime',
		type: 'dateTime',
		default: '={{ $json.queuedAt }}',
		description: 'When the call was placed in the queue',
	},
	fromNumber: {
		displayName: 'From Number',
		name: 'fromNumber',
		type: 'string',
		default: '={{ $json.from }}',
		placeholder: 'e.g. +14155550123',
		description: 'The number the call was made from',
	},
	longestHoldDuration: {
		displayName: 'Longest Hold',
		name: 'longestHoldDuration',
		type: 'string',
		default: '={{ $json.longestHoldSeconds }}',
		placeholder: 'e.g. 0:40',
		description: `The longest time the customer was on hold without a break. ${DURATION_HINT}.`,
	},
	numberOfHolds: {
		displayName: 'Number of Holds',
		name: 'numberOfHolds',
		type: 'string',
		default: '={{ $json.holdCount }}',
		placeholder: 'e.g. 2',
		description: 'How often the customer was put on hold. Salesforce sets it to zero when left out.',
	},
	queue: picker(
		{
			displayName: 'Queue Name',
			name: 'queue',
			default: '={{ $json.queue?.name }}',
			placeholder: 'e.g. Support',
			description: "The queue that the rep's call came from, by its name (not its ID)",
		},
		{ search: 'searchQueueNames', entered: 'Name', one: 'a queue' },
	),
	recordingLocation: {
		displayName: 'Recording URL',
		name: 'recordingLocation',
		type: 'string',
		default: '={{ $json.recording?.url }}',
		placeholder: 'e.g. https://recordings.acme.example/5324881f.mp3',
		description:
			'Where the recording is kept, up to 1,000 characters. Makes a recording record in Salesforce.',
	},
	startTime,
	totalHoldDuration: {
		displayName: 'Total Hold Time',
		name: 'totalHoldDuration',
		type: 'string',
		default: '={{ $json.holdSeconds }}',
		placeholder: 'e.g. 1:05',
		description: `How long the customer was on hold in all. ${DURATION_HINT}. Salesforce wants 'Recording URL' beside it and sets it to zero when left out.`,
	},
	totalRecordingDuration: {
		displayName: 'Recording Length',
		name: 'totalRecordingDuration',
		type: 'string',
		default: '={{ $json.recording?.seconds }}',
		placeholder: 'e.g. 4:30',
		description: `How long the recording is. ${DURATION_HINT}. Left out, Salesforce adds talk time and hold time.`,
	},
} satisfies Record<string, INodeProperties>;
