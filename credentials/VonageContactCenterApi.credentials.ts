import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class VonageContactCenterApi implements ICredentialType {
	name = 'vonageContactCenterApi';

	displayName = 'Vonage Contact Center API';

	icon: Icon = {
		light: 'file:../icons/vonageContactCenterApi.svg',
		dark: 'file:../icons/vonageContactCenterApi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-salesforce-voice/n8n-nodes-salesforce-voice/blob/main/docs/credentials.md#vonage-contact-center-api-credential';

	/** Only Place Outbound Call knows which of its requests may be repeated. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'emea',
			options: [
				{ name: 'APAC', value: 'apac', description: 'https://apac.cc.vonage.com' },
				{ name: 'APAC (Older Host)', value: 'apacOld', description: 'https://apac.newvoicemedia.com' },
				{ name: 'EMEA', value: 'emea', description: 'https://emea.cc.vonage.com' },
				{ name: 'EMEA (Older Host)', value: 'emeaOld', description: 'https://emea.newvoicemedia.com' },
				{ name: 'USA', value: 'usa', description: 'https://nam.cc.vonage.com' },
				{ name: 'USA (Older Host)', value: 'usaOld', description: 'https://nam.newvoicemedia.com' },
			],
			description: 'Where your Vonage Contact Center account is',
		},
		{
			displayName: 'Account Key',
			name: 'accountKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. a1b2c3d4e5',
			description: 'In the VCC Admin Portal: Account Settings > Configuration',
		},
		{
			displayName: 'Token Service',
			name: 'tokenService',
			type: 'options',
			default: 'v0',
			options: [
				{ name: 'Account Key and API Token', value: 'v0', description: 'The one documented for calls' },
				{
					name: 'Regional API Gateway',
					value: 'gateway',
					description: 'If Vonage gave you a client ID and a client secret',
				},
			],
			description: 'How access tokens are fetched',
		},
		{
			displayName: 'API Authentication Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In the VCC Admin Portal: Account Settings > Configuration > API Authentication Token. Generating a new one disables the old one everywhere it is used, Salesforce included.',
			displayOptions: { show: { tokenService: ['v0'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			displayOptions: { show: { tokenService: ['gateway'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { tokenService: ['gateway'] } },
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. interactions:write',
			description: 'As Vonage told you; blanks between several. No scope is documented for calls.',
			displayOptions: { show: { tokenService: ['gateway'] } },
		},
		{
			displayName: 'Custom Host',
			name: 'customHost',
			type: 'boolean',
			default: false,
			description:
				"Whether to use another host than Vonage's, for a gateway or a simulator. The token and the secret are sent there.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://gateway.example.com',
			displayOptions: { show: { customHost: [true] } },
		},
	];
}
