import type { INodeProperties } from 'n8n-workflow';
import { phoneNumber } from '../../shared/call-event/phoneNumber';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { requestCallback, type RequestCallbackFields } from '../../shared/salesforce/requestCallback';

const show = { operation: ['requestCallback'] };

export const requestCallbackFields: INodeProperties[] = [
	{
		displayName: 'Callback Number',
		name: 'callbackNumber',
		type: 'string',
		required: true,
		default: '={{ $json.customerNumber ?? $json.from }}',
		placeholder: 'e.g. +14155550123',
		description:
			"The number to call the customer back at. When the customer hangs up, enter CALLBACK as 'Disconnect Reason' in Update Voice Call, or Salesforce may count the call as abandoned.",
		displayOptions: { show },
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Preview First',
				name: 'isPreviewCallback',
				type: 'boolean',
				default: true,
				description:
					"Whether the rep sees the contact request first and then dials. Otherwise Omni-Channel dials as soon as a rep accepts it. Needs Salesforce Summer '26 or later.",
			},
			{
				displayName: 'Scheduled Time',
				name: 'scheduledRoutingDateTime',
				type: 'dateTime',
				default: '',
				description:
					"When to give the callback to a rep. Left out, at once. A time without a zone is taken in the time zone of the workflow. Needs Salesforce Summer '26 or later.",
			},
		],
	},
	{ ...optionsCollection(), displayOptions: { show } },
];

/** Reads the parameters of Request Callback. */
export function readRequestCallback(parameters: ItemParameters): SalesforceRequest {
	const callbackNumber = parameters.text('callbackNumber');
	const fields: RequestCallbackFields = {
		callId: parameters.text('callId'),
		callbackNumber: callbackNumber && phoneNumber(callbackNumber),
		isPreviewCallback: parameters.flag('additionalFields.isPreviewCallback'),
		scheduledRoutingDateTime: parameters.time('additionalFields.scheduledRoutingDateTime'),
	};
	return salesforceRequest(requestCallback, fields, fields.callId);
}
