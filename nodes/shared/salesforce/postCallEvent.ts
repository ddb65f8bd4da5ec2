import { segment } from '../http/ServiceOperation';
import { checkOneOf } from './checks';
import {
	checkEvents,
	type ConversationEvent,
	EVENT_TYPES,
	eventBody,
	inTimeOrder,
} from './conversationEvent';
import {
	checkAbsent,
	checkEnd,
	checkParticipant,
	checkStart,
	checkType,
	checkValue,
} from './conversationEventRules';
import { readEventsAnswer } from './eventsAnswer';
import type { Operation } from './operation';
import { checkVendorCallKey } from './vendorCallKey';

/** The only one that is documented. */
export const POST_CALL_SERVICE = 'AmazonConnectContactLens';

const TYPES = [EVENT_TYPES.Sentiment, EVENT_TYPES.OverallSentimentScore];

export interface PostCallEventFields {
	readonly vendorCallKey?: string | undefined;
	/** POST_CALL_SERVICE when absent. */
	readonly service?: string | undefined;
	/** In any order. */
	readonly events: readonly ConversationEvent[];
}

export interface PostCallEventResult {
	readonly vendorCallKey: string;
	readonly status: string;
	readonly eventCount: number;
}

const leftOpen = {
	what: 'The events may have been stored.',
	fix: 'Look at the call in Salesforce before you send them again: events have no ID, so Salesforce may store a repetition a second time.',
};

/**
 * POST /voiceCalls/{vendorCallKey}/postConversationEvents: Store a Post-Call Conversation Event, Spring '26 (reference,
 * section 14), for closed conversations. Without an event ID a repetition doubles it, so it is repeated only when
 * Salesforce provably did not act on it. All events go into one request; `storePostCallEvents` makes several of many.
 */
export const postCallEvent: Operation<PostCallEventFields, PostCallEventResult> = {
	purpose: 'store the conversation events',

	repeat: () => 'onlyIfUnsent',

	check(fields) {
		return [
			...checkVendorCallKey('vendorCallKey', fields.vendorCallKey),
			...checkOneOf('service', fields.service, [POST_CALL_SERVICE]),
			...checkEvents(fields.events, (event) => [
				...checkType(event, TYPES),
				...checkValue(event),
				...checkStart(event),
				...checkEnd(event),
				...checkAbsent(event, 'score', 'a stored event'),
				...checkParticipant(event),
			]),
		];
	},

	request: ({ vendorCallKey, service = POST_CALL_SERVICE, events }) => ({
		method: 'POST',
		path: `/voiceCalls/${segment(vendorCallKey)}/postConversationEvents`,
		body: { service, events: inTimeOrder(events).map(eventBody) },
	}),

	read(answer, { vendorCallKey = '', events }) {
		return { vendorCallKey, status: readEventsAnswer(answer, this.purpose), eventCount: events.length };
	},

	leftOpen: () => leftOpen,

	explain(status) {
		if (![400, 404, 409, 422].includes(status)) return undefined;
		return 'Salesforce stores these events only of calls that have ended: close the call with Update Voice Call first.';
	},
};
