import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const forAsterisk: IDisplayOptions = { show: { source: ['asteriskAmi', 'asteriskAri'] } };

const forFreeswitch: IDisplayOptions = { show: { source: ['freeswitch'] } };

function pbxName(usual: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'PBX Name',
		name: 'pbxName',
		type: 'string',
		required: true,
		default: usual,
		placeholder: 'e.g. hamburg',
		description:
			'Stands in front of every call ID, since two PBXs may use the same ones. Give each of your PBXs another, and do not change it while calls go on.',
		displayOptions,
	};
}

function inboundContexts(usual: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Inbound Contexts',
		name: 'inboundContexts',
		type: 'string',
		default: usual,
		placeholder: 'e.g. from-trunk*, from-pstn',
		description:
			'The dialplan contexts in which calls from outside arrive, separated by commas; a star at the end stands for anything. This is how inbound calls are told from others.',
		displayOptions,
	};
}

function trunks(placeholder: string, displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Trunks',
		name: 'trunks',
		type: 'string',
		default: '',
		placeholder,
		description:
			'How the names of the channels that lead outside begin, separated by commas. Fill it in if your inbound contexts are not only for calls from outside, or if phones of your reps are reached over a trunk.',
		displayOptions,
	};
}

/** How the PBX's calls are to be understood, which it does not tell itself. */
export const callFields: INodeProperties[] = [
	pbxName('asterisk', forAsterisk),
	pbxName('freeswitch', forFreeswitch),
	inboundContexts('from-trunk*, from-pstn*', forAsterisk),
	inboundContexts('public', forFreeswitch),
	trunks('e.g. PJSIP/provider, DAHDI/', forAsterisk),
	trunks('e.g. sofia/gateway/provider, sofia/external/', forFreeswitch),
	{
		displayName: 'Extensions',
		name: 'extensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1XX, 2[0-5]X',
		description:
			'The numbers of your phones as patterns of the Asterisk dialplan, separated by commas: X is any digit, Z one from 1, N one from 2. Left empty, a number of up to six digits is one.',
	},
	{
		displayName: 'Numbers Without Plus',
		name: 'internationalDigits',
		type: 'boolean',
		default: false,
		description:
			'Whether your provider sends numbers with the country code but without the plus in front, such as 4930123456',
	},
	{
		displayName: 'Recording URL',
		name: 'recordingUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://pbx.example.com/recordings/{date}/{file}',
		description:
			'Where your PBX serves its recordings. Left empty, the path on the PBX is the link. Salesforce opens it in the browser of a rep or supervisor.',
		hint: 'Placeholders: {file}, {basename}, {path}, {callId}, {date}',
	},
	{
		displayName: 'Recording Variable',
		name: 'recordingVariable',
		type: 'string',
		default: 'MIXMONITOR_FILENAME',
		description:
			'The channel variable that holds the file a call is recorded into. MixMonitor sets the usual one by itself.',
		displayOptions: forAsterisk,
	},
];
