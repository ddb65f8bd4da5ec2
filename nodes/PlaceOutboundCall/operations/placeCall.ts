import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';
import { onlyOncePerOption } from './onlyOncePer';

const show = { operation: ['placeCall'] };

const CONSENTS = [
	{ name: 'One Party', value: 'OneParty', description: 'It is enough that one side agrees' },
	{ name: 'Two Party', value: 'TwoParty', description: 'Both sides have to agree' },
	{ name: 'Unknown', value: 'Unknown', description: 'It is not known what applies' },
];

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	displayOptions: { show },
	options: [
		{
			displayName: 'Application',
			name: 'application',
			type: 'string',
			default: '',
			placeholder: 'e.g. SpeedToLead',
			description:
				'A short name, up to 32 letters and digits, that shows in the subject of the task in Salesforce. Needs API version 5.',
		},
		{
			displayName: 'Consent of Agent',
			name: 'fromConsent',
			type: 'options',
			options: CONSENTS,
			default: 'OneParty',
			description:
				'What the recording of the call needs on the side of the agent. Only together with the consent of the customer, and not for groups. Needs API version 6.',
		},
		{
			displayName: 'Consent of Customer',
			name: 'toConsent',
			type: 'options',
			options: CONSENTS,
			default: 'OneParty',
			description:
				'What the recording of the call needs on the side of the customer. Not when an agent is called. Needs API version 6.',
		},
		{
			displayName: 'Presented Number',
			name: 'presentedCLID',
			type: 'string',
			default: '',
			placeholder: 'e.g. 08008888888',
			description:
				'The number the customer sees. It must be a callback number of your Vonage account. Needs API version 2.',
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0012400000ATTUQ',
			description:
				'What the call is about, such as the ID of a Salesforce record: letters and digits, or a web address. Needs API version 4.',
		},
	],
};

const options: INodeProperties = {
	...optionsCollection([
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [1, 2, 3, 4, 5, 6].map((version) => ({ name: String(version), value: version })),
			default: 6,
			description: "Which version of Vonage's API to speak. A field that a version does not know is refused.",
		},
		onlyOncePerOption('of the same Vonage account'),
		{
			displayName: 'Wait for Result',
			name: 'waitForResult',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3600 },
			default: 120,
			description:
				'How many seconds to wait at most until the call is over and its result known. Left out, the node goes on as soon as Vonage has taken the call.',
		},
	]),
	displayOptions: { show },
};

/** The fields of Place Call. */
export const placeCallFields: INodeProperties[] = [
	{
		displayName: 'Call From',
		name: 'callFrom',
		type: 'options',
		default: 'agent',
		options: [
			{ name: 'Agent', value: 'agent', description: 'One agent, whose phone rings first' },
			{ name: 'Groups', value: 'groups', description: 'An available agent of one or several groups' },
		],
		description: 'Whose phone rings before the customer is dialed',
		displayOptions: { show },
	},
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 1234',
		description: "The agent's ID as Vonage shows it, up to 11 digits",
		displayOptions: { show: { ...show, callFrom: ['agent'] } },
	},
	{
		displayName: 'Groups',
		name: 'groups',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 030, 200',
		description: "The groups' IDs as Vonage shows them, separated by commas; leading zeros matter",
		displayOptions: { show: { ...show, callFrom: ['groups'] } },
	},
	{
		displayName: 'Call To',
		name: 'callTo',
		type: 'options',
		default: 'number',
		options: [
			{ name: 'Agent', value: 'agent', description: 'Another agent' },
			{ name: 'Number', value: 'number', description: 'A telephone number' },
		],
		description: 'Who is called',
		displayOptions: { show },
	},
	{
		displayName: 'To Number',
		name: 'telephoneNumber',
		type: 'string',
		required: true,
		default: '={{ $json.customerNumber }}',
		placeholder: 'e.g. +442072068888',
		description: 'The number to dial, with its country code or as it is dialed from where your account is',
		displayOptions: { show: { ...show, callTo: ['number'] } },
	},
	{
		displayName: 'To Agent',
		name: 'toAgentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 4567',
		description: "The called agent's ID as Vonage shows it, up to 11 digits",
		displayOptions: { show: { ...show, callTo: ['agent'] } },
	},
	additionalFields,
	options,
];
