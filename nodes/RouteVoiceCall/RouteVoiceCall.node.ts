import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialTest } from '../shared/host/credentialTest';
import { callId } from '../shared/host/fields';
import { listsFrom } from '../shared/host/lists/listsFrom';
import { salesforceLists } from '../shared/host/lists/salesforceLists';
import { runSalesforceItems } from '../shared/host/salesforceItems';
import { readOperation } from './operations';
import { clearRoutingFields } from './operations/clearRouting';
import { executeOmniFlowFields } from './operations/executeOmniFlow';
import { requestCallbackFields } from './operations/requestCallback';
import { rerouteFields } from './operations/reroute';
import { routeFields } from './operations/route';

/** The operations without anything to choose from a list. */
const WITHOUT_LISTS = ['clearRouting', 'requestCallback', 'reroute'];

const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'route',
		options: [
			{
				name: 'Clear Routing',
				value: 'clearRouting',
				action: 'Clear routing of voice call',
				description: 'Take a missed or abandoned call out of the queue',
			},
			{
				name: 'Request Callback',
				value: 'requestCallback',
				action: 'Request callback for voice call',
				description: 'Have a rep call the customer back, at once or at a given time. Needs Unified Routing.',
			},
			{
				name: 'Reroute',
				value: 'reroute',
				action: 'Reroute voice call',
				description:
					'Take the call from the rep it was given to and let Omni-Channel ring another. Needs Unified Routing.',
			},
			{
				name: 'Route to Agent, Queue or Flow',
				value: 'route',
				action: 'Route voice call to agent queue or flow',
				description:
					'Let Omni-Channel ring a rep, put the call in a queue or run a flow. Needs Unified Routing.',
			},
			{
				name: 'Run Omni-Channel Flow',
				value: 'executeOmniFlow',
				action: 'Run omni channel flow for voice call',
				description:
					'Run the flow of the dialed number and get the agent or queue that it chose, for your telephony system to connect',
			},
		],
	},
	callId,
	{ ...listsFrom, displayOptions: { hide: { operation: WITHOUT_LISTS } } },
	...routeFields,
	...executeOmniFlowFields,
	...rerouteFields,
	...requestCallbackFields,
	...clearRoutingFields,
];

export class RouteVoiceCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Route Voice Call',
		name: 'routeVoiceCall',
		icon: {
			light: 'file:../../icons/routeVoiceCall.svg',
			dark: 'file:../../icons/routeVoiceCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { route: "To " + $parameter["routeTo"], executeOmniFlow: "Run Omni-Channel Flow", reroute: "Reroute", clearRouting: "Clear Routing", requestCallback: "Request Callback" }[$parameter["operation"]] }}',
		description:
			'Sends a Salesforce voice call to a rep, a queue or an Omni-Channel flow, or has a rep call back',
		defaults: { name: 'Route Voice Call' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// Those of the lists are optional, and by `hide`: the editor shows no field that a credential names under `show`.
		credentials: [
			{ name: 'salesforceVoiceJwtApi', required: true, testedBy: 'testSalesforceVoiceCredential' },
			{
				name: 'salesforceOAuth2Api',
				displayName: 'Credential for Lists',
				displayOptions: { hide: { operation: WITHOUT_LISTS, listsFrom: ['none', 'jwt'] } },
			},
			{
				name: 'salesforceJwtApi',
				displayName: 'Credential for Lists',
				displayOptions: { hide: { operation: WITHOUT_LISTS, listsFrom: ['none', 'oAuth2'] } },
			},
		],
		properties,
	};

	methods = { credentialTest, ...salesforceLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runSalesforceItems(this, { properties, read: readOperation });
	}
}
