import type { INodeProperties } from 'n8n-workflow';
import { LONGEST_RING_S } from '../../shared/pbx/dial/DialOrder';
import { onlyOncePerOption } from './onlyOncePer';

const show = { operation: ['dialFromPbx'] };

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show },
	options: [
		{
			displayName: 'Account Code',
			name: 'accountCode',
			type: 'string',
			default: '',
			placeholder: 'e.g. sales',
			description: 'Stands in the call records of the PBX, such as the cost center that pays for the call',
		},
		{
			displayName: 'Caller ID',
			name: 'callerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. +14155550100',
			description:
				"The number that is shown, such as your main number; your provider must let you show it. Left out, it is the one of the rep's own calls. An Asterisk that rings the rep through the dialplan shows it to the rep only.",
		},
		onlyOncePerOption('of the same PBX'),
		{
			displayName: 'PBX Name',
			name: 'pbxName',
			type: 'string',
			default: '',
			placeholder: 'e.g. asterisk',
			description:
				"As it stands in the PBX Trigger, so that 'callId' is the same here and there. Left out, it is the usual one.",
		},
		{
			displayName: 'Ring For (Seconds)',
			name: 'ringSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: LONGEST_RING_S },
			default: 30,
			description: "How long the rep's phone rings before the PBX gives up",
		},
	],
};

/** The fields of Dial From PBX. */
export const dialFromPbxFields: INodeProperties[] = [
	{
		displayName: 'Extension of Rep',
		name: 'extension',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 101',
		description: 'The phone that rings first. The number is dialed once the rep has answered.',
		displayOptions: { show },
	},
	{
		displayName: 'Number to Call',
		name: 'numberToCall',
		type: 'string',
		required: true,
		default: '={{ $json.customerNumber }}',
		placeholder: 'e.g. +14155550123',
		description:
			'As a phone of the context dials it: with the country code, or with the digits that lead outside. Digits only, with a plus if you like.',
		displayOptions: { show },
	},
	{
		displayName: 'Dialplan Context',
		name: 'dialContext',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: '',
		placeholder: 'e.g. from-internal',
		description:
			'Which part of the dialplan dials. It says what the calls may cost and reach, so that it is fixed here and never comes from data.',
		displayOptions: { show },
	},
	{
		displayName: 'Ring Through',
		name: 'ringThrough',
		type: 'options',
		noDataExpression: true,
		default: 'dialPlan',
		options: [
			{
				name: 'Chan_sip Phone',
				value: 'SIP',
				description: 'The phone SIP/… itself, on an Asterisk before version 21',
			},
			{
				name: 'Dialplan',
				value: 'dialPlan',
				description:
					'As if somebody in the context dialed the extension: with forwarding, and with voicemail',
			},
			{
				name: 'PJSIP Phone',
				value: 'PJSIP',
				description: 'The phone PJSIP/… itself, so that no voicemail can answer for the rep',
			},
		],
		description: 'How Asterisk rings the extension. A FreeSWITCH always rings the user of its directory.',
		displayOptions: { show },
	},
	options,
];
