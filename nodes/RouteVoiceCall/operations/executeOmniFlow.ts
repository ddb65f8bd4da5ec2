import type { INodeProperties } from 'n8n-workflow';
import { phoneNumber } from '../../shared/call-event/phoneNumber';
import { optionsCollection } from '../../shared/host/fields';
import { readFlowInputs } from '../../shared/host/flowInputs';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { executeOmniFlow, type ExecuteOmniFlowFields } from '../../shared/salesforce/executeOmniFlow';
import { flowInputFields } from './flowInputFields';

const show = { operation: ['executeOmniFlow'] };

export const executeOmniFlowFields: INodeProperties[] = [
	{
		displayName: 'Dialed Number',
		name: 'dialedNumber',
		type: 'string',
		required: true,
		default: '={{ $json.businessNumber ?? $json.to }}',
		placeholder: 'e.g. +18005550100',
		description:
			"The contact center's number that was called. If it has a phone channel in Salesforce, the flow and fallback queue of that channel are used.",
		displayOptions: { show },
	},
	{
		displayName: 'Flow Name',
		name: 'flowDevName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Route_VoiceCall',
		description: 'The API name of the Omni-Channel flow to run when the number has no phone channel',
		displayOptions: { show },
	},
	{
		displayName: 'Fallback Queue',
		name: 'fallbackQueue',
		type: 'string',
		default: '',
		placeholder: 'e.g. Support_Queue',
		description:
			'The developer name or the ID (00G…) of the queue that gets the call when there is no flow or the flow fails',
		displayOptions: { show },
	},
	...flowInputFields(show),
	{ ...optionsCollection(), displayOptions: { show } },
];

/** Reads the parameters of Run Omni-Channel Flow. */
export function readExecuteOmniFlow(parameters: ItemParameters): SalesforceRequest {
	const dialedNumber = parameters.text('dialedNumber');
	const fields: ExecuteOmniFlowFields = {
		callId: parameters.text('callId'),
		// Phone channels are found by the bare number, not by the way people write it.
		dialedNumber: dialedNumber && phoneNumber(dialedNumber),
		flowDevName: parameters.text('flowDevName'),
		fallbackQueue: parameters.text('fallbackQueue'),
		flowInputParameters: readFlowInputs(parameters),
	};
	return salesforceRequest(executeOmniFlow, fields, fields.callId);
}
