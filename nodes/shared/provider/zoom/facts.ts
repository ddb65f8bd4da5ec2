import type { CallEventFacts } from '../../call-event/builder';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { bodyDigest, type Payload, recordOf, textOf } from '../payload';
import type { ZoomSettings } from './ZoomSettings';

/** One webhook with what it is read by. */
export interface ZoomWebhook {
	/** Such as `phone.callee_ringing`. */
	readonly event: string;
	readonly payload: Payload;
	/** `payload.object`: the call, or what happened to it. */
	readonly object: Payload;
	readonly delivery: Delivery;
	readonly settings: ZoomSettings;
}

export function zoomWebhook(payload: Payload, delivery: Delivery, settings: ZoomSettings): ZoomWebhook {
	return {
		event: textOf(payload.event) ?? '',
		payload,
		object: recordOf(recordOf(payload.payload).object),
		delivery,
		settings,
	};
}

/** What every Zoom event says (telephony events, section 2.1). There is no event id, so name and time stand for one. */
export function commonFacts({
	event,
	payload,
	object,
	delivery,
}: ZoomWebhook): Omit<CallEventFacts, 'eventType'> {
	const occurredAt = instantText(payload.event_ts, 'utc');
	return {
		source: 'zoom',
		receivedAt: delivery.receivedAt,
		occurredAt,
		distinguisher: `${event} ${occurredAt ?? bodyDigest(delivery)}`,
		sourceAccountId: textOf(recordOf(payload.payload).account_id),
		callId: textOf(object.call_id),
		raw: { ...payload },
	};
}
