import { DateTime } from 'luxon';
import type { CallEventFacts } from '../../call-event/builder';
import type { EventType } from '../../call-event/eventTypes';
import { wholeSeconds } from '../../call-event/units';
import { instantText } from '../instantText';
import { endOfCall, type ToldEvent } from '../legEvents';
import { textOf } from '../payload';
import { callIdOf, commonFacts, type DialpadCall, hasAgent, isOfLegOnly, isOfPerson } from './facts';
import { recordingEvent, recordingOf, transcriptEvent } from './media';

/** `state` → event type (telephony events, section 2.2). A voicemail is not yet the call's end, so it is `other`. */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['calling', 'initiated'],
	['preanswer', 'initiated'],
	['ringing', 'ringing'],
	['queued', 'queued'],
	['connected', 'answered'],
	['hold', 'held'],
	['hangup', 'ended'],
	['missed', 'missed'],
	['recording', 'recordingReady'],
	['admin_recording', 'recordingReady'],
	['transcription', 'transcript'],
	['call_transcription', 'transcript'],
]);

/** Dialpad's clocks tell a connection some seconds apart from its event; a later one is the end of a hold. */
const SURELY_LATER_MS = 10_000;

type Facts = Omit<CallEventFacts, 'eventType'>;

function hasVoicemail({ claims }: DialpadCall): boolean {
	return ['voicemail_link', 'voicemail_share_link', 'voicemail_recording_id'].some(
		(field) => textOf(claims[field]) !== undefined,
	);
}

function personAnsweredAt(call: DialpadCall): string | undefined {
	return isOfPerson(call) ? instantText(call.claims.date_connected, 'utc') : undefined;
}

function connected(call: DialpadCall, facts: Facts): ToldEvent {
	// A department or call center takes the call before any of its people does, and keeps that as its own time.
	if (!hasAgent(call)) return { facts: { ...facts, eventType: 'other' }, ofLegOnly: false };
	const { occurredAt } = facts;
	const answeredAt = personAnsweredAt(call) ?? occurredAt;
	const resumes =
		answeredAt !== undefined &&
		occurredAt !== undefined &&
		DateTime.fromISO(occurredAt).toMillis() - DateTime.fromISO(answeredAt).toMillis() > SURELY_LATER_MS;
	return { facts: { ...facts, eventType: resumes ? 'resumed' : 'answered', answeredAt }, ofLegOnly: false };
}

/** `hangup` comes for every call, `missed` only where nobody took it; one of them is the end. */
function ended(call: DialpadCall, facts: Facts): ToldEvent {
	const { claims } = call;
	const ofLegOnly = isOfLegOnly(call);
	const isConnected = hasAgent(call) && instantText(claims.date_connected, 'utc') !== undefined;
	const wasAnswered = isConnected && claims.state === 'hangup' && !hasVoicemail(call);
	const answeredAt = wasAnswered ? personAnsweredAt(call) : undefined;
	const eventType: EventType = wasAnswered ? 'ended' : 'missed';
	if (
		wasAnswered &&
		claims.is_transferred === true &&
		!ofLegOnly &&
		textOf(claims.operator_call_id) === undefined
	) {
		return { facts: { ...facts, eventType: 'transferred', answeredAt }, ofLegOnly };
	}
	const common: CallEventFacts = {
		...facts,
		eventType,
		outcome: wasAnswered ? 'answered' : hasVoicemail(call) ? 'voicemail' : 'missed',
		answeredAt,
		talkSeconds: wasAnswered ? wholeSeconds(claims.talk_time ?? claims.duration, 'milliseconds') : undefined,
		recording: wasAnswered ? recordingOf(call) : undefined,
	};
	if (ofLegOnly) return { facts: common, ofLegOnly };
	const endedAt = instantText(claims.date_ended, 'utc') ?? facts.occurredAt;
	if (textOf(claims.call_id) !== callIdOf(call)) {
		// It was handed on to this one, whose times and totals are only those of the last part of the call.
		const last = { ...common, endedAt, talkSeconds: undefined, holdSeconds: undefined };
		return { facts: endOfCall(last), ofLegOnly };
	}
	const whole: CallEventFacts = {
		...common,
		startedAt: instantText(claims.date_started, 'utc'),
		endedAt,
		totalSeconds: wholeSeconds(claims.total_duration, 'milliseconds'),
	};
	return { facts: endOfCall(whole), ofLegOnly };
}

/** What the state of a Dialpad call says. */
export function stateEvent(call: DialpadCall): ToldEvent {
	const { claims } = call;
	const facts = commonFacts(call);
	const eventType = EVENT_TYPES.get(textOf(claims.state) ?? '') ?? 'other';
	const ofLegOnly = isOfLegOnly(call);
	switch (eventType) {
		case 'answered':
			return connected(call, facts);
		case 'ended':
		case 'missed':
			return ended(call, facts);
		case 'recordingReady':
			return recordingEvent(call, facts);
		case 'transcript':
			return transcriptEvent(call, facts);
		case 'initiated':
		case 'ringing': {
			const startedAt = ofLegOnly ? undefined : instantText(claims.date_started, 'utc');
			return { facts: { ...facts, eventType, startedAt }, ofLegOnly };
		}
		case 'queued':
			return {
				facts: { ...facts, eventType, queuedAt: facts.queuedAt ?? facts.occurredAt },
				ofLegOnly: false,
			};
		default: {
			const outcome = textOf(claims.state)?.startsWith('voicemail') ? 'voicemail' : undefined;
			return { facts: { ...facts, eventType, outcome }, ofLegOnly: false };
		}
	}
}
