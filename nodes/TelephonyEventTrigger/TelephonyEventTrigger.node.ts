import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { PROVIDERS } from '../shared/provider/providers';
import { credentialTest } from './credentialTest';
import { telephonyEventFields } from './fields/telephonyEventFields';
import { checkBeforeActivation } from './webhook/activate';
import { handleWebhook } from './webhook/handleWebhook';

const PROVIDER_LABELS = JSON.stringify(Object.fromEntries(PROVIDERS.map(({ name, label }) => [name, label])));

export class TelephonyEventTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Telephony Event Trigger',
		name: 'telephonyEventTrigger',
		icon: {
			light: 'file:../../icons/telephonyEventTrigger.svg',
			dark: 'file:../../icons/telephonyEventTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${PROVIDER_LABELS})[$parameter["provider"]] }}`,
		description:
			'Starts the workflow when a phone call rings, is answered or ends in Twilio, Zoom Phone, Amazon Connect or another telephony system',
		defaults: { name: 'Telephony Event Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'telephonyWebhookApi',
				required: true,
				testedBy: 'telephonyWebhookApiTest',
				// What comes through Amazon SNS is signed with Amazon's key.
				displayOptions: { hide: { delivery: ['sns'] } },
			},
			// n8n's own, which every n8n in queue mode has a Redis for.
			{ name: 'redis', required: true, displayOptions: { show: { 'options.store': ['redis'] } } },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'telephony',
				responseMode: 'onReceived',
				// Empty, so that n8n sends what webhook() gives it, and only once the execution is stored.
				responseData: '',
			},
		],
		eventTriggerDescription: 'Waiting for your telephony system to report an event',
		activationMessage: 'Your telephony system can now send its events to the production URL of this node.',
		triggerPanel: {
			header: 'Receive events of your telephony system',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button above and let your telephony system call the test URL; the event shows up in the editor.<br /><br /><b>When you are done</b>, publish the workflow and enter the production URL in your telephony system.',
				active:
					"Events sent to the production URL run the workflow and show up in the <a data-key=\"executions\">executions list</a>. To see one in the editor, click the button above and let your telephony system call the test URL.<br /><br />An event that does not show up there is none of those in 'Trigger On', or it was refused. Then the log of n8n says why: mostly the credential's secret or the URL is not the one of your telephony system.",
			},
			activationHint:
				'Once you have built your workflow, publish it and enter the production URL in your telephony system.',
		},
		properties: telephonyEventFields,
	};

	methods = { credentialTest };

	/** The webhook is entered in the telephony system by hand, so there is nothing to look up, register or remove. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await checkBeforeActivation(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this);
	}
}
