import type { INodeProperties } from 'n8n-workflow';
import {
	callAttributes,
	callAttributesJson,
	callOriginOptions,
	optionsCollection,
} from '../shared/host/fields';
import { attributeFields } from '../shared/host/lists/attributeFields';
import { listsFrom } from '../shared/host/lists/listsFrom';
import { picker } from '../shared/host/lists/picker';
import { QUEUE_URL } from '../shared/host/lists/routingPickers';
import { toolDescription } from '../shared/host/toolDescription';

const queue = picker(
	{
		displayName: 'Queue',
		name: 'queue',
		placeholder: 'e.g. 00G000000000001AAA',
		description:
			"The queue that a transferred call goes to: its Salesforce ID, or the telephony system's ID of it as mapped in the contact center",
		displayOptions: { show: { '/initiationMethod': ['Transfer'] } },
	},
	{ search: 'searchQueues', entered: 'By ID', one: 'a queue', byUrl: QUEUE_URL },
);

export const createVoiceCallFields: INodeProperties[] = [
	toolDescription(
		"Creates the record of an incoming phone call, or of its transfer, in Salesforce Service Cloud Voice. It calls nobody. Needs the telephony system's own ID of the call (vendor call key), the caller's number, the number that was called and the start time; a transfer also needs the ID of the call it came from. Gives back voiceCallId (the Salesforce ID), vendorCallKey and warnings. An inbound call that exists already is not created twice; a transfer is, so create each only once. Not for outbound calls.",
	),
	{
		displayName: 'Initiation Method',
		name: 'initiationMethod',
		type: 'options',
		noDataExpression: false,
		default: 'Inbound',
		options: [
			{ name: 'Inbound', value: 'Inbound', description: 'A customer calls the contact center' },
			{ name: 'Transfer', value: 'Transfer', description: 'A call is passed on to another rep or queue' },
		],
		description:
			'How the call began. Outbound calls are not created here: record them with Update Voice Call, which makes the record when there is none.',
	},
	{
		displayName: 'Parent Call ID',
		name: 'parentVoiceCallId',
		type: 'string',
		required: true,
		default: '={{ $json.parentCallId }}',
		placeholder: 'e.g. 0LQRM0000006CSz',
		description:
			"The call that is being transferred: its Salesforce voice call ID or the telephony system's call ID. For later transfers, the first call of the chain.",
		displayOptions: { show: { initiationMethod: ['Transfer'] } },
	},
	{
		displayName: 'Vendor Call Key',
		name: 'vendorCallKey',
		type: 'string',
		required: true,
		default: '={{ $json.callId }}',
		placeholder: 'e.g. 5324881f-1e84-4367-8930-f69a74b30ca6',
		description:
			"The telephony system's own ID of the call. An inbound call with the same key is not created twice.",
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		required: true,
		default: '={{ $json.from }}',
		placeholder: 'e.g. +14155550123',
		description: "The caller's number. For a transfer, the contact center's number.",
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		required: true,
		default: '={{ $json.to }}',
		placeholder: 'e.g. +18005550100',
		description: "The contact center's number that was called",
	},
	{
		displayName: 'Start Time',
		name: 'startTime',
		type: 'dateTime',
		required: true,
		default: '={{ $json.startedAt ?? $json.occurredAt ?? $now }}',
		description: 'When the call started. A time without a zone is taken in the time zone of the workflow.',
	},
	{
		displayName: 'End User ID',
		name: 'participantKey',
		type: 'string',
		default: '={{ $json.customerNumber }}',
		placeholder: 'e.g. +14155550123',
		description:
			"Anything that identifies the customer. Left empty, 'From' is used. Salesforce hides it for privacy.",
	},
	listsFrom,
	...attributeFields('Additional Fields'),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: [
			callAttributes,
			callAttributesJson,
			{
				displayName: 'Call Origin',
				name: 'callOrigin',
				type: 'options',
				default: 'Voicemail',
				options: callOriginOptions,
				description: 'How the call came about, when it was not a plain call',
			},
			{
				displayName: 'Call Subtype',
				name: 'callSubtype',
				type: 'options',
				default: 'PSTN',
				options: [
					{ name: 'PSTN', value: 'PSTN', description: 'An ordinary telephone call' },
					{ name: 'WebRTC', value: 'WebRTC', description: 'A call from a browser or an app' },
				],
				description: 'What kind of line the call came over',
			},
			queue,
		],
	},
	optionsCollection([
		{
			displayName: 'Call Starts per Second',
			name: 'callStartsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 50,
			description: 'How many calls to create per second at most. Salesforce allows 50 per organization.',
		},
	]),
];
