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
import { runSalesforceItems } from '../shared/host/salesforceItems';
import { readOperation } from './operations';
import { eventsFrom, vendorCallKey } from './operations/eventFields';
import { postCallFields } from './operations/postCall';
import { realTimeFields } from './operations/realTime';

const TOLD_TO_AGENTS = {
	realTime:
		"Tells Salesforce what was noticed in a phone call that is going on: a category, or how a participant feels from -1000 to 1000. Rules in Salesforce may alert a supervisor for it. Use it once for each thing noticed, since every time counts. Needs the telephony system's own ID of the call (vendor call key), the category or sentiment, and when it began. Gives back vendorCallKey, status and eventCount.",
	postCall:
		"Stores how a participant of a phone call that is over felt, from -1000 to 1000, in Salesforce. Use it once for each, since every time counts. Needs the telephony system's own ID of the call (vendor call key), the sentiment, the participant, and when it began and ended. Gives back vendorCallKey, status, eventCount and requestCount.",
};

const properties: INodeProperties[] = [
	...toolDescriptions(TOLD_TO_AGENTS),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'realTime',
		options: [
			{
				name: 'Send Real-Time Event',
				value: 'realTime',
				action: 'Send real time conversation event',
				description:
					'Tell Salesforce during the call what was noticed in it, so that its rules can help the rep or alert a supervisor',
			},
			{
				name: 'Store Post-Call Sentiment',
				value: 'postCall',
				action: 'Store post call sentiment of conversation',
				description: 'Keep with a call that has ended how its participants felt',
			},
		],
	},
	vendorCallKey,
	eventsFrom,
	...realTimeFields,
	...postCallFields,
];

export class SendConversationEvent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send Conversation Event',
		name: 'sendConversationEvent',
		icon: {
			light: 'file:../../icons/sendConversationEvent.svg',
			dark: 'file:../../icons/sendConversationEvent.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { realTime: "Real-Time Event", postCall: "Post-Call Sentiment" }[$parameter["operation"]] }}',
		description: 'Gives Salesforce the categories and sentiments that were noticed in a voice call',
		defaults: { name: 'Send Conversation Event' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'salesforceVoiceJwtApi', required: true, testedBy: 'testSalesforceVoiceCredential' },
		],
		properties,
	};

	methods = { credentialTest };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runSalesforceItems(this, { properties, read: readOperation });
	}
}
