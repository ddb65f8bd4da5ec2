import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { EVENT_TYPES } from '../../shared/salesforce/conversationEvent';

/** Fields that both operations have. Where they are shown, and what fills the times, is theirs to say. */

/** The telephony system's own id, the only one that Salesforce knows a conversation by. */
export const vendorCallKey: INodeProperties = {
	displayName: 'Vendor Call Key',
	name: 'vendorCallKey',
	type: 'string',
	required: true,
	default: '={{ $json.parentCallId ?? $json.vendorCallKey ?? $json.callId }}',
	placeholder: 'e.g. 5324881f-1e84-4367-8930-f69a74b30ca6',
	description:
		"The telephony system's own ID of the call; a Salesforce voice call ID (0LQ…) is not accepted here. For a transferred call, that of the first call.",
};

export const eventsFrom: INodeProperties = {
	displayName: 'Events',
	name: 'eventsFrom',
	type: 'options',
	default: 'fields',
	options: [
		{ name: 'One, From the Fields Below', value: 'fields', description: 'Each item is one event' },
		{ name: 'Several, From a List', value: 'list', description: 'Each item has a list of events' },
	],
	description: 'Where the events are. Those of the same call are sent in the order in which they began.',
};

export const sentimentType: INodePropertyOptions = {
	name: 'Sentiment',
	value: EVENT_TYPES.Sentiment,
	description: 'How a participant feels',
};

export const sentiment: INodeProperties = {
	displayName: 'Sentiment',
	name: 'value',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 400.13',
	description:
		'From -1000 (most negative) to 1000 (most positive), with up to two decimals. POSITIVE, NEUTRAL, MIXED and NEGATIVE are understood as well, as Amazon Contact Lens says it.',
};

export const participant: INodeProperties = {
	displayName: 'Participant',
	name: 'participant',
	type: 'options',
	default: 'CUSTOMER',
	options: [
		{ name: 'Customer', value: 'CUSTOMER' },
		{ name: 'Rep', value: 'AGENT' },
	],
	description: 'Who the event is about',
};

export const startTime: INodeProperties = {
	displayName: 'Start Time',
	name: 'startTime',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'When it began. A time without a zone is taken in the time zone of the workflow.',
};

export const endTime: INodeProperties = {
	displayName: 'End Time',
	name: 'endTime',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'When it ended. A time without a zone is taken in the time zone of the workflow.',
};

export const eventList: INodeProperties = {
	displayName: 'List of Events',
	name: 'events',
	type: 'json',
	required: true,
	default: '',
};
