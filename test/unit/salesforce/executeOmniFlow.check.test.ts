import { describe, expect, it } from 'vitest';
import {
	executeOmniFlow,
	type ExecuteOmniFlowFields,
} from '../../../nodes/shared/salesforce/executeOmniFlow';

const CALL: ExecuteOmniFlowFields = { callId: '0LQ1', dialedNumber: '+18445791189' };

const FLOW_FIX = 'Enter the API name of the flow as Flow Builder shows it, e.g. Route_VoiceCall.';

const QUEUE_FIX = 'Enter the developer name of the queue, or its ID, which starts with 00G.';

describe('passes', () => {
	it.each<[string, ExecuteOmniFlowFields]>([
		['a number with country code', CALL],
		['a number of digits', { ...CALL, dialedNumber: '8445791189' }],
		['a short number', { ...CALL, dialedNumber: '911' }],
		['the longest number', { ...CALL, dialedNumber: '+123456789012345' }],
		['a flow by its name', { ...CALL, flowDevName: 'Route_VoiceCall' }],
		['a flow of a managed package', { ...CALL, flowDevName: 'acme__Route_VoiceCall' }],
		['a queue by its name', { ...CALL, fallbackQueue: 'Support_Queue' }],
		['a queue by its short ID', { ...CALL, fallbackQueue: '00G111222333444' }],
		['a queue by its long ID', { ...CALL, fallbackQueue: '00G111222333444AAA' }],
		['no inputs', { ...CALL, flowInputParameters: {} }],
	])('%s', (_name, fields) => {
		expect(executeOmniFlow.check(fields)).toEqual([]);
	});
});

describe('the dialed number', () => {
	it.each([undefined, ''])('is wanted: %j', (dialedNumber) => {
		expect(executeOmniFlow.check({ ...CALL, dialedNumber })).toEqual([
			{
				field: 'dialedNumber',
				what: 'is empty',
				fix: "Enter the contact center's number that was called, or drag it here from the output of the trigger; its phone channel decides which flow runs.",
			},
		]);
	});

	it.each([
		'12',
		'+1234567890123456',
		'+1 844 579 1189',
		'(844) 579-1189',
		'++18445791189',
		'anonymous',
		'client:bob',
		'sip:bob@acme.example',
		'bob@acme.example',
	])('is not %j', (dialedNumber) => {
		expect(executeOmniFlow.check({ ...CALL, dialedNumber })).toEqual([
			{
				field: 'dialedNumber',
				what: `is '${dialedNumber}', which is no phone number`,
				fix: 'Enter it with its country code, like +14155550123, or as digits only.',
			},
		]);
	});

	it('is shown in part when it is long', () => {
		const [fault] = executeOmniFlow.check({ ...CALL, dialedNumber: 'x'.repeat(100) });
		expect(fault?.what).toBe(`is '${'x'.repeat(40)}…', which is no phone number`);
	});

	it('has one line', () => {
		expect(executeOmniFlow.check({ ...CALL, dialedNumber: '+1844\n5791189' })).toEqual([
			{
				field: 'dialedNumber',
				what: 'holds a line break or another invisible character',
				fix: 'Remove it; one line is allowed.',
			},
		]);
	});
});

describe('flow and queue', () => {
	it.each([
		['300000000000001AAA', 'is the ID of a flow, not the API name of a flow'],
		['301000000000001', 'is the ID of a single version of a flow, not the API name of a flow'],
		['00G000000000001', 'is the ID of a queue, not the API name of a flow'],
		['Route Voice Call', 'is not the API name of a flow'],
		['Flow.Route_VoiceCall', 'is not the API name of a flow'],
		['2nd_Flow', 'is not the API name of a flow'],
	])('%s %s', (flowDevName, what) => {
		expect(executeOmniFlow.check({ ...CALL, flowDevName })).toEqual([
			{ field: 'flowDevName', what, fix: FLOW_FIX },
		]);
	});

	it.each([
		['005000000000001AAA', 'is the ID of a user, not of a queue'],
		['0LQRM0000006CSz', 'is the ID of a voice call, not of a queue'],
		['Support Queue', 'is neither the name nor the ID of a queue'],
		['00G11122233344', 'is neither the name nor the ID of a queue'],
	])('%s %s', (fallbackQueue, what) => {
		expect(executeOmniFlow.check({ ...CALL, fallbackQueue })).toEqual([
			{ field: 'fallbackQueue', what, fix: QUEUE_FIX },
		]);
	});
});

it('everything wrong is named at once', () => {
	const fields = { flowDevName: 'a b', fallbackQueue: 'c d' };
	expect(executeOmniFlow.check(fields).map(({ field }) => field)).toEqual([
		'callId',
		'dialedNumber',
		'flowDevName',
		'fallbackQueue',
	]);
});

it('is never repeated once it may have been acted on', () => {
	expect(executeOmniFlow.repeat({})).toBe('onlyIfUnsent');
});
