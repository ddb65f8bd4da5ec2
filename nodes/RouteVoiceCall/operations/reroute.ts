import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { rerouteVoiceCall } from '../../shared/salesforce/rerouteVoiceCall';

export const rerouteFields: INodeProperties[] = [
	{ ...optionsCollection(), displayOptions: { show: { operation: ['reroute'] } } },
];

/** Reads the parameters of Reroute. */
export function readReroute(parameters: ItemParameters): SalesforceRequest {
	const callId = parameters.text('callId');
	return salesforceRequest(rerouteVoiceCall, { callId }, callId);
}
