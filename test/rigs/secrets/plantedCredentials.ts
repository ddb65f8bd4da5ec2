import type { Canaries } from './Canaries.ts';
import { plantKey, type PlantedKey, secretText, secretWord } from './plants.ts';

type Kind = 'secret' | 'open';

/**
 * Every field of every credential the package's nodes take, and whether what stands in it is a secret. A field that is not
 * listed here fails the tests: a new secret has to be planted below.
 */
export const FIELD_KINDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
	pbxApi: {
		type: 'open',
		host: 'open',
		port: 'open',
		tls: 'open',
		baseUrl: 'open',
		user: 'open',
		secret: 'secret',
		applicationName: 'open',
		ca: 'open',
		serverName: 'open',
		ignoreTlsIssues: 'open',
	},
	salesforceVoiceJwtApi: {
		myDomainUrl: 'open',
		organizationId: 'open',
		callCenterApiName: 'open',
		privateKey: 'secret',
		passphrase: 'secret',
		telephonyProviderName: 'open',
		tokenLifetimeMinutes: 'open',
		singleUseTokens: 'open',
		customHost: 'open',
	},
	vonageContactCenterApi: {
		region: 'open',
		accountKey: 'open',
		tokenService: 'open',
		apiToken: 'secret',
		clientId: 'open',
		clientSecret: 'secret',
		scope: 'open',
		customHost: 'open',
		baseUrl: 'open',
	},
	telephonyWebhookApi: { secret: 'secret', previousSecret: 'secret' },
};

/** n8n's own credentials, of which the nodes read these secrets. */
export const SECRETS_OF_N8N: Readonly<Record<string, readonly string[]>> = {
	salesforceOAuth2Api: ['clientSecret', 'oauthTokenData'],
	salesforceJwtApi: ['privateKey'],
	redis: ['password'],
};

export interface PlantedCredentials {
	readonly voiceKey: PlantedKey;
	/** The data of each credential, by type. Those of one type for the other ways to sign in stand under a name of their own. */
	readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Fills all credentials for services at `url`, with a canary in each field that holds a secret. */
export function plantCredentials(
	canaries: Canaries,
	url: string,
	givenOut: (name: string) => string,
): PlantedCredentials {
	const plant = (name: string, text: string): string => {
		canaries.plant(name, text);
		return text;
	};
	const passphrase = plant('passphrase', secretText('passphrase'));
	const voiceKey = plantKey(canaries, 'salesforceVoiceJwtApi.privateKey', passphrase);
	const connectKey = plantKey(canaries, 'salesforceJwtApi.privateKey');
	const vonage = { accountKey: 'a1b2c3d4e5', customHost: true, baseUrl: url, region: 'emea' };
	const data = {
		pbxApi: {
			type: 'asteriskAri',
			host: '127.0.0.1',
			port: '5038',
			tls: false,
			baseUrl: url,
			user: 'n8n',
			secret: plant('pbxApi.secret', secretText('pbx')),
			applicationName: 'n8n',
			ca: '',
			serverName: '',
			ignoreTlsIssues: false,
		},
		salesforceVoiceJwtApi: {
			myDomainUrl: url,
			organizationId: '00D000000000001',
			callCenterApiName: 'AcmeContactCenter',
			privateKey: voiceKey.privateKey,
			passphrase,
			telephonyProviderName: 'n8n',
			tokenLifetimeMinutes: 15,
			singleUseTokens: false,
			customHost: true,
		},
		vonageContactCenterApi: {
			...vonage,
			tokenService: 'v0',
			apiToken: plant('vonageContactCenterApi.apiToken', secretText('apiToken').replace(/[^!-~]/g, '')),
			clientId: '',
			clientSecret: '',
			scope: '',
		},
		vonageGateway: {
			...vonage,
			tokenService: 'gateway',
			apiToken: '',
			clientId: 'n8n-client',
			clientSecret: plant('vonageContactCenterApi.clientSecret', secretText('clientSecret')),
			scope: 'interactions:write',
		},
		telephonyWebhookApi: {
			secret: plant('telephonyWebhookApi.secret', secretText('webhook')),
			previousSecret: plant('telephonyWebhookApi.previousSecret', secretText('previous')),
		},
		salesforceOAuth2Api: {
			environment: 'production',
			grantType: 'authorizationCode',
			clientId: '3MVG9.consumer.key',
			clientSecret: plant('salesforceOAuth2Api.clientSecret', secretText('appSecret')),
			accessTokenUrl: `${url}/services/oauth2/token`,
			scope: 'full refresh_token',
			authentication: 'header',
			oauthTokenData: {
				access_token: givenOut('salesforceOAuth2Api.access_token'),
				refresh_token: plant('salesforceOAuth2Api.refresh_token', secretWord('refresh')),
				instance_url: url,
				token_type: 'Bearer',
			},
		},
		salesforceJwtApi: {
			environment: 'production',
			clientId: '3MVG9.consumer.key',
			username: 'integration@acme.example',
			privateKey: connectKey.privateKey,
			myDomainUrl: url,
		},
		redis: {
			host: '127.0.0.1',
			port: 6379,
			password: plant('redis.password', secretText('redis')),
			user: '',
			database: 0,
			ssl: false,
		},
	};
	return { voiceKey, data };
}
