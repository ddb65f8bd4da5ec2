import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';

const show = { operation: ['addDuringCall'] };

const ofItem = { displayOptions: { show: { ...show, linesFrom: ['item'] } } };

/** The fields of Add During Call; their defaults fit a transcript event of either trigger. */
export const addDuringCallFields: INodeProperties[] = [
	{
		displayName: 'Vendor Call Key',
		name: 'callId',
		type: 'string',
		required: true,
		default: '={{ $json.parentCallId ?? $json.callId ?? $json.vendorCallKey }}',
		placeholder: 'e.g. 5324881f-1e84-4367-8930-f69a74b30ca6',
		description:
			"The telephony system's own ID of the call, not the Salesforce ID (0LQ…). For a transferred call, that of the first call.",
		displayOptions: { show },
	},
	{
		displayName: 'Lines From',
		name: 'linesFrom',
		type: 'options',
		default: 'item',
		options: [
			{ name: 'List in the Item', value: 'list', description: 'Each item holds several lines of a call' },
			{ name: 'This Item', value: 'item', description: 'Each item is one line' },
		],
		description: 'Where the lines of the transcript are',
		displayOptions: { show },
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
			"Who spoke: customer, agent, supervisor, system (a bot or an announcement) or external; Salesforce's own sender types such as END_USER do as well",
		...ofItem,
	},
	{
		displayName: 'Start Time',
		name: 'startTime',
		type: 'dateTime',
		required: true,
		default: '={{ $json.transcript?.startedAt ?? $json.occurredAt }}',
		description:
			'When the line began: a date and time, not seconds into the call. It must lie within the conversation.',
		...ofItem,
	},
	{
		displayName: 'Speaker ID',
		name: 'participantId',
		type: 'string',
		default: '={{ $json.agent?.id }}',
		placeholder: 'e.g. 005000000000001AAA',
		description:
			"For an agent, the rep's Salesforce user ID (005…); without it the line appears under the virtual agent. For an external participant, the telephony system's own ID. Not needed for others.",
		...ofItem,
	},
	{
		displayName: 'End Time',
		name: 'endTime',
		type: 'dateTime',
		default: '={{ $json.transcript?.endedAt }}',
		description: 'When the line ended. Left empty, the start time is sent, as Salesforce wants both.',
		...ofItem,
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '={{ $json.eventId }}',
		placeholder: 'e.g. 57904eb6-5352-4c5e-adf6-5f100572cf5d',
		description:
			'An ID that no other line of the call has. Left empty, one is made from call, time, speaker and text, the same every time, so that a repeat adds nothing twice.',
		...ofItem,
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
		...optionsCollection([
			{
				displayName: 'Send',
				name: 'send',
				type: 'options',
				default: 'automatic',
				options: [
					{ name: 'Always Bulk', value: 'bulk', description: 'POST /voiceCalls/messages' },
					{ name: 'Always Single', value: 'single', description: 'POST /voiceCalls/{KEY}/messages' },
					{
						name: 'Automatic',
						value: 'automatic',
						description: 'Several lines in one request where possible',
					},
				],
				description:
					'How lines are sent. A bulk request holds up to 5 calls with 5 lines each. The lines of a call always go in order of time.',
			},
			{
				displayName: 'Send Partial Results',
				name: 'sendPartials',
				type: 'boolean',
				default: false,
				description:
					'Whether to send also what the speech recognition may still change. Each partial result becomes a line of its own.',
			},
		]),
		displayOptions: { show },
	},
];
