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
import { toolDescriptions } from '../shared/host/toolDescription';
import { runSalesforceItems } from '../shared/host/salesforceItems';
import { readOperation } from './operations';
import { clearRoutingFields } from './operations/clearRouting';
import { executeOmniFlowFields } from './operations/executeOmniFlow';
import { requestCallbackFields } from './operations/requestCallback';
import { rerouteFields } from './operations/reroute';
import { routeFields } from './operations/route';

/** The operations without anything to choose from a list. */
const WITHOUT_LISTS = ['clearRouting', 'requestCallback', 'reroute'];

/** Whatever rings somebody says so first. */
const TOLD_TO_AGENTS = {
	route:
		'Caution: makes the phone of a real person ring. Hands a phone call that is going on to Omni-Channel in Salesforce, to ring a rep, wait in a queue or run a flow. Use it once for a call: a second time may ring a second rep. Needs the call ID (Salesforce voice call ID or vendor call key) and the Salesforce ID of the target. Gives back callId, routingTarget and status; success means that Salesforce took the request, not that anybody answered. When it fails saying that the call may have been routed, do not use it again: a person has to look in Omni Supervisor.',
	executeOmniFlow:
		'Caution: runs an Omni-Channel flow in Salesforce for a phone call that is going on, which may send the caller to a real person. Use it once for a call. Needs the call ID (Salesforce voice call ID or vendor call key) and the number that was dialed. Gives back callId, agent and queue: whom the flow chose, by the IDs of the telephony system, null when it chose none. When it fails saying that the flow may have run, do not use it again: a person has to look in Omni Supervisor.',
	reroute:
		'Caution: takes a phone call away from the rep it was given to, even one who has accepted it, and makes the phone of another rep ring. Use it once, and only when asked to. Needs the call ID (Salesforce voice call ID or vendor call key) of a call that was routed before. Gives back callId and status. When it fails saying that the call may have been rerouted, do not use it again: a person has to look in Omni Supervisor.',
	clearRouting:
		'Takes a phone call that was missed or given up out of the queue in Salesforce Omni-Channel, so that no rep is offered it any more. Do not use it for a caller who still waits. Doing it twice does no harm. Needs the call ID (Salesforce voice call ID or vendor call key). Gives back callId and status.',
	requestCallback:
		'Caution: makes a real person call a customer back, at once or at the given time. Use it once, and only when the customer asked to be called. Needs the call ID (Salesforce voice call ID or vendor call key) of the call in which they asked, and the number to call with its country code. Gives back callId, contactRequestId, callbackNumber and scheduledRoutingDateTime. When it fails saying that the callback may have been requested, do not use it again: a person has to look among the contact requests.',
};

const properties: INodeProperties[] = [
	...toolDescriptions(TOLD_TO_AGENTS),
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
				name: 'Route to Rep, Queue or Flow',
				value: 'route',
				action: 'Route voice call to rep queue or flow',
				description:
					'Let Omni-Channel ring a rep, put the call in a queue or run a flow. Needs Unified Routing.',
			},
			{
				name: 'Run Omni-Channel Flow',
				value: 'executeOmniFlow',
				action: 'Run omni channel flow for voice call',
				description:
					'Run the flow of the dialed number and get the rep or queue that it chose, for your telephony system to connect',
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
			"Sends a Salesforce voice call to a rep, a queue or an Omni-Channel flow, or has a rep call back. Reps' phones really ring.",
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
