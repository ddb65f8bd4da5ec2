import type { INodeProperties } from 'n8n-workflow';
import {
	callAttributes,
	callAttributesJson,
	callId,
	callOriginOptions,
	optionsCollection,
} from '../shared/host/fields';
import type { WhatHappened } from '../shared/salesforce/updateVoiceCall';

const DURATION_HINT = 'In seconds (90) or as minutes and seconds (1:30)';

const startTime: INodeProperties = {
	displayName: 'Start Time',
	name: 'startTime',
	type: 'dateTime',
	default: '={{ $json.startedAt }}',
	description:
		"When the call started. Salesforce works out the call's duration only when both times are sent together.",
};

const endTime: INodeProperties = {
	displayName: 'End Time',
	name: 'endTime',
	type: 'dateTime',
	default: '={{ $json.endedAt }}',
	description:
		"When the call ended. Salesforce works out the call's duration only when both times are sent together.",
};

/** Every optional field, by name. A default that is an expression fills the field from a call event. */
const optional = {
	acceptTime: {
		displayName: 'Accept Time',
		name: 'acceptTime',
		type: 'dateTime',
		default: '={{ $json.answeredAt }}',
		description: 'When the rep accepted the call',
	},
	agent: {
		displayName: 'Agent Username',
		name: 'agent',
		type: 'string',
		default: '',
		placeholder: 'e.g. nathan@acme.example',
		description: 'The Salesforce username of the rep who took the call',
	},
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
	queue: {
		displayName: 'Queue Name',
		name: 'queue',
		type: 'string',
		default: '={{ $json.queue?.name }}',
		placeholder: 'e.g. Support',
		description: "The name (not the ID) of the queue that the rep's call came from",
	},
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

type OptionalName = keyof typeof optional;

const AT_THE_END: OptionalName[] = [
	'acceptTime',
	'agentInteractionDuration',
	'disconnectReason',
	'enqueueTime',
	'longestHoldDuration',
	'numberOfHolds',
	'queue',
	'totalHoldDuration',
];

/** Which optional fields a case offers, and which of them are filled in from the call event without being asked. */
const CASES: Record<WhatHappened, { offered: OptionalName[]; filled: OptionalName[] }> = {
	// A voicemail is recorded while its call is still open (voicemail recipe, reference section 16).
	active: {
		offered: [
			'agent',
			'callAttributes',
			'callAttributesJson',
			'callOrigin',
			'endTime',
			'enqueueTime',
			'fromNumber',
			'queue',
			'recordingLocation',
			'startTime',
			'totalRecordingDuration',
		],
		filled: ['enqueueTime', 'queue'],
	},
	ended: {
		offered: [
			...AT_THE_END,
			'agent',
			'callAttributes',
			'callAttributesJson',
			'callOrigin',
			'disconnectIsError',
			'fromNumber',
			'recordingLocation',
			'totalRecordingDuration',
		],
		filled: [...AT_THE_END, 'recordingLocation', 'totalRecordingDuration'],
	},
	missed: {
		offered: [
			'agent',
			'callAttributes',
			'callAttributesJson',
			'callOrigin',
			'disconnectIsError',
			'disconnectReason',
			'enqueueTime',
			'fromNumber',
			'queue',
		],
		filled: ['disconnectReason', 'enqueueTime', 'fromNumber', 'queue'],
	},
	recordingReady: {
		offered: [
			...AT_THE_END,
			'agent',
			'callAttributes',
			'callAttributesJson',
			'callOrigin',
			'disconnectIsError',
			'fromNumber',
		],
		filled: AT_THE_END,
	},
};

function updateFieldsFor(whatHappened: WhatHappened): INodeProperties {
	const { offered, filled } = CASES[whatHappened];
	return {
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: { ...Object.fromEntries(filled.map((name) => [name, optional[name].default])) },
		displayOptions: { show: { whatHappened: [whatHappened] } },
		options: offered
			.map((name): INodeProperties => optional[name])
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function shownFor(field: INodeProperties, ...cases: WhatHappened[]): INodeProperties {
	return { ...field, displayOptions: { show: { whatHappened: cases } } };
}

export const updateVoiceCallFields: INodeProperties[] = [
	{
		...callId,
		// Said twice, since n8n hides the hint while the field holds an expression.
		description: `${callId.description} If Salesforce has no call with this ID, the update creates one.`,
		hint: 'If Salesforce has no call with this ID, this update creates one. A mistyped ID therefore makes a new record instead of a message.',
	},
	{
		displayName: 'What Happened',
		name: 'whatHappened',
		type: 'options',
		default: 'active',
		options: [
			{
				name: 'Call Is Still Active',
				value: 'active',
				description:
					'A rep answered, or something else changed while people are talking. The call stays open.',
			},
			{
				name: 'Call Ended',
				value: 'ended',
				description: 'People hung up. Closes the call with its times and durations.',
			},
			{
				name: 'Call Was Missed',
				value: 'missed',
				description: 'Nobody answered, or the caller gave up. Closes the call.',
			},
			{
				name: 'Recording Is Ready',
				value: 'recordingReady',
				description:
					'The recording came after the end of the call. Repeat the final times and durations with it.',
			},
		],
		description: 'Decides whether Salesforce keeps the call open or closes it',
	},
	shownFor(optional.acceptTime, 'active'),
	{
		...shownFor(optional.recordingLocation, 'recordingReady'),
		required: true,
	},
	shownFor(optional.totalRecordingDuration, 'recordingReady'),
	shownFor(startTime, 'ended', 'missed', 'recordingReady'),
	shownFor(endTime, 'ended', 'missed', 'recordingReady'),
	{
		displayName:
			'Salesforce overwrites hold and talk times with every update and sets those left out to zero. Send the same final values again with the recording.',
		name: 'recordingNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { whatHappened: ['recordingReady'] } },
	},
	updateFieldsFor('active'),
	updateFieldsFor('ended'),
	updateFieldsFor('missed'),
	updateFieldsFor('recordingReady'),
	optionsCollection(),
];
