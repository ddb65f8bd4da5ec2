import type { CallEventFacts } from '../../call-event/builder';
import type { Outcome } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { instantText } from '../instantText';
import { endOfCall, onceACall, type ToldEvent } from '../legEvents';
import { recordOf, textOf } from '../payload';
import { commonFacts, type ZoomWebhook } from './facts';
import { agentOf, directionOf, isOneOfSeveral, legIdOf, numberOf, queueOf, type Side } from './parties';

/** Event → event type (telephony events, section 2.2). What ended decides between `ended` and `missed` below. */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['phone.caller_ringing', 'initiated'],
	['phone.callee_ringing', 'ringing'],
	['phone.caller_connected', 'answered'],
	['phone.callee_answered', 'answered'],
	['phone.caller_hold', 'held'],
	['phone.callee_hold', 'held'],
	['phone.caller_unhold', 'resumed'],
	['phone.callee_unhold', 'resumed'],
	['phone.caller_ended', 'ended'],
	['phone.callee_ended', 'ended'],
	['phone.callee_missed', 'missed'],
	['phone.caller_rejected', 'missed'],
	['phone.callee_rejected', 'missed'],
]);

const FAMILY = /^phone\.(caller|callee)_/;

/** `handup_result`, as Zoom spells it, in words that differ between its clients. */
function resultOf({ object }: ZoomWebhook): string {
	return textOf(object.handup_result) ?? textOf(object.hangup_result) ?? textOf(object.result) ?? '';
}

const ELSEWHERE = /answered by other|answered elsewhere|pick(?:ed)? ?up by/i;

/** ITU-T Q.850: answered elsewhere. */
const Q850_ELSEWHERE = 26;

function outcomeOf(webhook: ZoomWebhook, side: Side, wasAnswered: boolean): Outcome | undefined {
	const result = resultOf(webhook);
	if (/voicemail/i.test(result)) return 'voicemail';
	if (wasAnswered) return 'answered';
	if (ELSEWHERE.test(result)) return undefined;
	if (webhook.event.endsWith('_rejected') || /reject|block|declin/i.test(result)) return 'rejected';
	if (/busy/i.test(result)) return 'busy';
	if (/cancel/i.test(result)) return side === 'callee' ? 'abandoned' : 'canceled';
	return /fail|error/i.test(result) ? 'failed' : 'missed';
}

function endEvent(webhook: ZoomWebhook, side: Side, facts: CallEventFacts): ToldEvent {
	const { object, event } = webhook;
	const result = resultOf(webhook);
	const elsewhere = ELSEWHERE.test(result);
	const connected = facts.answeredAt !== undefined || /connected|recorded/i.test(result);
	const wasAnswered = event.endsWith('_ended') && connected && !elsewhere && !/voicemail/i.test(result);
	// One phone of several that gives up, or that another one has beaten to it, does not end the call.
	const ofLegOnly = elsewhere || (side === 'callee' && !wasAnswered && isOneOfSeveral(object));
	const ended: CallEventFacts = {
		...facts,
		eventType: wasAnswered || elsewhere ? 'ended' : 'missed',
		answeredAt: wasAnswered ? facts.answeredAt : undefined,
		outcome: outcomeOf(webhook, side, wasAnswered),
		cause: { code: result || undefined, q850: elsewhere ? Q850_ELSEWHERE : undefined },
	};
	if (ofLegOnly) return { facts: ended, ofLegOnly };
	const endedAt = instantText(object.call_end_time, 'utc') ?? facts.occurredAt;
	return { facts: endOfCall({ ...ended, endedAt }), ofLegOnly };
}

/**
 * A phone of several that rings tells that the call rings: once, however many do, unless each is wanted. Which of them
 * is no agent of the call yet.
 */
function ringingEvent({ object, settings }: ZoomWebhook, facts: CallEventFacts): ToldEvent {
	if (settings.legEvents) return { facts, ofLegOnly: false };
	const agent = isOneOfSeveral(object) ? undefined : facts.agent;
	return { facts: onceACall({ ...facts, agent }, 'ring'), ofLegOnly: false };
}

/** An event of the families `phone.caller_…` and `phone.callee_…`, or undefined. */
export function callFlowEvent(webhook: ZoomWebhook): ToldEvent | undefined {
	const { event, object } = webhook;
	const eventType = EVENT_TYPES.get(event);
	if (eventType === undefined) return undefined;
	const side: Side = FAMILY.exec(event)?.[1] === 'caller' ? 'caller' : 'callee';
	const common = commonFacts(webhook);
	const caller = recordOf(object.caller);
	const direction = directionOf(side, object);
	const facts: CallEventFacts = {
		...common,
		eventType,
		legId: legIdOf(side, object, common.callId),
		direction,
		from: numberOf(caller),
		to: numberOf(recordOf(object.callee)),
		callerName: direction === 'outbound' ? undefined : textOf(caller.name),
		agent: agentOf(side, object),
		queue: queueOf(object),
		startedAt: instantText(object.ringing_start_time, 'utc'),
		answeredAt: instantText(object.answer_start_time ?? object.connected_start_time, 'utc'),
	};
	if (eventType === 'ringing') return ringingEvent(webhook, facts);
	if (eventType === 'ended' || eventType === 'missed') return endEvent(webhook, side, facts);
	if (eventType === 'answered') {
		return { facts: { ...facts, answeredAt: facts.answeredAt ?? common.occurredAt }, ofLegOnly: false };
	}
	return { facts, ofLegOnly: false };
}
