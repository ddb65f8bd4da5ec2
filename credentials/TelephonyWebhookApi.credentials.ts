import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TelephonyWebhookApi implements ICredentialType {
	name = 'telephonyWebhookApi';

	displayName = 'Telephony Webhook API';

	icon: Icon = {
		light: 'file:../icons/telephonyWebhookApi.svg',
		dark: 'file:../icons/telephonyWebhookApi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-salesforce-voice/n8n-nodes-salesforce-voice/blob/main/docs/credentials.md#telephony-webhook-api-credential';

	/** It proves senders to the trigger; no other node has any business with it. */
	restrictToSupportedNodes = true as const;

	/** It is never sent anywhere, so there are no domains to restrict. */
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				"What your telephony system signs its webhooks with, or the token it sends with them. Twilio: the account's Auth Token, not an API key. Zoom: the app's Secret Token. Vonage: the Signature secret, or the Signing key of Contact Center. For every provider the Telephony Event Trigger says where it stands.",
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Accepted as well. While you change the secret, put the old one here and the new one above, and empty this once your telephony system uses the new one.',
		},
		{
			displayName:
				"n8n cannot ask your telephony system whether the secret is the right one: the first call shows it. With a wrong one no execution starts, and n8n's log says why.",
			name: 'secretNotice',
			type: 'notice',
			default: '',
		},
	];
}
