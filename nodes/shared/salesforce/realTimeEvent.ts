import { segment } from '../http/ServiceOperation';
import { checkOneOf, checkText } from './checks';
import {
	checkEvents,
	type ConversationEvent,
	EVENT_TYPES,
	eventBody,
	inTimeOrder,
} from './conversationEvent';
import {
	checkAbsent,
	checkParticipant,
	checkScore,
	checkStart,
	checkType,
	checkValue,
} from './conversationEventRules';
import { readEventsAnswer } from './eventsAnswer';
import type { Operation } from './operation';
import { checkVendorCallKey } from './vendorCallKey';

/**
 * The intelligence services that the guide's table names, and the spelling of CXone's in its example. The Metadata API
 * (ConvIntelligenceService) spells it as the table does.
 */
export const REAL_TIME_SERVICES = [
	'AmazonConnectContactLens',
	'CXoneAgentAssistService',
	'CxoneAgentAssistService',
	'VonageConversationalInsights',
] as const;

const TYPES = [EVENT_TYPES.Category, EVENT_TYPES.Sentiment];

export interface RealTimeEventFields {
	readonly vendorCallKey?: string | undefined;
	/** One of REAL_TIME_SERVICES. */
	readonly service?: string | undefined;
	/** Undocumented but for an example; what Salesforce does without it is not said. */
	readonly persist?: boolean | undefined;
	/** In any order. */
	readonly events: readonly ConversationEvent[];
}

export interface RealTimeEventResult {
	readonly vendorCallKey: string;
	readonly status: string;
	readonly eventCount: number;
}

const leftOpen = {
	what: 'The events may have been sent.',
	fix: 'Look at the call in Salesforce before you send them again: events have no ID, so Salesforce would take a repetition for a second signal.',
};

/**
 * POST /voiceCalls/{vendorCallKey}/realtimeConversationEvents: Send a Real-Time Conversation Event, Spring '26
 * (reference, section 13). Without an event ID a repetition doubles the signal, so it is repeated only when Salesforce
 * provably did not act on it.
 */
export const realTimeEvent: Operation<RealTimeEventFields, RealTimeEventResult> = {
	purpose: 'take the conversation events',

	repeat: () => 'onlyIfUnsent',

	check(fields) {
		return [
			...checkVendorCallKey('vendorCallKey', fields.vendorCallKey),
			...checkText('service', fields.service, 'Choose the service that the event comes from.'),
			...checkOneOf('service', fields.service || undefined, REAL_TIME_SERVICES),
			...checkEvents(fields.events, (event) => [
				...checkType(event, TYPES),
				...checkValue(event),
				...checkStart(event),
				...checkAbsent(event, 'endTime', 'a real-time event'),
				...checkScore(event),
				...checkParticipant(event),
			]),
		];
	},

	request: ({ vendorCallKey, service, persist, events }) => ({
		method: 'POST',
		path: `/voiceCalls/${segment(vendorCallKey)}/realtimeConversationEvents`,
		body: { service, persist, events: inTimeOrder(events).map(eventBody) },
	}),

	read(answer, { vendorCallKey = '', events }) {
		return { vendorCallKey, status: readEventsAnswer(answer, this.purpose), eventCount: events.length };
	},

	leftOpen: () => leftOpen,

	explain(status) {
		if (status !== 404) return undefined;
		return "Check that the voice call was created under this vendor call key. The events of a transferred call go under the first call's.";
	},
};
