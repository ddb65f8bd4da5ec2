import type { CallEventFacts } from '../../call-event/builder';
import type { Outcome } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { instantText, secondsBetween } from '../instantText';
import { textOf } from '../payload';
import { agentOf, type AircallWebhook, commonFacts } from './facts';
import { recordingOf, voicemailOf } from './recording';

/** `event` → event type (telephony events, section 7). `call.hungup` comes at once, `call.ended` some time later. */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['call.created', 'initiated'],
	['call.ringing_on_agent', 'ringing'],
	['call.answered', 'answered'],
	['call.hold', 'held'],
	['call.unhold', 'resumed'],
	['call.transferred', 'transferred'],
	['call.external_transferred', 'transferred'],
	['call.hungup', 'ended'],
	['call.ended', 'ended'],
	['call.comm_assets_generated', 'recordingReady'],
]);

type Facts = Omit<CallEventFacts, 'eventType'>;

/** Of such an event a call has one, by whichever of Aircall's it is told. */
function once(facts: CallEventFacts, mark: string): CallEventFacts {
	return facts.callId === undefined ? facts : { ...facts, distinguisher: mark };
}

function outcomeOf({ data }: AircallWebhook): Outcome {
	if (textOf(data.answered_at) !== undefined) return 'answered';
	if (textOf(data.voicemail) !== undefined) return 'voicemail';
	return /abandon/.test(textOf(data.missed_call_reason) ?? '') ? 'abandoned' : 'missed';
}

/** The call as its end leaves it, told by both events of its end. How long was talked it does not tell: holds come off that. */
function finalFacts(webhook: AircallWebhook, facts: Facts): Facts {
	const { data, event } = webhook;
	const answeredAt = instantText(data.answered_at, 'utc');
	const hungUpAt = event === 'call.hungup' ? facts.occurredAt : undefined;
	const endedAt = instantText(data.ended_at, 'utc') ?? hungUpAt;
	const { startedAt } = facts;
	return {
		...facts,
		answeredAt,
		endedAt,
		outcome: outcomeOf(webhook),
		cause: { code: textOf(data.missed_call_reason) ?? textOf(data.hangup_cause) },
		totalSeconds: secondsBetween(startedAt, endedAt),
	};
}

/** The end, once, by whichever of its two events comes first; and the recording, which only the later one has. */
function endEvents(webhook: AircallWebhook, facts: Facts): CallEventFacts[] {
	const final = finalFacts(webhook, facts);
	const eventType = final.answeredAt === undefined ? 'missed' : 'ended';
	const end = once({ ...final, endedAt: final.endedAt ?? facts.occurredAt, eventType }, 'end');
	const recording = recordingOf(webhook.data);
	return recording === undefined ? [end] : [end, recordingReady(final, recording)];
}

function recordingReady(facts: Facts, recording: CallEventFacts['recording']): CallEventFacts {
	return once({ ...facts, eventType: 'recordingReady', recording }, 'recording');
}

/** What an event about a call says; one event, or the end of the call and its recording. */
export function callFacts(webhook: AircallWebhook): CallEventFacts[] {
	const { data, event } = webhook;
	const facts = commonFacts(webhook);
	const eventType = EVENT_TYPES.get(event) ?? 'other';
	switch (eventType) {
		case 'ringing':
			// It rings on one agent after the other, or on all at once; the call rings once.
			return [once({ ...facts, eventType }, 'ring')];
		case 'answered':
			return [{ ...facts, eventType, answeredAt: instantText(data.answered_at, 'utc') ?? facts.occurredAt }];
		case 'transferred': {
			const transfer = {
				toAgentId: agentOf(data.transferred_to).id,
				toNumber: textOf(data.external_transferred_to),
			};
			return [{ ...facts, eventType, transfer }];
		}
		case 'ended':
			return endEvents(webhook, facts);
		case 'recordingReady': {
			const recording = recordingOf(data);
			if (recording !== undefined) return [recordingReady(finalFacts(webhook, facts), recording)];
			return [{ ...facts, eventType: 'other' }];
		}
		case 'other': {
			const isVoicemail = event === 'call.voicemail_left';
			const outcome = isVoicemail ? 'voicemail' : undefined;
			return [{ ...facts, eventType, outcome, recording: isVoicemail ? voicemailOf(data) : undefined }];
		}
		default:
			return [{ ...facts, eventType }];
	}
}
