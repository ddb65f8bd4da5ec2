import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { EVENT_TYPES, eventType, firstStart } from '../../shared/salesforce/conversationEvent';
import { realTimeEvent, type RealTimeEventFields } from '../../shared/salesforce/realTimeEvent';
import { eventList, participant, sentiment, sentimentType, startTime } from './eventFields';
import { isListed, LISTED_LABELS, readEventFields, readListedEvents } from './readEvents';

const show = { operation: ['realTime'] };

const showFields = { ...show, eventsFrom: ['fields'] };

const showSentiment = { ...showFields, type: [EVENT_TYPES.Sentiment] };

export const realTimeFields: INodeProperties[] = [
	{
		displayName: 'Event Type',
		name: 'type',
		type: 'options',
		default: 'IntelligenceSignal__Category',
		options: [
			{
				name: 'Category',
				value: EVENT_TYPES.Category,
				description: 'A topic, a keyword or a rule of the intelligence service that was met',
			},
			sentimentType,
		],
		description: 'What was noticed',
		displayOptions: { show: showFields },
	},
	{
		displayName: 'Category',
		name: 'value',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. CustomerAngry',
		description: 'The name of the category as the rules in Salesforce know it',
		displayOptions: { show: { ...showFields, type: [EVENT_TYPES.Category] } },
	},
	{ ...sentiment, displayOptions: { show: showSentiment } },
	{ ...participant, displayOptions: { show: showSentiment } },
	{
		...startTime,
		default: '={{ $json.transcript?.startedAt ?? $json.occurredAt ?? $now }}',
		displayOptions: { show: showFields },
	},
	{
		...eventList,
		placeholder: 'e.g. [{"type": "Category", "value": "CustomerAngry", "startTime": 1777627800000}]',
		description:
			"A JSON list of objects with 'type' (Category or Sentiment), 'value', 'startTime', for a sentiment 'participant' (AGENT or CUSTOMER) and, if known, 'score' (0 to 1000), in any order; or an expression that gives such a list",
		displayOptions: { show: { ...show, eventsFrom: ['list'] } },
	},
	{
		displayName: 'Intelligence Service',
		name: 'service',
		type: 'options',
		default: 'AmazonConnectContactLens',
		options: [
			{ name: 'Amazon Connect Contact Lens', value: 'AmazonConnectContactLens' },
			{
				name: 'NICE CXone Agent Assist',
				value: 'CXoneAgentAssistService',
				description: "Spelled CXoneAgentAssistService, as in the table of Salesforce's guide",
			},
			{
				name: 'NICE CXone Agent Assist (Other Spelling)',
				value: 'CxoneAgentAssistService',
				description:
					"Spelled CxoneAgentAssistService, as in an example of Salesforce's guide, for when the first is refused",
			},
			{ name: 'Vonage Conversational Insights', value: 'VonageConversationalInsights' },
		],
		description:
			'Where the events come from. The rules in Salesforce are made for one of these; choose the one of your contact center.',
		displayOptions: { show },
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Confidence',
				name: 'score',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1000 },
				default: 1000,
				description: 'How sure the service is of the event: 0 is not at all, 1000 completely',
				displayOptions: { show: { '/eventsFrom': ['fields'] } },
			},
			{
				...participant,
				displayOptions: { show: { '/eventsFrom': ['fields'], '/type': [EVENT_TYPES.Category] } },
			},
			{
				displayName: 'Persist',
				name: 'persist',
				type: 'boolean',
				default: true,
				description:
					"Whether Salesforce is told to keep the events. Salesforce's guide shows this field in an example only; left out, nothing is said about it.",
			},
		],
	},
	{ ...optionsCollection(), displayOptions: { show } },
];

/** Reads the parameters of Send Real-Time Event. */
export function readRealTime(parameters: ItemParameters): SalesforceRequest {
	const isList = isListed(parameters);
	// What was entered for another choice stays in a saved workflow; it is not sent then.
	const isSentiment = !isList && eventType(parameters.text('type') ?? '') === EVENT_TYPES.Sentiment;
	const fields: RealTimeEventFields = {
		vendorCallKey: parameters.text('vendorCallKey'),
		service: parameters.text('service'),
		persist: parameters.flag('additionalFields.persist'),
		events: isList
			? readListedEvents(parameters)
			: [
					readEventFields(parameters, {
						participant: isSentiment ? 'participant' : 'additionalFields.participant',
						score: 'additionalFields.score',
					}),
				],
	};
	const labels = isList ? LISTED_LABELS : isSentiment ? { value: 'Sentiment' } : {};
	return {
		...salesforceRequest(realTimeEvent, fields, fields.vendorCallKey, labels),
		orderAt: firstStart(fields.events),
	};
}
