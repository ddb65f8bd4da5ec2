import type { CallEventFacts } from '../../call-event/builder';
import type { Direction } from '../../call-event/CallEvent';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { bodyDigest, type Payload, textOf } from '../payload';
import { claimsBesideBody } from '../verify/jwtBesideBody';
import type { VonageSettings } from './VonageSettings';

/** One webhook with what it is read by. */
export interface VonageWebhook {
	readonly payload: Payload;
	readonly delivery: Delivery;
	readonly settings: VonageSettings;
}

/** What answered is only found out of legs that were dialed, and told without their direction. */
const DETECTED: ReadonlySet<unknown> = new Set(['human', 'machine']);

/** `direction` is the leg's: that of a dialed leg says nothing of the call's unless customers are dialed. */
export function directionOf({ payload, settings }: VonageWebhook): Direction | undefined {
	if (payload.direction === 'inbound') return 'inbound';
	const wasDialed = payload.direction === 'outbound' || DETECTED.has(payload.status);
	return wasDialed && settings.dialedLegs === 'customers' ? 'outbound' : undefined;
}

/** Whether the webhook is about the customer's own leg, which is the call: who joins and leaves it does not end it. */
export function isOfCall(webhook: VonageWebhook): boolean {
	return directionOf(webhook) !== undefined;
}

/**
 * What every kind of Vonage webhook says (telephony events, section 2.1). Times are in UTC. `kind` tells webhooks of
 * one leg and time apart, which have no id.
 */
export function commonFacts(
	webhook: VonageWebhook,
	kind: string,
): Omit<CallEventFacts, 'eventType' | 'startedAt' | 'endedAt'> {
	const { payload, delivery } = webhook;
	const claims = claimsBesideBody(delivery, 'authorization');
	const uuid = textOf(payload.uuid) ?? textOf(payload.call_uuid);
	const occurredAt = instantText(payload.timestamp, 'utc');
	return {
		source: 'vonage',
		receivedAt: delivery.receivedAt,
		occurredAt,
		distinguisher: `${uuid ?? ''} ${kind} ${occurredAt ?? bodyDigest(delivery)}`,
		sourceAccountId: textOf(claims.application_id) ?? textOf(claims.api_key),
		callId: textOf(payload.conversation_uuid) ?? textOf(payload.conversation_uuid_from),
		legId: isOfCall(webhook) ? undefined : uuid,
		direction: directionOf(webhook),
		from: textOf(payload.from) ?? textOf(payload.from_user),
		to: textOf(payload.to),
		internationalDigits: true,
		raw: { ...payload },
	};
}
