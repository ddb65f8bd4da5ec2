import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialTest } from '../shared/host/credentialTest';
import type { ItemParameters } from '../shared/host/ItemParameters';
import { type ChosenAttributes, readChosenAttributes } from '../shared/host/lists/attributeFields';
import { ID_PREFIXES } from '../shared/host/lists/routingPickers';
import { salesforceLists } from '../shared/host/lists/salesforceLists';
import { salesforceRequest, runSalesforceItems } from '../shared/host/salesforceItems';
import { createVoiceCall, type CreateVoiceCallFields } from '../shared/salesforce/createVoiceCall';
import { createVoiceCallFields } from './fields';

/** Salesforce's documented limit of calls started per second and organization (limits page, API 52 to 60). */
const DEFAULT_STARTS_PER_SECOND = 50;

function readFields(parameters: ItemParameters, chosen: ChosenAttributes): CreateVoiceCallFields {
	const initiationMethod = parameters.text('initiationMethod');
	return {
		initiationMethod,
		parentVoiceCallId: initiationMethod === 'Transfer' ? parameters.text('parentVoiceCallId') : undefined,
		vendorCallKey: parameters.text('vendorCallKey'),
		to: parameters.text('to'),
		from: parameters.text('from'),
		startTime: parameters.time('startTime'),
		participantKey: parameters.text('participantKey'),
		callAttributes: {
			rows: [...chosen.rows, ...parameters.rows('additionalFields.callAttributes', 'attribute')],
			json: parameters.raw('additionalFields.callAttributesJson'),
		},
		callOrigin: parameters.text('additionalFields.callOrigin'),
		callSubtype: parameters.text('additionalFields.callSubtype'),
		queue: parameters.chosen('additionalFields.queue', ID_PREFIXES.queue),
	};
}

/** An outbound call event behind this node would otherwise become an inbound record with its numbers the wrong way round. */
function refuseOutboundEvent(
	parameters: ItemParameters,
	fields: CreateVoiceCallFields,
	input: INodeExecutionData | undefined,
): void {
	if (fields.initiationMethod !== 'Inbound' || input?.json.schemaVersion !== '1') return;
	if (input.json.direction !== 'outbound') return;
	parameters.faults.push({
		field: 'initiationMethod',
		what: 'is Inbound, but the call event of this item is an outbound call',
		fix: "Record outbound calls with Update Voice Call ('Call Ended'), which creates the record when there is none.",
	});
}

export class CreateVoiceCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Create Voice Call',
		name: 'createVoiceCall',
		icon: {
			light: 'file:../../icons/createVoiceCall.svg',
			dark: 'file:../../icons/createVoiceCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["initiationMethod"] }}',
		description: 'Creates the Salesforce voice call record while the phone is ringing',
		defaults: { name: 'Create Voice Call' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// Those of the lists are optional, and by `hide`: the editor shows no field that a credential names under `show`.
		credentials: [
			{ name: 'salesforceVoiceJwtApi', required: true, testedBy: 'testSalesforceVoiceCredential' },
			{
				name: 'salesforceOAuth2Api',
				displayName: 'Credential for Lists',
				displayOptions: { hide: { listsFrom: ['none', 'jwt'] } },
			},
			{
				name: 'salesforceJwtApi',
				displayName: 'Credential for Lists',
				displayOptions: { hide: { listsFrom: ['none', 'oAuth2'] } },
			},
		],
		properties: createVoiceCallFields,
	};

	methods = { credentialTest, ...salesforceLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const input = this.getInputData();
		return await runSalesforceItems(this, {
			properties: createVoiceCallFields,
			startsPerSecond: (options) =>
				options.wholeNumber('options.callStartsPerSecond') || DEFAULT_STARTS_PER_SECOND,
			read: (parameters, itemIndex) => {
				const chosen = readChosenAttributes(parameters);
				const fields = readFields(parameters, chosen);
				refuseOutboundEvent(parameters, fields, input[itemIndex]);
				return salesforceRequest(createVoiceCall, fields, fields.vendorCallKey, chosen.labels);
			},
		});
	}
}
