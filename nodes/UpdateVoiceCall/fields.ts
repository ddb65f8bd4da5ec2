import type { INodeProperties } from 'n8n-workflow';
import { callId, optionsCollection } from '../shared/host/fields';
import { attributeFields } from '../shared/host/lists/attributeFields';
import { listsFrom } from '../shared/host/lists/listsFrom';
import { toolDescription } from '../shared/host/toolDescription';
import type { WhatHappened } from '../shared/salesforce/updateVoiceCall';
import { endTime, optional, startTime } from './optionalFields';

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
	toolDescription(
		'Changes the record of a phone call in Salesforce Service Cloud Voice. Caution: it closes the call in Salesforce, unless What Happened is set to Call Is Still Active, and a wrong call ID makes a new record instead of an error. It hangs up no phone. Needs the call ID (Salesforce voice call ID or vendor call key) and, of a call that is over, its start and end time. Gives back callId, status and warnings; status "pending" means that Salesforce works the update off later.',
	),
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
	listsFrom,
	...attributeFields('Update Fields'),
	updateFieldsFor('active'),
	updateFieldsFor('ended'),
	updateFieldsFor('missed'),
	updateFieldsFor('recordingReady'),
	optionsCollection(),
];
