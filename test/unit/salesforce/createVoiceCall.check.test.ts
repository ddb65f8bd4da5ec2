import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
	createVoiceCall,
	type CreateVoiceCallFields,
} from '../../../nodes/shared/salesforce/createVoiceCall';
import { at } from '../../fixtures/salesforce/wire.ts';

const INBOUND: CreateVoiceCallFields = {
	initiationMethod: 'Inbound',
	vendorCallKey: 'CA1',
	to: '+18005550100',
	from: '+14155550123',
	startTime: at('2026-05-01T09:30:00Z'),
};

const TRANSFER: CreateVoiceCallFields = {
	...INBOUND,
	initiationMethod: 'Transfer',
	parentVoiceCallId: '0LQRM0000006CSz',
};

const OUTBOUND = {
	field: 'initiationMethod',
	what: 'is Outbound, which Salesforce does not create this way',
	fix: "Record an outbound call with Update Voice Call ('Call Ended'), which creates the record when there is none.",
};

const NO_METHOD = { field: 'initiationMethod', what: 'is empty', fix: 'Choose Inbound or Transfer.' };

const NO_PARENT = {
	field: 'parentVoiceCallId',
	what: 'is empty',
	fix: 'Enter the ID of the call that is being transferred; for later transfers, that of the first call.',
};

const QUEUE_OF_INBOUND = {
	field: 'queue',
	what: 'is only for transfers',
	fix: "Remove it, or choose 'Transfer'.",
};

const NO_KEY = {
	field: 'vendorCallKey',
	what: 'is empty',
	fix: "Enter the telephony system's own ID of this call.",
};

const NO_TO = { field: 'to', what: 'is empty', fix: "Enter the contact center's number that was called." };

const NO_FROM = {
	field: 'from',
	what: 'is empty',
	fix: "Enter the caller's number; for a transfer, the contact center's.",
};

const NO_START = { field: 'startTime', what: 'is empty', fix: 'Enter when the call started.' };

const invisible = (field: string) => ({
	field,
	what: 'holds a line break or another invisible character',
	fix: 'Remove it; one line is allowed.',
});

const unknown = (field: string, value: string, choices: string) => ({
	field,
	what: `is '${value}', which Salesforce does not know`,
	fix: `Choose one of: ${choices}.`,
});

const year = (field: string, lies: number) => ({
	field,
	what: `lies in the year ${lies}`,
	fix: 'Check the unit (seconds or milliseconds) and the format of the time.',
});

describe('passes', () => {
	it.each([
		['an inbound call', INBOUND],
		['a transfer', TRANSFER],
		['a transfer to a queue', { ...TRANSFER, queue: 'vendor queue 7' }],
		['an inbound call that has a parent all the same', { ...INBOUND, parentVoiceCallId: '0LQ' }],
		['an empty queue of an inbound call', { ...INBOUND, queue: '' }],
		['any id of the telephony system', { ...INBOUND, vendorCallKey: 'a/b c%20ü€😀' }],
		['the first moment of 2000', { ...INBOUND, startTime: at('2000-01-01T00:00:00Z') }],
		['the last moment of 2099', { ...INBOUND, startTime: at('2099-12-31T23:59:59.999Z') }],
	])('%s', (_name, fields) => {
		expect(createVoiceCall.check(fields)).toEqual([]);
	});
});

describe('is pointed out', () => {
	it.each<[string, CreateVoiceCallFields, object[]]>([
		['no method', { ...INBOUND, initiationMethod: undefined }, [NO_METHOD]],
		['an empty method', { ...INBOUND, initiationMethod: '' }, [NO_METHOD]],
		['Outbound', { ...INBOUND, initiationMethod: 'Outbound' }, [OUTBOUND]],
		['OUTBOUND', { ...INBOUND, initiationMethod: 'OUTBOUND' }, [OUTBOUND]],
		[
			'a method in another case',
			{ ...INBOUND, initiationMethod: 'inbound' },
			[unknown('initiationMethod', 'inbound', 'Inbound, Transfer')],
		],
		[
			'another method',
			{ ...INBOUND, initiationMethod: 'Callback' },
			[unknown('initiationMethod', 'Callback', 'Inbound, Transfer')],
		],
		['a transfer of nothing', { ...TRANSFER, parentVoiceCallId: undefined }, [NO_PARENT]],
		['a transfer of an empty id', { ...TRANSFER, parentVoiceCallId: '' }, [NO_PARENT]],
		['a parent in two lines', { ...TRANSFER, parentVoiceCallId: 'a\nb' }, [invisible('parentVoiceCallId')]],
		['a queue in two lines', { ...TRANSFER, queue: 'a\r\nb' }, [invisible('queue')]],
		['a queue of an inbound call', { ...INBOUND, queue: '00G000000000001' }, [QUEUE_OF_INBOUND]],
		['no key', { ...INBOUND, vendorCallKey: undefined }, [NO_KEY]],
		['a key with a tab', { ...INBOUND, vendorCallKey: 'a\tb' }, [invisible('vendorCallKey')]],
		['half a character', { ...INBOUND, vendorCallKey: 'a\uD83D' }, [invisible('vendorCallKey')]],
		['no number called', { ...INBOUND, to: '' }, [NO_TO]],
		['a number called with a null byte', { ...INBOUND, to: '1\u0000' }, [invisible('to')]],
		['no caller', { ...INBOUND, from: undefined }, [NO_FROM]],
		['a caller in two lines', { ...INBOUND, from: '1\n2' }, [invisible('from')]],
		['no start', { ...INBOUND, startTime: undefined }, [NO_START]],
		[
			'seconds taken for milliseconds',
			{ ...INBOUND, startTime: DateTime.fromMillis(1_777_627_800, { zone: 'utc' }) },
			[year('startTime', 1970)],
		],
		['a start in 1999', { ...INBOUND, startTime: at('1999-12-31T23:59:59Z') }, [year('startTime', 1999)]],
		['a start in 2100', { ...INBOUND, startTime: at('2100-01-01T00:00:00Z') }, [year('startTime', 2100)]],
		['an end user in two lines', { ...INBOUND, participantKey: 'a\nb' }, [invisible('participantKey')]],
		[
			'an unknown origin',
			{ ...INBOUND, callOrigin: 'voicemail' },
			[unknown('callOrigin', 'voicemail', 'Preview, Progressive, Voicemail')],
		],
		[
			'an unknown subtype',
			{ ...INBOUND, callSubtype: 'webRTC' },
			[unknown('callSubtype', 'webRTC', 'PSTN, WebRTC')],
		],
		[
			'attributes that are no JSON',
			{ ...INBOUND, callAttributes: { rows: [], json: '{' } },
			[
				{
					field: 'callAttributesJson',
					what: 'is not a JSON object',
					fix: 'Write it like {"Department__c": "Support"}, with double quotes around names and texts.',
				},
			],
		],
		['nothing at all', {}, [NO_METHOD, NO_KEY, NO_TO, NO_FROM, NO_START]],
		[
			'everything of a transfer, at once',
			{ initiationMethod: 'Transfer', callOrigin: 'x', callSubtype: 'y' },
			[
				NO_PARENT,
				NO_KEY,
				NO_TO,
				NO_FROM,
				NO_START,
				unknown('callOrigin', 'x', 'Preview, Progressive, Voicemail'),
				unknown('callSubtype', 'y', 'PSTN, WebRTC'),
			],
		],
	])('%s', (_name, fields, faults) => {
		expect(createVoiceCall.check(fields)).toEqual(faults);
	});
});
