import type { INodeProperties } from 'n8n-workflow';
import { phoneNumber } from '../../shared/call-event/phoneNumber';
import { optionsCollection } from '../../shared/host/fields';
import { readFlowInputs } from '../../shared/host/flowInputs';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { picker } from '../../shared/host/lists/picker';
import { fallbackQueue, ID_PREFIXES } from '../../shared/host/lists/routingPickers';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { executeOmniFlow, type ExecuteOmniFlowFields } from '../../shared/salesforce/executeOmniFlow';
import { flowInputFields } from './flowInputFields';

const show = { operation: ['executeOmniFlow'] };

export const executeOmniFlowFields: INodeProperties[] = [
	picker(
		{
			displayName: 'Dialed Number',
			name: 'dialedNumber',
			required: true,
			default: '={{ $json.businessNumber ?? $json.to }}',
			placeholder: 'e.g. +18005550100',
			description:
				"The contact center's number that was called. If it has a phone channel in Salesforce, the flow and fallback queue of that channel are used.",
			displayOptions: { show },
		},
		{ search: 'searchPhoneChannels', entered: 'Number', one: 'a phone channel' },
	),
	picker(
		{
			displayName: 'Flow Name',
			name: 'flowDevName',
			placeholder: 'e.g. Route_VoiceCall',
			description: 'The Omni-Channel flow to run when the number has no phone channel, by its API name',
			displayOptions: { show },
		},
		{ search: 'searchFlowNames', entered: 'API Name', one: 'a flow' },
	),
	fallbackQueue(show, {
		label: 'Name/ID',
		placeholder: 'e.g. Support_Queue',
		description:
			'The queue that gets the call when there is no flow or the flow fails, by its developer name or its ID (00G…)',
	}),
	...flowInputFields(show),
	{ ...optionsCollection(), displayOptions: { show } },
];

/** Reads the parameters of Run Omni-Channel Flow. */
export function readExecuteOmniFlow(parameters: ItemParameters): SalesforceRequest {
	const dialedNumber = parameters.chosen('dialedNumber');
	const fields: ExecuteOmniFlowFields = {
		callId: parameters.text('callId'),
		// Phone channels are found by the bare number, not by the way people write it.
		dialedNumber: dialedNumber && phoneNumber(dialedNumber),
		flowDevName: parameters.chosen('flowDevName'),
		fallbackQueue: parameters.chosen('fallbackQueue', ID_PREFIXES.queue),
		flowInputParameters: readFlowInputs(parameters),
	};
	return salesforceRequest(executeOmniFlow, fields, fields.callId);
}
