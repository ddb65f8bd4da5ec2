import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { credentialTest } from '../shared/host/credentialTest';
import { salesforceLists } from '../shared/host/lists/salesforceLists';
import { runSalesforceItems } from '../shared/host/salesforceItems';
import { openStore } from '../shared/host/stateStores';
import { syncVoiceCallFields } from './fields';
import { CALLS_IN_STEP, syncRequest } from './syncRequest';

export class SyncVoiceCall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Voice Call',
		name: 'syncVoiceCall',
		icon: {
			light: 'file:../../icons/syncVoiceCall.svg',
			dark: 'file:../../icons/syncVoiceCall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { none: "", route: "Routes to " + $parameter["routeTo"], omniFlow: "Runs Omni-Channel Flow" }[$parameter["routing"]] }}',
		description: 'Takes the events of phone calls and keeps the Salesforce voice calls in step with them',
		defaults: { name: 'Sync Voice Call' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
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
			{
				// n8n's own, which every n8n in queue mode has a Redis for.
				name: 'redis',
				required: true,
				displayOptions: { show: { 'options.store': ['redis'] } },
			},
		],
		properties: syncVoiceCallFields,
	};

	methods = { credentialTest, ...salesforceLists };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runSalesforceItems(this, {
			properties: syncVoiceCallFields,
			read: (parameters) => syncRequest(parameters, (kind) => openStore(this, kind, CALLS_IN_STEP)),
		});
	}
}
