import type { INodeProperties } from 'n8n-workflow';
import { connectOptions, conversationIdField, uploadTimeout } from './connectFields';

const OPERATION = 'uploadAfterCall';

const show = { operation: [OPERATION] };

const ofItem = { displayOptions: { show: { ...show, linesFrom: ['item'] } } };

/** Minutes. */
export const DEFAULT_WAIT = 10;

/** The fields of Upload After Call. */
export const uploadAfterCallFields: INodeProperties[] = [
	conversationIdField(OPERATION),
	{
		displayName: 'Voice Call ID',
		name: 'voiceCallId',
		type: 'string',
		required: true,
		default: '={{ $json.voiceCallId ?? $json.VoiceCallId }}',
		placeholder: 'e.g. 0LQRM0000006CSz',
		description:
			'The Salesforce ID (0LQ…) of the voice call the lines belong to; of a transferred call, all of them, with commas between',
		displayOptions: { show },
	},
	{
		displayName: 'Lines From',
		name: 'linesFrom',
		type: 'options',
		default: 'file',
		options: [
			{ name: 'File', value: 'file', description: 'Each item has a file with the transcript of a call' },
			{ name: 'List in the Item', value: 'list', description: 'Each item holds the lines of a call' },
			{ name: 'This Item', value: 'item', description: 'Each item is one line' },
		],
		description: 'Where the lines of the transcript stand',
		displayOptions: { show },
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input binary field containing the transcript',
		description:
			"A file in UTF-8 with a JSON object in every line, a JSON list of them, or CSV with a header; 512 MB at most. A line has 'speaker', 'text' and 'startTime', and if known 'endTime', 'agentId' and 'messageId'. A file in Salesforce's own form goes as it is.",
		displayOptions: { show: { ...show, linesFrom: ['file'] } },
	},
	{
		displayName: 'Lines',
		name: 'lines',
		type: 'json',
		required: true,
		default: '={{ $json.lines }}',
		placeholder: 'e.g. [{"speaker": "customer", "text": "Hello?", "startTime": "2026-05-01T09:30:05Z"}]',
		description:
			"A list of objects with 'speaker', 'text' and 'startTime', and if known 'endTime', 'agentId' (the rep's user ID) and 'messageId'. Collected transcript events do as well.",
		displayOptions: { show: { ...show, linesFrom: ['list'] } },
	},
	{
		displayName: 'Text',
		name: 'content',
		type: 'string',
		required: true,
		default: '={{ $json.transcript?.text }}',
		placeholder: 'e.g. Hi, I need help with my reservation.',
		description: 'What was said',
		...ofItem,
	},
	{
		displayName: 'Speaker',
		name: 'senderType',
		type: 'string',
		required: true,
		default: '={{ $json.transcript?.speaker }}',
		placeholder: 'e.g. customer',
		description:
			"Who spoke: customer, agent, supervisor or system (a bot or an announcement); Salesforce's own sender types such as END_USER do as well",
		...ofItem,
	},
	{
		displayName: 'Start Time',
		name: 'startTime',
		type: 'dateTime',
		required: true,
		default: '={{ $json.transcript?.startedAt ?? $json.occurredAt }}',
		description: 'When the line began to be spoken, by the clock. It must lie within the conversation.',
		...ofItem,
	},
	{
		displayName: 'Speaker ID',
		name: 'participantId',
		type: 'string',
		default: '={{ $json.agent?.id }}',
		placeholder: 'e.g. 005000000000001AAA',
		description:
			"For an agent, the rep's Salesforce user ID (005…); without it the line appears under the virtual agent. Not needed for others.",
		...ofItem,
	},
	{
		displayName: 'End Time',
		name: 'endTime',
		type: 'dateTime',
		default: '={{ $json.transcript?.endedAt }}',
		description: 'When it had been spoken',
		...ofItem,
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '={{ $json.eventId }}',
		placeholder: 'e.g. 57904eb6-5352-4c5e-adf6-5f100572cf5d',
		description:
			'An ID that no other line of the call has. Left empty, one is made from call, time, speaker and text, the same every time.',
		...ofItem,
	},
	{
		displayName: 'Vendor Call Key',
		name: 'callId',
		type: 'string',
		default: '={{ $json.parentCallId ?? $json.callId ?? $json.vendorCallKey }}',
		placeholder: 'e.g. 5324881f-1e84-4367-8930-f69a74b30ca6',
		description:
			"The telephony system's own ID of the call, by which Salesforce knows its participants. Left empty, the conversation ID is taken, which is the same for Amazon Connect.",
		displayOptions: { show },
	},
	connectOptions(
		OPERATION,
		[
			{
				displayName: 'Wait for Completion (Minutes)',
				name: 'waitForCompletion',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 60 },
				default: DEFAULT_WAIT,
				description:
					'For how long to wait until Salesforce has stored the transcript, and say then what became of it; 0 not to wait',
			},
		],
		uploadTimeout,
	),
];
