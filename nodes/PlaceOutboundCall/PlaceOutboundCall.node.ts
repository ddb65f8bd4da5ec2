import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { optionsCollection } from '../shared/host/fields';
import { runPbxItems } from '../shared/host/pbxItems';
import { openStore } from '../shared/host/stateStores';
import { toolDescriptions } from '../shared/host/toolDescription';
import { runVonageItems } from '../shared/host/vonageItems';
import { pbxCredentialTest } from '../shared/host/pbxCredentialTest';
import { vonageCredentialTest } from '../shared/host/vonageCredentialTest';
import { readOperation } from './operations';
import { dialFromPbxFields } from './operations/dialFromPbx';
import { dialFromPbxRequest } from './operations/dialRequest';
import { placeCallFields } from './operations/placeCall';

/** Whatever rings somebody says so first. */
const TOLD_TO_AGENTS = {
	placeCall:
		"Caution: places a real phone call, which costs money. Rings the phone of an agent in Vonage Contact Center and, when they answer, dials the customer or another agent. Use it once, and only when asked to call. Needs the agent's ID (or the IDs of groups) and the number to dial with its country code. Gives back callId and placed; placed is false when the same was called before and is to be called only once. When it fails saying that the call may have been placed, do not use it again: look first at the agent's current call.",
	dialFromPbx:
		"Caution: places a real phone call, which costs money. Rings the phone of a rep through the office's phone system (Asterisk or FreeSWITCH) and, when they answer, dials the number. Use it once, and only when asked to call. Needs the extension of the rep and the number to dial. Gives back placed, callId, extension and to; placed is false when the same was called before and is to be called only once. When it fails saying that the call may have been placed, do not use it again: a person has to look in the phone system.",
	getCall:
		'Looks up a phone call that was placed through Vonage Contact Center, during the call and up to 24 hours after it. Changes nothing and calls nobody. Needs the callId that placing the call gave back. Gives back status, result, dispositionCode and both sides of the call.',
	getCurrentCall:
		"Looks up which phone call an agent of Vonage Contact Center is in, or was in last. Changes nothing and calls nobody. Needs the agent's ID. Gives back agentId, callId and call; callId is null when there was none.",
};

const properties: INodeProperties[] = [
	...toolDescriptions(TOLD_TO_AGENTS),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'placeCall',
		options: [
			{
				name: 'Dial From PBX',
				value: 'dialFromPbx',
				action: 'Dial from PBX',
				description:
					"Ring a rep's phone through Asterisk or FreeSWITCH and then dial a number. Phones really ring.",
			},
			{
				name: "Get Agent's Current Call",
				value: 'getCurrentCall',
				action: 'Get current call of agent',
				description: 'Look which call an agent is in, for instance after a call that may have been placed',
			},
			{
				name: 'Get Call',
				value: 'getCall',
				action: 'Get outbound call',
				description: 'Look at the status and result of a call, up to 24 hours after it',
			},
			{
				name: 'Place Call',
				value: 'placeCall',
				action: 'Place outbound call',
				description: "Ring an agent's phone and then dial a customer or another agent. Phones really ring.",
			},
		],
	},
	...placeCallFields,
	...dialFromPbxFields,
	{
		displayName: 'Call ID',
		name: 'callId',
		type: 'string',
		required: true,
		default: '={{ $json.callId }}',
		placeholder: 'e.g. 94e5928c-7f7e-4645-ad72-61010f906449',
		description: "The 'callId' that Place Call gave out",
		displayOptions: { show: { operation: ['getCall'] } },
	},
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 1234',
		description: "The agent's ID as Vonage shows it, up to 11 digits",
		displayOptions: { show: { operation: ['getCurrentCall'] } },
	},
	{
		...optionsCollection(),
		displayOptions: { show: { operation: ['getCall', 'getCurrentCall'] } },
	},
];

export class PlaceOutboundCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Place Outbound Call',
		name: 'placeOutboundCall',
		icon: {
			light: 'file:../../icons/placeOutboundCall.svg',
			dark: 'file:../../icons/placeOutboundCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { placeCall: "Place Call", dialFromPbx: "Dial From PBX", getCall: "Get Call", getCurrentCall: "Get Agent\'s Current Call" }[$parameter["operation"]] }}',
		description:
			"Rings an agent's phone through Vonage Contact Center or your PBX and dials the customer. Phones really ring.",
		defaults: { name: 'Place Outbound Call' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'vonageContactCenterApi',
				required: true,
				testedBy: 'testVonageCredential',
				displayOptions: { hide: { operation: ['dialFromPbx'] } },
			},
			{
				name: 'pbxApi',
				required: true,
				testedBy: 'pbxApiTest',
				displayOptions: { hide: { operation: ['getCall', 'getCurrentCall', 'placeCall'] } },
			},
			{
				// n8n's own, which every n8n in queue mode has a Redis for.
				name: 'redis',
				required: true,
				displayOptions: {
					// By `hide`: the editor shows no field that a credential names under `show`.
					hide: { operation: ['getCall', 'getCurrentCall'] },
					show: { 'options.onlyOncePer.once.store': ['redis'] },
				},
			},
		],
		properties,
	};

	methods = { credentialTest: { ...vonageCredentialTest, ...pbxCredentialTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const open = (kind: string) => openStore(this, kind);
		// It takes no expression, so that it is the same for all items.
		if (this.getNodeParameter('operation', 0) === 'dialFromPbx') {
			return await runPbxItems(this, properties, (parameters) => dialFromPbxRequest(parameters, open));
		}
		return await runVonageItems(this, properties, (parameters) => readOperation(parameters, open));
	}
}
