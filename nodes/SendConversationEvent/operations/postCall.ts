import type { INodeProperties } from 'n8n-workflow';
import { optionsCollection } from '../../shared/host/fields';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type SalesforceRequest, salesforceRequest } from '../../shared/host/salesforceItems';
import { EVENT_TYPES, firstStart } from '../../shared/salesforce/conversationEvent';
import { postCallEvent, type PostCallEventFields } from '../../shared/salesforce/postCallEvent';
import { storePostCallEvents } from '../../shared/salesforce/storePostCallEvents';
import { endTime, eventList, participant, sentiment, sentimentType, startTime } from './eventFields';
import { isListed, LISTED_LABELS, readEventFields, readListedEvents } from './readEvents';

const show = { operation: ['postCall'] };

const showFields = { ...show, eventsFrom: ['fields'] };

export const postCallFields: INodeProperties[] = [
	{
		displayName:
			'Salesforce stores these events only after the call has ended, and names Amazon Connect Contact Lens as their only source.',
		name: 'postCallNotice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
	{
		displayName: 'Event Type',
		name: 'type',
		type: 'options',
		default: 'IntelligenceSignal__Sentiment',
		options: [
			{
				name: 'Overall Sentiment Score',
				value: EVENT_TYPES.OverallSentimentScore,
				description:
					"How a participant felt over the whole call. Salesforce's own programs send it; its guide does not mention it.",
			},
			sentimentType,
		],
		description: 'What was noticed',
		displayOptions: { show: showFields },
	},
	{ ...sentiment, displayOptions: { show: showFields } },
	{ ...participant, displayOptions: { show: showFields } },
	{
		...startTime,
		default: '={{ $json.transcript?.startedAt ?? $json.answeredAt ?? $json.startedAt }}',
		displayOptions: { show: showFields },
	},
	{
		...endTime,
		default: '={{ $json.transcript?.endedAt ?? $json.endedAt }}',
		displayOptions: { show: showFields },
	},
	{
		...eventList,
		placeholder:
			'e.g. [{"type": "Sentiment", "value": -1000, "startTime": 1777627800000, "endTime": 1777627807500, "participant": "CUSTOMER"}]',
		description:
			"A JSON list of objects with 'type' (Sentiment or OverallSentimentScore), 'value', 'startTime', 'endTime' and 'participant' (AGENT or CUSTOMER), in any order; or an expression that gives such a list. More than 25 are sent in several requests.",
		displayOptions: { show: { ...show, eventsFrom: ['list'] } },
	},
	{ ...optionsCollection(), displayOptions: { show } },
];

/** Reads the parameters of Store Post-Call Sentiment. */
export function readPostCall(parameters: ItemParameters): SalesforceRequest {
	const isList = isListed(parameters);
	const fields: PostCallEventFields = {
		vendorCallKey: parameters.text('vendorCallKey'),
		events: isList ? readListedEvents(parameters) : [readEventFields(parameters, { endTime: 'endTime' })],
	};
	const labels = isList ? LISTED_LABELS : { value: 'Sentiment' };
	return {
		...salesforceRequest(postCallEvent, fields, fields.vendorCallKey, labels),
		orderAt: firstStart(fields.events),
		send: async (session) => await storePostCallEvents(session, fields),
	};
}
