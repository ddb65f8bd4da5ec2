import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { executeOmniFlowFields } from '../RouteVoiceCall/operations/executeOmniFlow';
import { requestForm, routeFields } from '../RouteVoiceCall/operations/route';
import { callAttributes, optionsCollection } from '../shared/host/fields';
import { attributeFields } from '../shared/host/lists/attributeFields';
import { listsFrom } from '../shared/host/lists/listsFrom';

/** The fields of an operation of Route Voice Call without its options, shown where this routing is chosen. */
function fieldsOf(operation: readonly INodeProperties[], routing: string): INodeProperties[] {
	return operation
		.filter(({ name }) => name !== 'options')
		.map((field) => {
			const show: NonNullable<IDisplayOptions['show']> = {
				...field.displayOptions?.show,
				routing: [routing],
			};
			delete show.operation;
			return { ...field, displayOptions: { show } };
		});
}

const omniFlowFields = fieldsOf(executeOmniFlowFields, 'omniFlow').map((field): INodeProperties =>
	field.name === 'dialedNumber'
		? {
				...field,
				required: false,
				default: { __rl: true, mode: 'name', value: '' },
				description: `${field.description} Left empty, the number that the call's events tell is used.`,
			}
		: field,
);

const options = optionsCollection([
	{
		displayName: 'Rep Username',
		name: 'agentUsername',
		type: 'options',
		default: 'none',
		options: [
			{ name: "Agent's Email", value: 'email', description: "The email address in the event's 'agent'" },
			{ name: "Agent's ID", value: 'id', description: "The ID in the event's 'agent'" },
			{ name: 'Not Sent', value: 'none', description: 'Salesforce takes the rep who accepted the call' },
		],
		description: "Which part of 'agent' in a call event is the Salesforce username of the rep",
	},
	{
		...callAttributes,
		description:
			'More fields of the voice call record to fill, standard or custom. A value that is empty for an event leaves what an earlier event of the call gave.',
	},
	{
		displayName: 'Called Number',
		name: 'calledNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +18005550100',
		description:
			"The contact center's number, for telephony whose events do not tell which number was called, such as Amazon Connect. Without one, such calls are recorded only at their end.",
	},
	{
		displayName: 'If Direction Is Unknown',
		name: 'unknownDirection',
		type: 'options',
		default: 'inbound',
		options: [
			{
				name: 'Take It for Inbound',
				value: 'inbound',
				description: 'Create a record while the call goes on',
			},
			{ name: 'Take It for Outbound', value: 'outbound', description: 'Create none' },
		],
		description: 'What to do with a call while none of its events tells whether it is inbound or outbound',
	},
	{
		displayName: 'Record Outbound Calls',
		name: 'recordOutbound',
		type: 'boolean',
		default: false,
		description:
			"Whether to also record outbound calls, by one update when they are over. Salesforce's guide does not describe this, but Salesforce's own integration of Amazon Connect does it.",
	},
	{
		displayName: 'Remember Calls For (Hours)',
		name: 'rememberHours',
		type: 'number',
		typeOptions: { minValue: 2, maxValue: 720 },
		default: 24,
		description:
			'For how many hours after its end a call is remembered. A recording that comes later than that is not added to it. A call that is not over is remembered for a day after its last event at least.',
	},
	requestForm,
	{
		displayName: 'Store',
		name: 'store',
		type: 'options',
		default: 'process',
		options: [
			{
				name: 'Redis',
				value: 'redis',
				description: 'Needed in queue mode: all workers share what they remember',
			},
			{
				name: 'This n8n',
				value: 'process',
				description: 'Enough unless n8n runs in queue mode; survives a restart',
			},
		],
		description:
			'Where it is remembered how each call stands. All nodes for the same contact center share what they remember, so choose the same for each. Changing it forgets the calls in progress.',
	},
]);

export const syncVoiceCallFields: INodeProperties[] = [
	{
		displayName: 'Call Event',
		name: 'callEvent',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description:
			'What happened to a call: the whole item, as Telephony Event Trigger and PBX Trigger give it out. From another source, an object with at least callId and eventType.',
	},
	{
		displayName: 'Routing',
		name: 'routing',
		type: 'options',
		noDataExpression: true,
		default: 'none',
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'Salesforce is told of calls but sends them to nobody',
			},
			{
				name: 'Route to Rep, Queue or Flow',
				value: 'route',
				description: 'Let Omni-Channel ring a rep, put the call in a queue or run a flow',
			},
			{
				name: 'Run Omni-Channel Flow',
				value: 'omniFlow',
				description: 'Run the flow of the phone channel that was called',
			},
		],
		description: 'What to do, once, with a call that waits for a rep',
	},
	{
		displayName: 'Route When',
		name: 'routeWhen',
		type: 'options',
		default: 'queued',
		options: [
			{
				name: 'Call Rings',
				value: 'ringing',
				description: 'As soon as the record is there. For telephony that tells of no queues, such as Twilio.',
			},
			{
				name: 'Caller Is Queued',
				value: 'queued',
				description: 'When an event tells that the caller waits in a queue',
			},
		],
		description: 'With which event the call is routed. A call that somebody has taken already is not routed.',
		displayOptions: { show: { routing: ['route', 'omniFlow'] } },
	},
	listsFrom,
	...fieldsOf(routeFields, 'route'),
	...omniFlowFields,
	...attributeFields(
		'Options',
		'Fields of the voice call record and their values. A value that is empty for an event leaves what an earlier event of the call gave.',
	),
	options,
];
