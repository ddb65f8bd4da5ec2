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
import { runSalesforceItems } from '../shared/host/salesforceItems';
import { readOperation } from './operations';
import { clearRoutingFields } from './operations/clearRouting';
import { routeFields } from './operations/route';

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
				name: 'Route to Agent, Queue or Flow',
				value: 'route',
				action: 'Route voice call to agent queue or flow',
				description: 'Let Omni-Channel ring a rep, put the call in a queue or run a flow',
			},
		],
	},
	callId,
	...routeFields,
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
		subtitle: '={{ $parameter["operation"] === "route" ? "To " + $parameter["routeTo"] : "Clear Routing" }}',
		description: 'Sends a Salesforce voice call to a rep, a queue or an Omni-Channel flow',
		defaults: { name: 'Route Voice Call' },
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
