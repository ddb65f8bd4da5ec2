import type { CallEventFacts } from '../../call-event/builder';
import type { Direction } from '../../call-event/CallEvent';
import { wholeSeconds } from '../../call-event/units';
import { checkCount } from '../body/readBody';
import type { ToldEvent } from '../legEvents';
import { listOf, type Payload, recordOf, textOf } from '../payload';
import { commonFacts, type ZoomWebhook } from './facts';

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
	['inbound', 'inbound'],
	['outbound', 'outbound'],
]);

function recordingFacts(webhook: ZoomWebhook, entry: Payload): CallEventFacts {
	const common = commonFacts(webhook);
	const id = textOf(entry.id) ?? textOf(entry.recording_id);
	const owner = recordOf(entry.owner);
	const direction = DIRECTIONS.get(textOf(entry.direction) ?? '');
	return {
		...common,
		eventType: 'recordingReady',
		distinguisher: `recording ${id ?? common.distinguisher ?? ''}`,
		callId: textOf(entry.call_id) ?? common.callId,
		direction,
		from: textOf(entry.caller_number),
		to: textOf(entry.callee_number),
		callerName: direction === 'outbound' ? undefined : textOf(entry.caller_name),
		agent:
			owner.type === 'user'
				? { id: textOf(owner.id), name: textOf(owner.name), extension: textOf(owner.extension_number) }
				: { id: textOf(entry.user_id) },
		recording: {
			id,
			url: textOf(entry.download_url),
			seconds: wholeSeconds(entry.duration),
			needsAuth: true,
		},
	};
}

/** The recordings of one or several calls; older apps are sent a single one without a list. */
export function recordingEvents(webhook: ZoomWebhook): ToldEvent[] {
	const list = checkCount(listOf(webhook.object.recordings).map(recordOf));
	const entries = list.length > 0 ? list : [webhook.object];
	return entries.map((entry) => ({ facts: recordingFacts(webhook, entry), ofLegOnly: false }));
}

/** A user hands the call on: at once, or after having talked to the new one. */
export function transferEvent(webhook: ZoomWebhook): ToldEvent {
	const { object } = webhook;
	const owner = recordOf(object.owner);
	const failed = textOf(object.failure_reason);
	return {
		facts: {
			...commonFacts(webhook),
			eventType: failed === undefined ? 'transferred' : 'other',
			agent: { id: textOf(owner.id), name: textOf(owner.name), extension: textOf(owner.extension_number) },
			transfer: {
				kind: webhook.event.includes('warm') ? 'attended' : 'blind',
				toNumber: textOf(object.transfer_phone_number),
			},
			cause: { text: failed },
		},
		ofLegOnly: false,
	};
}

/** A message was left: the call it belongs to was answered by nobody. */
export function voicemailEvent(webhook: ZoomWebhook): ToldEvent {
	const { object } = webhook;
	return {
		facts: {
			...commonFacts(webhook),
			eventType: 'other',
			direction: 'inbound',
			from: textOf(object.caller_number),
			to: textOf(object.callee_number),
			callerName: textOf(object.caller_name),
			outcome: 'voicemail',
			recording: {
				id: textOf(object.id),
				url: textOf(object.download_url),
				seconds: wholeSeconds(object.duration),
				needsAuth: true,
			},
		},
		ofLegOnly: false,
	};
}

/** Anything else: call logs, muting, messages, a new kind of event. What it says is in `raw`. */
export function otherEvent(webhook: ZoomWebhook): ToldEvent {
	const { object } = webhook;
	const [entry] = [...listOf(object.call_logs), ...listOf(object.recordings)].map(recordOf);
	const common = commonFacts(webhook);
	const callId = common.callId ?? textOf(entry?.call_id);
	return { facts: { ...common, eventType: 'other', callId }, ofLegOnly: false };
}
