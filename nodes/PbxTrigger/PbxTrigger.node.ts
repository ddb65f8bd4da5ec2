import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { pbxCredentialTest } from '../shared/host/pbxCredentialTest';
import { PBX_TYPE_LABELS } from '../shared/pbx/credential';
import { pbxTriggerFields } from './fields/pbxTriggerFields';
import { startTrigger } from './startTrigger';

export class PbxTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PBX Trigger',
		name: 'pbxTrigger',
		icon: { light: 'file:../../icons/pbxTrigger.svg', dark: 'file:../../icons/pbxTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${JSON.stringify(PBX_TYPE_LABELS)})[$parameter["source"]] }}`,
		description:
			'Starts the workflow when your Asterisk or FreeSWITCH reports that a call rings, is answered or ends',
		defaults: { name: 'PBX Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pbxApi', required: true, testedBy: 'pbxApiTest' }],
		eventTriggerDescription: 'Waiting for your PBX to report an event',
		activationMessage: 'n8n is connected to your PBX and listens to its calls.',
		triggerPanel: {
			header: 'Receive events of your PBX',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button above and make a call; the event shows up in the editor.<br /><br /><b>When you are done</b>, publish the workflow. n8n then stays connected to your PBX.',
				active:
					'Calls on your PBX run the workflow and show up in the <a data-key="executions">executions list</a>. To see one in the editor, click the button above and make a call; the published workflow goes on meanwhile.',
			},
			activationHint: 'Once you have built your workflow, publish it: n8n then stays connected to your PBX.',
		},
		properties: pbxTriggerFields,
	};

	methods = { credentialTest: pbxCredentialTest };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startTrigger(this);
	}
}
