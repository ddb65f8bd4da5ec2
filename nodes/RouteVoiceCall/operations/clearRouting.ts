import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { clearRouting } from '../../shared/salesforce/clearRouting';

export const clearRoutingFields: INodeProperties[] = [
	{ ...optionsCollection(), displayOptions: { show: { operation: ['clearRouting'] } } },
];

/** Reads the parameters of Clear Routing. */
export function readClearRouting(parameters: ItemParameters): SalesforceRequest {
	const callId = parameters.text('callId');
	return salesforceRequest(clearRouting, { callId }, callId);
}
