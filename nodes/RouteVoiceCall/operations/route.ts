import type { INodeProperties } from 'n8n-workflow';
import { readFlowInputs } from '../../shared/host/flowInputs';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { fallbackQueue, ID_PREFIXES, routingTargets } from '../../shared/host/lists/routingPickers';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { routeVoiceCall, type RouteVoiceCallFields } from '../../shared/salesforce/routeVoiceCall';
import { flowInputFields } from './flowInputFields';

const TARGET_LABELS: Readonly<Record<string, string>> = { agent: 'Rep', queue: 'Queue', flow: 'Flow' };

const show = { operation: ['route'] };

/** Which of two addresses the request goes to. */
export const requestForm: INodeProperties = {
	displayName: 'Request Form',
	name: 'requestForm',
	type: 'options',
	default: 'documented',
	options: [
		{
			name: 'As Documented',
			value: 'documented',
			description: 'POST /voiceCalls/{ID}/routeVoiceCall',
		},
		{
			name: "As Salesforce's Own Clients Send It",
			value: 'clients',
			description: 'PATCH /voiceCalls/route/{ID}',
		},
	],
	description:
		"Salesforce's guide and Salesforce's own programs disagree about the address. Change this when the documented one is answered with 404 or 405.",
};

export const routeFields: INodeProperties[] = [
	{
		displayName: 'Route To',
		name: 'routeTo',
		type: 'options',
		default: 'queue',
		options: [
			{ name: 'Flow', value: 'flow', description: 'An Omni-Channel flow that decides' },
			{ name: 'Queue', value: 'queue', description: 'Any rep of a queue' },
			{ name: 'Rep', value: 'agent', description: 'One rep, or one Agentforce agent' },
		],
		description: 'Who or what gets the call',
		displayOptions: { show },
	},
	...routingTargets(show),
	fallbackQueue(
		{ ...show, routeTo: ['flow'] },
		{
			label: 'By ID',
			placeholder: 'e.g. 00G000000000001AAA',
			description: 'The queue that gets the call when the flow fails. Its ID starts with 00G.',
		},
	),
	...flowInputFields({ ...show, routeTo: ['flow'] }),
	{
		...optionsCollection([requestForm]),
		displayOptions: { show },
	},
];

/** Reads the parameters of Route to Rep, Queue or Flow. */
export function readRoute(parameters: ItemParameters): SalesforceRequest {
	const routeTo = parameters.text('routeTo');
	// What was entered for a flow stays in a saved workflow when the target is changed; it is not sent then.
	const isFlow = routeTo === 'flow';
	const fields: RouteVoiceCallFields = {
		callId: parameters.text('callId'),
		routeTo,
		routingTarget: parameters.chosen('routingTarget', ID_PREFIXES[routeTo ?? '']),
		fallbackQueue: isFlow ? parameters.chosen('fallbackQueue', ID_PREFIXES.queue) : undefined,
		flowInputParameters: isFlow ? readFlowInputs(parameters) : undefined,
		form: parameters.text('options.requestForm'),
	};
	return salesforceRequest(routeVoiceCall, fields, fields.callId, {
		routingTarget: TARGET_LABELS[routeTo ?? ''] ?? 'Target',
	});
}
