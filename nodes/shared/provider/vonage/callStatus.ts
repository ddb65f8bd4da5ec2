import type { CallEventFacts } from '../../call-event/builder';
import type { Outcome } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { wholeSeconds } from '../../call-event/units';
import { instantText } from '../instantText';
import type { ToldEvent } from '../legEvents';
import { textOf } from '../payload';
import { commonFacts, directionOf, isOfCall, type VonageWebhook } from './facts';

/** `status` → event type (telephony events, section 2.2). */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['started', 'initiated'],
	['ringing', 'ringing'],
	['answered', 'answered'],
	['completed', 'ended'],
	['unanswered', 'missed'],
	['timeout', 'missed'],
	['busy', 'missed'],
	['cancelled', 'missed'],
	['rejected', 'missed'],
	['failed', 'missed'],
]);

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['unanswered', 'missed'],
	['timeout', 'missed'],
	['busy', 'busy'],
	['cancelled', 'canceled'],
	['rejected', 'rejected'],
	['failed', 'failed'],
	['machine', 'voicemail'],
]);

/** The end of the customer's leg closes the call's times; the end of another only tells how long that party talked. */
function endFacts(webhook: VonageWebhook, occurredAt: string | undefined): Partial<CallEventFacts> {
	const { payload } = webhook;
	const completed = payload.status === 'completed';
	const seconds = completed ? wholeSeconds(payload.duration) : undefined;
	const dialed = payload.direction !== 'inbound';
	const common: Partial<CallEventFacts> = {
		// The caller's own leg is complete whoever, or whatever menu, took it.
		outcome: completed && dialed ? 'answered' : OUTCOMES.get(textOf(payload.status) ?? ''),
		cause: { code: textOf(payload.detail) ?? textOf(payload.sip_code) },
		talkSeconds: dialed ? seconds : undefined,
	};
	if (!isOfCall(webhook)) return common;
	return {
		...common,
		startedAt: instantText(payload.start_time, 'utc'),
		endedAt: instantText(payload.end_time, 'utc') ?? occurredAt,
		totalSeconds: seconds,
		endedBy: payload.disconnected_by === 'user' ? 'customer' : undefined,
	};
}

/** A webhook with a `status`: the course of one leg, or what answered it. */
export function statusEvent(webhook: VonageWebhook): ToldEvent {
	const status = textOf(webhook.payload.status) ?? '';
	const common = commonFacts(webhook, status);
	const { occurredAt } = common;
	const eventType = EVENT_TYPES.get(status) ?? 'other';
	const ofLegOnly = !isOfCall(webhook);
	const facts: CallEventFacts = { ...common, eventType };

	if (eventType === 'answered') {
		// The caller's leg is answered by the NCCO, which is a menu and not a person.
		if (directionOf(webhook) === 'inbound')
			return { facts: { ...facts, eventType: 'other' }, ofLegOnly: false };
		return { facts: { ...facts, answeredAt: occurredAt }, ofLegOnly: false };
	}
	if (eventType === 'ended' || eventType === 'missed') {
		return { facts: { ...facts, ...endFacts(webhook, occurredAt) }, ofLegOnly };
	}
	if (eventType === 'other') return { facts: { ...facts, outcome: OUTCOMES.get(status) }, ofLegOnly: false };
	const begins = eventType === 'initiated' && isOfCall(webhook);
	return { facts: { ...facts, startedAt: begins ? occurredAt : undefined }, ofLegOnly };
}
