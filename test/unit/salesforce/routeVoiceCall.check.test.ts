import { describe, expect, it } from 'vitest';
import { routeVoiceCall, type RouteVoiceCallFields } from '../../../nodes/shared/salesforce/routeVoiceCall';

const AGENT: RouteVoiceCallFields = { callId: '0LQ1', routeTo: 'agent', routingTarget: '005000000000001AAA' };

const QUEUE: RouteVoiceCallFields = { callId: '0LQ1', routeTo: 'queue', routingTarget: '00G000000000001AAA' };

const FLOW: RouteVoiceCallFields = { callId: '0LQ1', routeTo: 'flow', routingTarget: 'Route_By_Tier' };

const FIX = {
	agent: "Enter the ID of the rep's user record, which starts with 005.",
	queue: 'Enter the ID of the queue, which starts with 00G.',
	flow: 'Enter the ID of the flow, which starts with 300, or its API name.',
};

const target = (routeTo: keyof typeof FIX, what: string) => ({
	field: 'routingTarget',
	what,
	fix: FIX[routeTo],
});

const FALLBACK = { field: 'fallbackQueue', what: 'is not the ID of a queue', fix: FIX.queue };

const flowOnly = (field: string) => ({
	field,
	what: 'is only used when routing to a flow',
	fix: "Remove it, or set 'Route To' to Flow.",
});

const INVISIBLE = 'holds a line break or another invisible character';

describe('passes', () => {
	it.each<[string, RouteVoiceCallFields]>([
		['an agent', AGENT],
		['a queue', QUEUE],
		['a flow by its name', FLOW],
		['a flow by its ID', { ...FLOW, routingTarget: '300000000000001' }],
		['a flow name of the length of a short ID', { ...FLOW, routingTarget: 'Inbound4Support' }],
		['a flow name of 15 characters with a digit in front', { ...FLOW, routingTarget: 'V2InboundRouter' }],
		['a flow name of 18 characters with a digit in front', { ...FLOW, routingTarget: 'V2InboundRouterOne' }],
		['a flow with a fallback queue', { ...FLOW, fallbackQueue: '00G000000000001' }],
		['a flow with empty inputs', { ...FLOW, flowInputParameters: {} }],
		["the form of Salesforce's clients", { ...FLOW, form: 'clients' }],
	])('%s', (_name, fields) => {
		expect(routeVoiceCall.check(fields)).toEqual([]);
	});
});

describe('a mix-up of targets is explained', () => {
	it.each<[keyof typeof FIX, string, string]>([
		['agent', '00G000000000001AAA', "is the ID of a queue, but 'Route To' says a user"],
		['agent', '300000000000001AAA', "is the ID of a flow, but 'Route To' says a user"],
		['queue', '005000000000001AAA', "is the ID of a user, but 'Route To' says a queue"],
		['queue', '0Xx000000000001', "is the ID of an Agentforce agent, but 'Route To' says a queue"],
		['flow', '00G000000000001AAA', "is the ID of a queue, but 'Route To' says a flow"],
		['flow', '005000000000001', "is the ID of a user, but 'Route To' says a flow"],
		['flow', '301000000000001AAA', "is the ID of a single version of a flow, but 'Route To' says a flow"],
		['queue', '0LQRM0000006CSz', "is the ID of a voice call, but 'Route To' says a queue"],
		['agent', '003000000000001', "is the ID of a contact, but 'Route To' says a user"],
		['agent', '001000000000001', "is the ID of an account, but 'Route To' says a user"],
		['agent', '00Q000000000001', "is the ID of a lead, but 'Route To' says a user"],
		['agent', '500000000000001', "is the ID of a case, but 'Route To' says a user"],
		['agent', '00D000000000001', "is the ID of an organization, but 'Route To' says a user"],
		['queue', '04m000000000001', "is the ID of a contact center, but 'Route To' says a queue"],
		['queue', 'a0B000000000001', "is the ID of another kind of record, but 'Route To' says a queue"],
		['flow', '0ZZ000000000001', "is the ID of another kind of record, but 'Route To' says a flow"],
		['agent', 'rep@acme.example', 'is not the ID of a user'],
		['agent', '00500000000001', 'is not the ID of a user'],
		['queue', 'Support East', 'is not the ID of a queue'],
		['queue', 'Support_East', 'is not the ID of a queue'],
		['flow', 'Route By Tier', 'is not the ID of a flow'],
		['flow', '2nd_Flow', 'is not the ID of a flow'],
		['flow', 'Flows.Example', 'is not the ID of a flow'],
	])('%s %s: %s', (routeTo, routingTarget, what) => {
		expect(routeVoiceCall.check({ callId: '0LQ1', routeTo, routingTarget })).toEqual([target(routeTo, what)]);
	});
});

describe('is pointed out', () => {
	it.each<[string, RouteVoiceCallFields, object[]]>([
		[
			'no call',
			{ ...QUEUE, callId: undefined },
			[
				{
					field: 'callId',
					what: 'is empty',
					fix: "Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID.",
				},
			],
		],
		['no agent', { ...AGENT, routingTarget: undefined }, [target('agent', 'is empty')]],
		['no queue', { ...QUEUE, routingTarget: '' }, [target('queue', 'is empty')]],
		['no flow', { ...FLOW, routingTarget: undefined }, [target('flow', 'is empty')]],
		[
			'a target in two lines',
			{ ...FLOW, routingTarget: 'a\nb' },
			[{ field: 'routingTarget', what: INVISIBLE, fix: 'Remove it; one line is allowed.' }],
		],
		...[undefined, '', 'Agent', 'toString', '__proto__'].map(
			(routeTo): [string, RouteVoiceCallFields, object[]] => [
				`${routeTo} for a kind of target`,
				{ ...QUEUE, routeTo },
				[{ field: 'routeTo', what: 'is not Rep, Queue or Flow', fix: 'Choose one from the list.' }],
			],
		),
		['a fallback that is a name', { ...FLOW, fallbackQueue: 'Support' }, [FALLBACK]],
		['a fallback that is a user', { ...FLOW, fallbackQueue: '005000000000001' }, [FALLBACK]],
		['a fallback of an agent', { ...AGENT, fallbackQueue: '00G000000000001' }, [flowOnly('fallbackQueue')]],
		['inputs of a queue', { ...QUEUE, flowInputParameters: {} }, [flowOnly('flowInputParameters')]],
		[
			'another form',
			{ ...QUEUE, form: 'post' },
			[{ field: 'requestForm', what: 'is not one of the two forms', fix: 'Choose one from the list.' }],
		],
		[
			'all of it at once',
			{ callId: '..', routeTo: 'queue', fallbackQueue: 'x', flowInputParameters: {} },
			[
				{
					field: 'callId',
					what: 'is no call ID',
					fix: 'A dot alone would change the address of the request.',
				},
				target('queue', 'is empty'),
				flowOnly('fallbackQueue'),
				flowOnly('flowInputParameters'),
			],
		],
	])('%s', (_name, fields, faults) => {
		expect(routeVoiceCall.check(fields)).toEqual(faults);
	});
});
