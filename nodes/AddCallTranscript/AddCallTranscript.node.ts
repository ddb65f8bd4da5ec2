import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialTest } from '../shared/host/credentialTest';
import { toolDescriptions } from '../shared/host/toolDescription';
import { runOperation } from './operations';
import { addDuringCallFields } from './operations/addDuringCall';
import { authentication, CONNECT_OPERATIONS } from './operations/connectFields';
import { getLinesFields } from './operations/getLines';
import { getUploadStatusFields } from './operations/getUploadStatus';
import { redactTranscriptFields } from './operations/redactTranscript';
import { uploadAfterCallFields } from './operations/uploadAfterCall';

const TOLD_TO_AGENTS = {
	addDuringCall:
		"Adds a line that was said to the transcript of a phone call that is going on in Salesforce, where the rep sees it at once. It cannot be taken back. Needs the telephony system's own ID of the call (vendor call key), the text, who spoke (customer, agent, supervisor or system) and when. Gives back callId, messageId, status (accepted, dropped or skipped) and warnings.",
	getLines:
		"Reads the stored lines of a conversation in Salesforce. Changes nothing. Needs the Salesforce voice call ID (0LQ…) or the conversation's identifier. Gives back an item for each line, with identifier, messageText, sender and clientTimestamp.",
	getUploadStatus:
		'Looks up whether Salesforce has stored a transcript that was uploaded. Changes nothing. Needs the uploadId that the upload gave back. Gives back status (Success, Failed or InProgress) and how many lines were stored.',
	redactTranscript:
		"Caution: replaces the text of a stored line of a conversation in Salesforce for good; what it said before is lost. Use it only for what is to be removed. Needs the Salesforce voice call ID (0LQ…) or the conversation's identifier, the identifier of the line as reading the lines gives it, and the new text. Gives back conversationId, identifier and messageText.",
	uploadAfterCall:
		'Stores the whole transcript of a phone call that is over in Salesforce. Use it once for a call. Needs the Salesforce voice call ID (0LQ…), the conversation by that same ID or by its identifier, and the lines, each with speaker, text and start time. Gives back uploadId, status and how many lines were stored.',
};

const properties: INodeProperties[] = [
	...toolDescriptions(TOLD_TO_AGENTS),
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
