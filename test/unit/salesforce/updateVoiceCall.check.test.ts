import { describe, expect, it } from 'vitest';
import {
	updateVoiceCall,
	type UpdateVoiceCallFields,
} from '../../../nodes/shared/salesforce/updateVoiceCall';
import { at } from '../../fixtures/salesforce/wire.ts';

const ENDED: UpdateVoiceCallFields = { callId: '0LQRM0000006CSz', whatHappened: 'ended' };

const RECORDED: UpdateVoiceCallFields = {
	callId: '0LQRM0000006CSz',
	whatHappened: 'recordingReady',
	recordingLocation: 'https://recordings.acme.example/CA1.wav',
};

const NO_ID = {
	field: 'callId',
	what: 'is empty',
	fix: "Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID.",
};

const NOT_INT32 = (field: string) => ({
	field,
	what: 'is not a whole number from 0 to 2,147,483,647',
	fix: 'Durations are whole seconds or mm:ss.',
});

const INVISIBLE = (field: string) => ({
	field,
	what: 'holds a line break or another invisible character',
	fix: 'Remove it; one line is allowed.',
});

const CHECK_BOTH = 'Check both, and their time zones.';

const NO_RECORDING = {
	field: 'recordingLocation',
	what: 'is empty',
	fix: 'Enter the address of the recording.',
};

const PASSWORD = {
	field: 'recordingLocation',
	what: 'holds a user name or password',
	fix: 'Remove it: everybody who sees the call would see it.',
};

const TIMES = ['startTime', 'endTime', 'enqueueTime', 'acceptTime'] as const;

const COUNTS = [
	'totalHoldDuration',
	'longestHoldDuration',
	'numberOfHolds',
	'agentInteractionDuration',
	'totalRecordingDuration',
] as const;

describe('passes', () => {
	it.each<[string, UpdateVoiceCallFields]>([
		['nothing but the ID and what happened', ENDED],
		['a recording and nothing else', RECORDED],
		['a recording that is no web address', { ...RECORDED, recordingLocation: 'bucket/calls/CA1.wav' }],
		['a recording in a bucket', { ...RECORDED, recordingLocation: 's3://bucket/CA1.wav' }],
		[
			'a recording address of 1,000 characters',
			{ ...RECORDED, recordingLocation: `https://a/${'x'.repeat(990)}` },
		],
		[
			'times that are the same',
			{ ...ENDED, ...Object.fromEntries(TIMES.map((t) => [t, at('2026-05-01T09:30Z')])) },
		],
		['the largest counts', { ...RECORDED, ...Object.fromEntries(COUNTS.map((c) => [c, 2_147_483_647])) }],
		['an end without a start', { ...ENDED, endTime: at('2026-05-01T09:30Z') }],
		['a lone dot within an id', { ...ENDED, callId: 'a.b' }],
	])('%s', (_name, fields) => {
		expect(updateVoiceCall.check(fields)).toEqual([]);
	});
});

describe('is pointed out', () => {
	it.each<[string, UpdateVoiceCallFields, object[]]>([
		['no id', { ...ENDED, callId: undefined }, [NO_ID]],
		['an empty id', { ...ENDED, callId: '' }, [NO_ID]],
		['an id in two lines', { ...ENDED, callId: 'a\nb' }, [INVISIBLE('callId')]],
		['half a character for an id', { ...ENDED, callId: '\uDE00' }, [INVISIBLE('callId')]],
		...['.', '..'].map((callId): [string, UpdateVoiceCallFields, object[]] => [
			`the id '${callId}'`,
			{ ...ENDED, callId },
			[
				{
					field: 'callId',
					what: 'is no call ID',
					fix: 'A dot alone would change the address of the request.',
				},
			],
		]),
		[
			'nothing that happened',
			{ callId: 'CA1' },
			[{ field: 'whatHappened', what: 'is empty', fix: 'Choose what happened to the call.' }],
		],
		[
			'something else that happened',
			{ callId: 'CA1', whatHappened: 'rang' },
			[
				{
					field: 'whatHappened',
					what: "is 'rang', which is none of the choices",
					fix: 'Choose from the list what happened to the call.',
				},
			],
		],
		...TIMES.map((field): [string, UpdateVoiceCallFields, object[]] => [
			`${field} in 1970`,
			{ ...ENDED, [field]: at('1970-01-21T13:47:07Z') },
			[
				{
					field,
					what: 'lies in the year 1970',
					fix: 'Check the unit (seconds or milliseconds) and the format of the time.',
				},
			],
		]),
		[
			"an end before the start, as in the guide's own example",
			{ ...ENDED, startTime: at('2026-05-01T09:30:00Z'), endTime: at('2025-05-01T09:30:00Z') },
			[{ field: 'endTime', what: "is before 'Start Time'", fix: CHECK_BOTH }],
		],
		[
			'an answer after the end, in another zone',
			{ ...ENDED, acceptTime: at('2026-05-01T09:31:00-01:00'), endTime: at('2026-05-01T09:31:00Z') },
			[{ field: 'acceptTime', what: "is after 'End Time'", fix: CHECK_BOTH }],
		],
		...COUNTS.flatMap((field) =>
			[-1, 1.5, Number.NaN, 2_147_483_648].map((value): [string, UpdateVoiceCallFields, object[]] => [
				`${field} of ${value}`,
				{ ...RECORDED, [field]: value },
				[NOT_INT32(field)],
			]),
		),
		['a recording without its address', { ...RECORDED, recordingLocation: undefined }, [NO_RECORDING]],
		['a recording with an empty address', { ...RECORDED, recordingLocation: '' }, [NO_RECORDING]],
		[
			"a recording's length without its address",
			{ ...ENDED, totalRecordingDuration: 5 },
			[
				{
					field: 'recordingLocation',
					what: 'is empty, but a recording length is given',
					fix: 'Enter both or neither.',
				},
			],
		],
		[
			'a recording address that is too long',
			{ ...RECORDED, recordingLocation: `https://a/${'x'.repeat(991)}` },
			[
				{
					field: 'recordingLocation',
					what: 'has 1001 characters; Salesforce takes 1000',
					fix: 'Use a shorter address, for instance one without a signature in it.',
				},
			],
		],
		['a password', { ...RECORDED, recordingLocation: 'https://user:pw@rec.example/1.wav' }, [PASSWORD]],
		['a user name', { ...RECORDED, recordingLocation: 'ftp://user@rec.example/1.wav' }, [PASSWORD]],
		[
			'a recording address in two lines',
			{ ...RECORDED, recordingLocation: 'https://rec.example/\n1.wav' },
			[INVISIBLE('recordingLocation')],
		],
		...(['fromNumber', 'queue', 'agent'] as const).map((field): [string, UpdateVoiceCallFields, object[]] => [
			`${field} in two lines`,
			{ ...ENDED, [field]: 'a\nb' },
			[INVISIBLE(field)],
		]),
		[
			'an unknown origin',
			{ ...ENDED, callOrigin: 'Inbound' },
			[
				{
					field: 'callOrigin',
					what: "is 'Inbound', which Salesforce does not know",
					fix: 'Choose one of: Preview, Progressive, Voicemail.',
				},
			],
		],
		[
			'an empty reason',
			{ ...ENDED, disconnectReason: { value: '' } },
			[{ field: 'disconnectReason', what: 'is empty', fix: 'Enter a reason, e.g. CUSTOMER_DISCONNECT.' }],
		],
		[
			'a reason in two lines',
			{ ...ENDED, disconnectReason: { value: 'a\nb' } },
			[INVISIBLE('disconnectReason')],
		],
		[
			'attributes that are a list',
			{ ...ENDED, callAttributes: { rows: [], json: '[]' } },
			[
				{
					field: 'callAttributesJson',
					what: 'is not a JSON object',
					fix: 'Write it like {"Department__c": "Support"}, with double quotes around names and texts.',
				},
			],
		],
		[
			'all of it at once',
			{ whatHappened: 'recordingReady', numberOfHolds: -1 },
			[NO_ID, NOT_INT32('numberOfHolds'), NO_RECORDING],
		],
	])('%s', (_name, fields, faults) => {
		expect(updateVoiceCall.check(fields)).toEqual(faults);
	});
});
