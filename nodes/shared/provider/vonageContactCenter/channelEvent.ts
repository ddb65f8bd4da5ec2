import type { CallEventFacts } from '../../call-event/builder';
import type { Outcome } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { type CloudEvent, cloudEventId } from '../cloudEvent';
import { instantText } from '../instantText';
import type { ToldEvent } from '../legEvents';
import { recordOf, textOf } from '../payload';

/**
 * A channel's phase → event type (telephony events, sections 2.2 and 5.2). That it has `ended` follows the wrap-up, and
 * what `parked` and `interrupted` mean for a call is not documented.
 */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['alerted', 'ringing'],
	['connected', 'answered'],
	['held', 'held'],
	['retrieved', 'resumed'],
	['disconnected', 'ended'],
	['connectionfailed', 'missed'],
]);

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['busy', 'busy'],
	['rejected', 'rejected'],
	['noanswer', 'missed'],
	['timeout', 'missed'],
]);

/** What happens to one agent's phone and not to the call. It is the customer's channel that is held. */
const OF_ONE_AGENT: ReadonlySet<EventType> = new Set(['ringing', 'held', 'resumed', 'ended', 'missed']);

const CHANNEL_EVENT = /^channel\.([a-z]+)(?:\.v\d+)?$/i;

/**
 * What an event of Vonage Contact Center says. Each participant has a channel. That of the customer is the call: it
 * begins and ends it. An agent's is one leg, of which only that it connects is the call's: then a person took it.
 */
export function channelEvent(event: CloudEvent): {
	readonly facts: Omit<CallEventFacts, 'source' | 'receivedAt'>;
	readonly ofLegOnly: ToldEvent['ofLegOnly'];
} {
	const phase = CHANNEL_EVENT.exec(event.type)?.[1]?.toLowerCase() ?? '';
	const data = recordOf(event.data);
	const channel = recordOf(data.channel);
	const party = recordOf(channel.party);
	const ofAgent = textOf(party.role)?.toLowerCase() === 'agent';
	const told = EVENT_TYPES.get(phase) ?? 'other';
	const occurredAt = instantText(data.timestamp, 'utc') ?? instantText(event.time, 'utc');
	const isEnd = told === 'ended' || told === 'missed';
	const reason = textOf(data.reason);
	// The customer's channel connects to a menu or a queue as well as to a person.
	const eventType = told === 'answered' && !ofAgent ? 'other' : told;
	return {
		ofLegOnly: ofAgent && OF_ONE_AGENT.has(eventType),
		facts: {
			eventType,
			vendorEventId: cloudEventId(event),
			occurredAt,
			callId: textOf(channel.interactionId),
			// The end of the call is told of the call, and not of one of its legs.
			legId: isEnd && !ofAgent ? undefined : textOf(channel.channelId),
			agent: ofAgent ? { id: textOf(party.agentId) ?? textOf(party.userId) } : undefined,
			answeredAt: eventType === 'answered' ? occurredAt : undefined,
			endedAt: isEnd && !ofAgent ? occurredAt : undefined,
			outcome: eventType === 'missed' ? (OUTCOMES.get(reason?.toLowerCase() ?? '') ?? 'missed') : undefined,
			cause: { code: reason },
		},
	};
}
