import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialTest } from '../shared/host/credentialTest';
import { runOperation } from './operations';
import { addDuringCallFields } from './operations/addDuringCall';
import { authentication, CONNECT_OPERATIONS } from './operations/connectFields';
import { getLinesFields } from './operations/getLines';
import { getUploadStatusFields } from './operations/getUploadStatus';
import { redactTranscriptFields } from './operations/redactTranscript';
import { uploadAfterCallFields } from './operations/uploadAfterCall';

const properties: INodeProperties[] = [
	authentication,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'addDuringCall',
		options: [
			{
				name: 'Add During Call',
				value: 'addDuringCall',
				action: 'Add lines to transcript during call',
				description: 'Show what was said to the rep while the call goes on',
			},
			{
				name: 'Get Lines',
				value: 'getLines',
				action: 'Get lines of transcript',
				description: 'Read the stored lines of a conversation, e.g. to redact some',
			},
			{
				name: 'Get Upload Status',
				value: 'getUploadStatus',
				action: 'Get upload status of transcript',
				description: 'See whether Salesforce has stored what was uploaded',
			},
			{
				name: 'Redact Lines',
				value: 'redactTranscript',
				action: 'Redact lines of transcript',
				description: 'Put other words in the place of stored ones, for good',
			},
			{
				name: 'Upload After Call',
				value: 'uploadAfterCall',
				action: 'Upload transcript after call',
				description: 'Store the whole transcript of a call that is over, from a file or the input',
			},
		],
	},
	...addDuringCallFields,
	...uploadAfterCallFields,
	...getUploadStatusFields,
	...getLinesFields,
	...redactTranscriptFields,
];

export class AddCallTranscript implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Add Call Transcript',
		name: 'addCallTranscript',
		icon: {
			light: 'file:../../icons/addCallTranscript.svg',
			dark: 'file:../../icons/addCallTranscript.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { addDuringCall: "Add During Call", getLines: "Get Lines", getUploadStatus: "Get Upload Status", redactTranscript: "Redact Lines", uploadAfterCall: "Upload After Call" }[$parameter["operation"]] }}',
		description: 'Puts what was said in a call into its Salesforce transcript, one line or thousands',
		defaults: { name: 'Add Call Transcript' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// By `hide`: the editor shows no field that a credential names under `show`.
		credentials: [
			{
				name: 'salesforceVoiceJwtApi',
				required: true,
				testedBy: 'testSalesforceVoiceCredential',
				displayOptions: { hide: { operation: CONNECT_OPERATIONS } },
			},
			{
				name: 'salesforceOAuth2Api',
				required: true,
				displayOptions: { hide: { operation: ['addDuringCall'], authentication: ['jwt'] } },
			},
			{
				name: 'salesforceJwtApi',
				required: true,
				displayOptions: { hide: { operation: ['addDuringCall'], authentication: ['oAuth2'] } },
			},
		],
		properties,
	};

	methods = { credentialTest };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this);
	}
}
