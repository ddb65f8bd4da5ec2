import { DateTime } from 'luxon';
import { decimal } from '../../call-event/units';
import { instantText } from '../instantText';
import type { ToldEvent } from '../legEvents';
import { listOf, recordOf, textOf } from '../payload';
import { commonFacts, type VonageWebhook } from './facts';

/** Whole seconds between two points in time; undefined unless both are there and in order. */
function secondsBetween(start: string | undefined, end: string | undefined): number | undefined {
	if (start === undefined || end === undefined) return undefined;
	const seconds = Math.round((DateTime.fromISO(end).toMillis() - DateTime.fromISO(start).toMillis()) / 1000);
	return seconds >= 0 ? seconds : undefined;
}

/** A `record` action is over. The link opens with a token of the application. */
export function recordingEvent(webhook: VonageWebhook): ToldEvent {
	const { payload } = webhook;
	const id = textOf(payload.recording_uuid);
	const seconds = secondsBetween(
		instantText(payload.start_time, 'utc'),
		instantText(payload.end_time, 'utc'),
	);
	return {
		facts: {
			...commonFacts(webhook, `record ${id ?? ''}`),
			eventType: 'recordingReady',
			recording: { id, url: textOf(payload.recording_url), seconds, needsAuth: true },
		},
		ofLegOnly: false,
	};
}

/** A leg was moved to another conversation, which is a call of its own from there on. */
export function transferEvent(webhook: VonageWebhook): ToldEvent {
	const newCallId = textOf(webhook.payload.conversation_uuid_to);
	return {
		facts: {
			...commonFacts(webhook, `transfer ${newCallId ?? ''}`),
			eventType: 'transferred',
			transfer: { newCallId },
		},
		ofLegOnly: false,
	};
}

/** An `input` action is over: what was said, the likeliest reading of it, or the keys that were pressed. */
export function inputEvent(webhook: VonageWebhook): ToldEvent {
	const common = commonFacts(webhook, 'input');
	const [likeliest] = listOf(recordOf(webhook.payload.speech).results).map(recordOf);
	const text = textOf(likeliest?.text);
	if (text === undefined) return { facts: { ...common, eventType: 'other' }, ofLegOnly: false };
	return {
		facts: {
			...common,
			eventType: 'transcript',
			transcript: {
				text,
				isFinal: true,
				// Who is asked to speak by an NCCO is the customer, whichever leg it is: agents are not asked.
				speaker: 'customer',
				confidence: decimal(likeliest?.confidence),
				startedAt: common.occurredAt,
			},
		},
		ofLegOnly: false,
	};
}

/** Anything else: the request for an NCCO, an error Vonage reports, or a kind of webhook that is new. */
export function otherEvent(webhook: VonageWebhook): ToldEvent {
	return {
		facts: {
			...commonFacts(webhook, 'other'),
			eventType: 'other',
			cause: { text: textOf(webhook.payload.reason) },
		},
		ofLegOnly: false,
	};
}
