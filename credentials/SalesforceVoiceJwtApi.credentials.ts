import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	IRequestOptions,
} from 'n8n-workflow';
import { ProblemError } from '../nodes/shared/problem';
import { readCredential } from '../nodes/shared/salesforce/credential';

/** n8n's HTTP Request node still hands over the older form of a request, with `uri` in place of `url`. */
type Request = Partial<IHttpRequestOptions> & Pick<IRequestOptions, 'uri'>;

/** The token opens every call of the organization, so it never goes to another host. */
function refuseOtherHosts({ url, uri, baseURL }: Request, baseUrl: string): void {
	const own = new URL(baseUrl);
	const target = url ?? uri ?? '';
	const address = URL.canParse(target, baseURL) ? new URL(target, baseURL) : undefined;
	if (address?.origin === own.origin) return;
	throw new ProblemError({
		code: 'credential.otherHost',
		what: `This credential may only be used with '${own.origin}', not with '${address?.origin ?? 'an address that cannot be read'}'.`,
		fix: `Let the URL begin with '${baseUrl}'.`,
	});
}

export class SalesforceVoiceJwtApi implements ICredentialType {
	name = 'salesforceVoiceJwtApi';

	displayName = 'Salesforce Voice JWT API';

	icon: Icon = {
		light: 'file:../icons/salesforceVoiceJwtApi.svg',
		dark: 'file:../icons/salesforceVoiceJwtApi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-salesforce-voice/n8n-nodes-salesforce-voice/blob/main/docs/credentials.md#salesforce-voice-jwt-api-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'My Domain URL',
			name: 'myDomainUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://acme.my.salesforce-scrt.com',
			description:
				"The address of your organization's telephony API: your My Domain name, followed by '.my.salesforce-scrt.com'",
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 00D000000000001',
			description: 'In Salesforce: Setup > Company Information. 15 or 18 characters.',
		},
		{
			displayName: 'Contact Center API Name',
			name: 'callCenterApiName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. AcmeContactCenter',
			description: "In Salesforce: Setup > Contact Centers, the 'API Name' of yours (not its display name)",
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
			description:
				'The RSA private key whose certificate is uploaded to the contact center. Paste the whole file; lost line breaks do not matter.',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only when the private key is encrypted',
		},
		{
			displayName: 'Telephony Provider Name',
			name: 'telephonyProviderName',
			type: 'string',
			default: 'n8n',
			placeholder: 'e.g. n8n',
			description:
				'Sent with every request as the header Telephony-Provider-Name. Left empty, it is not sent.',
		},
		{
			displayName: 'Token Lifetime (Minutes)',
			name: 'tokenLifetimeMinutes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1440 },
			default: 15,
			description: 'How long a signed token is valid. Salesforce accepts up to 1440 (24 hours).',
		},
		{
			displayName: 'Single-Use Tokens',
			name: 'singleUseTokens',
			type: 'boolean',
			default: false,
			description:
				'Whether to sign a new token with its own ID for every request, which protects against replay and is slower',
		},
		{
			displayName: 'Custom Host',
			name: 'customHost',
			type: 'boolean',
			default: false,
			description:
				"Whether 'My Domain URL' may be another host than Salesforce's, for a gateway or a simulator. The signed token is sent there.",
		},
	];

	/** For n8n's HTTP Request node; the nodes of this package sign by themselves. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { baseUrl, telephonyProviderName, tokens } = readCredential(credentials);
		refuseOtherHosts(requestOptions, baseUrl);
		return {
			...requestOptions,
			headers: {
				...requestOptions.headers,
				Authorization: `Bearer ${await tokens.next()}`,
				...(telephonyProviderName ? { 'Telephony-Provider-Name': telephonyProviderName } : {}),
			},
			// Unless told so, n8n carries the token along when it is redirected to another host.
			sendCredentialsOnCrossOriginRedirect: false,
		};
	};
}
