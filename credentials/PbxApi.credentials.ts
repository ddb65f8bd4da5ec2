import type { Icon, ICredentialType, IDisplayOptions, INodeProperties } from 'n8n-workflow';

function setUp(type: string, text: string): INodeProperties {
	return {
		displayName: text,
		name: `${type}SetUp`,
		type: 'notice',
		default: '',
		displayOptions: { show: { type: [type] } },
	};
}

/** The same fields wherever a connection can be secured; n8n shows those whose conditions are met. */
function tlsFields(show: IDisplayOptions['show']): INodeProperties[] {
	const displayOptions: IDisplayOptions = show ? { show } : {};
	return [
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				'The certificate, in PEM, of the authority that signed the certificate of your PBX, or that certificate itself if it signed itself. Leave empty if a public authority did.',
			displayOptions,
		},
		{
			displayName: 'Server Name',
			name: 'serverName',
			type: 'string',
			default: '',
			placeholder: 'e.g. pbx.example.com',
			description: 'The name in the certificate of your PBX, if it is another than the host',
			displayOptions,
		},
		{
			displayName: 'Ignore TLS Issues',
			name: 'ignoreTlsIssues',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect although the certificate is not trusted. Anybody on the way could then pose as your PBX; the CA certificate above is the better way.',
			displayOptions,
		},
	];
}

const HOST: INodeProperties = {
	displayName: 'Host',
	name: 'host',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. pbx.example.com',
	description: 'Name or IP address of your PBX, as this n8n reaches it',
	displayOptions: { show: { type: ['asteriskAmi', 'freeswitch'] } },
};

/** Empty by default and not 5038, since of two fields of one name the editor takes the default of the last. */
const PORTS: INodeProperties[] = [
	{
		displayName: 'Port',
		name: 'port',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5038',
		description: "The 'port' of manager.conf. Leave empty for the usual one: 5038, or 5039 with TLS.",
		displayOptions: { show: { type: ['asteriskAmi'] } },
	},
	{
		displayName: 'Port',
		name: 'port',
		type: 'string',
		default: '',
		placeholder: 'e.g. 8021',
		description: "The 'listen-port' of event_socket.conf.xml. Leave empty for the usual one: 8021.",
		displayOptions: { show: { type: ['freeswitch'] } },
	},
];

const TLS: INodeProperties[] = [
	{
		displayName: 'TLS',
		name: 'tls',
		type: 'boolean',
		default: false,
		description:
			"Whether the connection is secured. Asterisk needs 'tlsenable = yes', 'tlscertfile' and 'tlsbindaddr' in manager.conf, and listens on port 5039 then as a rule. Use it wherever the network between n8n and the PBX is not your own.",
		displayOptions: { show: { type: ['asteriskAmi'] } },
	},
	{
		displayName: 'TLS',
		name: 'tls',
		type: 'boolean',
		default: false,
		description:
			'Whether the connection is secured. FreeSWITCH itself offers none; this is for a TLS proxy such as stunnel in front of it.',
		displayOptions: { show: { type: ['freeswitch'] } },
	},
];

const BASE_URL: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://pbx.example.com:8089',
	description:
		"Where the HTTP server of Asterisk is: 'bindaddr' and 'bindport' of http.conf (8088 as a rule), or 'tlsbindaddr' with https (8089 as a rule). A 'prefix' set there comes after it.",
	displayOptions: { show: { type: ['asteriskAri'] } },
};

const USERS: INodeProperties[] = [
	{
		displayName: 'User',
		name: 'user',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. n8n',
		description: 'The word in square brackets above the user in manager.conf or ari.conf',
		displayOptions: { show: { type: ['asteriskAmi', 'asteriskAri'] } },
	},
	{
		displayName: 'User',
		name: 'user',
		type: 'string',
		default: '',
		placeholder: 'e.g. n8n@pbx.example.com',
		description:
			"A user of the directory with the param 'esl-password', as name@domain. Leave empty to log in with the password of event_socket.conf.xml alone.",
		displayOptions: { show: { type: ['freeswitch'] } },
	},
];

const SECRET: INodeProperties = {
	displayName: 'Secret',
	name: 'secret',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description:
		"The user's 'secret' in manager.conf, 'password' in ari.conf, or the 'password' of event_socket.conf.xml",
};

const APPLICATION_NAME: INodeProperties = {
	displayName: 'Application Name',
	name: 'applicationName',
	type: 'string',
	default: '',
	placeholder: 'e.g. n8n-hamburg',
	description:
		'How the names begin under which Asterisk shows the workflows that listen (<i>ari show apps</i>). Each gets a name of its own, since Asterisk sends events to one connection for each name.',
	displayOptions: { show: { type: ['asteriskAri'] } },
};

export class PbxApi implements ICredentialType {
	name = 'pbxApi';

	displayName = 'PBX API';

	icon: Icon = { light: 'file:../icons/pbxApi.svg', dark: 'file:../icons/pbxApi.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-salesforce-voice/n8n-nodes-salesforce-voice/blob/main/docs/credentials.md#pbx-api-credential';

	/** It opens connections that no other node speaks the language of. */
	restrictToSupportedNodes = true as const;

	/** Only the host of this credential is ever connected to, and not by HTTP requests of other nodes. */
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: [
				{
					name: 'Asterisk AMI',
					value: 'asteriskAmi',
					description: 'Asterisk Manager Interface: sees everything, queues too',
				},
				{
					name: 'Asterisk ARI',
					value: 'asteriskAri',
					description: 'Asterisk REST Interface: over HTTP, where only that gets through',
				},
				{ name: 'FreeSWITCH', value: 'freeswitch', description: 'Its event socket' },
			],
			default: 'asteriskAmi',
			description: 'Which PBX you have, and through which of its interfaces n8n sees its calls',
		},
		setUp(
			'asteriskAmi',
			"In manager.conf: 'enabled = yes' and 'timestampevents = yes' under [general], and a user with a 'secret', 'read = call,agent,dialplan', 'write = reporting' and a 'permit' for this n8n. Then run 'manager reload' in Asterisk. The user can see calls, and neither place nor change any.",
		),
		setUp(
			'asteriskAri',
			"In http.conf: 'enabled = yes'. In ari.conf: 'enabled = yes' and 'channelvars = CHANNEL(linkedid),MIXMONITOR_FILENAME' under [general], and a user with 'type = user', 'read_only = yes' and a 'password'. Then run 'module reload res_ari.so' in Asterisk. The user can see calls, and neither place nor change any.",
		),
		setUp(
			'freeswitch',
			"In event_socket.conf.xml: 'listen-ip', 'listen-port', a 'password' other than ClueCon and an 'apply-inbound-acl' that lets this n8n in. Then run 'reload mod_event_socket' in FreeSWITCH.",
		),
		HOST,
		...PORTS,
		...TLS,
		BASE_URL,
		...tlsFields({ type: ['asteriskAmi', 'freeswitch'], tls: [true] }),
		...tlsFields({ type: ['asteriskAri'], baseUrl: [{ _cnd: { startsWith: 'https' } }] }),
		...USERS,
		SECRET,
		APPLICATION_NAME,
	];
}
