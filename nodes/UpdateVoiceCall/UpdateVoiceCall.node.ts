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
import { salesforceLists } from '../shared/host/lists/salesforceLists';
import { salesforceRequest, runSalesforceItems } from '../shared/host/salesforceItems';
import {
	type DisconnectReason,
	updateVoiceCall,
	type UpdateVoiceCallFields,
} from '../shared/salesforce/updateVoiceCall';
import { updateVoiceCallFields } from './fields';

const IS_ERROR: Readonly<Record<string, boolean | undefined>> = {
	automatic: undefined,
	no: false,
	yes: true,
};

function readDisconnectReason(parameters: ItemParameters): DisconnectReason | undefined {
	const value = parameters.text('updateFields.disconnectReason');
	if (value === undefined) return undefined;
	const isError = parameters.text('updateFields.disconnectIsError') ?? 'automatic';
	if (!Object.hasOwn(IS_ERROR, isError)) {
		const fix = 'Choose Automatic, No or Yes.';
		parameters.faults.push({ field: 'disconnectIsError', what: 'is none of the choices', fix });
	}
	return { value, isError: IS_ERROR[isError] };
}

/** Fields of another case stay in a saved workflow when 'What Happened' is changed; those are not sent. */
function readFields(parameters: ItemParameters, chosen: ChosenAttributes): UpdateVoiceCallFields {
	const whatHappened = parameters.text('whatHappened');
	const isActive = whatHappened === 'active';
	const isRecording = whatHappened === 'recordingReady';
	const isTalkOver = whatHappened === 'ended' || isRecording;
	const atTheEnd = <T>(read: (name: string) => T, name: string): T | undefined =>
		isTalkOver ? read.call(parameters, `updateFields.${name}`) : undefined;
	const ofRecording = (name: string) => (isRecording ? name : `updateFields.${name}`);
	const { seconds, wholeNumber } = parameters;
	return {
		callId: parameters.text('callId'),
		whatHappened,
		startTime: parameters.time(isActive ? 'updateFields.startTime' : 'startTime'),
		endTime: parameters.time(isActive ? 'updateFields.endTime' : 'endTime'),
		enqueueTime: parameters.time('updateFields.enqueueTime'),
		acceptTime: isActive ? parameters.time('acceptTime') : atTheEnd(parameters.time, 'acceptTime'),
		fromNumber: parameters.text('updateFields.fromNumber'),
		totalHoldDuration: atTheEnd(seconds, 'totalHoldDuration'),
		longestHoldDuration: atTheEnd(seconds, 'longestHoldDuration'),
		numberOfHolds: atTheEnd(wholeNumber, 'numberOfHolds'),
		queue: parameters.chosen('updateFields.queue'),
		agent: parameters.chosen('updateFields.agent'),
		agentInteractionDuration: atTheEnd(seconds, 'agentInteractionDuration'),
		callOrigin: parameters.text('updateFields.callOrigin'),
		recordingLocation: parameters.text(ofRecording('recordingLocation')),
		totalRecordingDuration: parameters.seconds(ofRecording('totalRecordingDuration')),
		callAttributes: {
			rows: [...chosen.rows, ...parameters.rows('updateFields.callAttributes', 'attribute')],
			json: parameters.raw('updateFields.callAttributesJson'),
		},
		disconnectReason: isActive ? undefined : readDisconnectReason(parameters),
	};
}

export class UpdateVoiceCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Update Voice Call',
		name: 'updateVoiceCall',
		icon: {
			light: 'file:../../icons/updateVoiceCall.svg',
			dark: 'file:../../icons/updateVoiceCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { active: "Call Is Still Active", ended: "Call Ended", missed: "Call Was Missed", recordingReady: "Recording Is Ready" }[$parameter["whatHappened"]] }}',
		description: 'Keeps a Salesforce voice call up to date: answered, ended, missed, recorded',
		defaults: { name: 'Update Voice Call' },
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
		properties: updateVoiceCallFields,
	};

	methods = { credentialTest, ...salesforceLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runSalesforceItems(this, {
			properties: updateVoiceCallFields,
			read: (parameters) => {
				const chosen = readChosenAttributes(parameters);
				const fields = readFields(parameters, chosen);
				return salesforceRequest(updateVoiceCall, fields, fields.callId, chosen.labels);
			},
		});
	}
}
