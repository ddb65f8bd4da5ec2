import { DateTime } from 'luxon';
import type { CallEventFacts } from '../../call-event/builder';
import type { Outcome } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { wholeNumber, wholeSeconds } from '../../call-event/units';
import { toIsoUtc } from '../../time/instant';
import type { Delivery } from '../Delivery';
import { commonFacts, isDialledLeg, receivedText } from './facts';
import { recordingOf } from './recording';
import type { TwilioRequest } from './requests';
import { followsFinishedVerb, isCallback } from './voiceUrl';

/** `CallStatus` → event type (telephony events, section 2.2). */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['queued', 'initiated'],
	['initiated', 'initiated'],
	['ringing', 'ringing'],
	['in-progress', 'answered'],
	['completed', 'ended'],
	['busy', 'missed'],
	['failed', 'missed'],
	['no-answer', 'missed'],
	['canceled', 'missed'],
]);

/** What a final status says of how the call went. `completed` says nothing for an inbound call: a menu may have taken it. */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['busy', 'busy'],
	['failed', 'failed'],
	['no-answer', 'missed'],
	['canceled', 'canceled'],
]);

/** What the `action` of a `<Dial>` says of all the phones it rang; the call itself goes on. */
const DIAL_OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	...OUTCOMES,
	['completed', 'answered'],
	['answered', 'answered'],
]);

/** By answering machine detection: `machine_start`, `machine_end_beep` ..., `fax`. */
function tookByMachine({ parameters }: TwilioRequest): boolean {
	return /^(?:machine|fax)/.test(parameters.get('AnsweredBy') ?? '');
}

function earlier(iso: string, seconds: number): string {
	return toIsoUtc(DateTime.fromISO(iso, { zone: 'utc' }).minus({ seconds }));
}

function answeredFacts(request: TwilioRequest, occurredAt: string | undefined): Partial<CallEventFacts> {
	// The caller's own leg is in progress as soon as Twilio carries out TwiML, which is a menu and not a person.
	if (request.parameters.get('Direction') === 'inbound') return { eventType: 'other' };
	if (tookByMachine(request)) return { eventType: 'answered', outcome: 'voicemail' };
	return { eventType: 'answered', answeredAt: occurredAt };
}

/** The end of the whole call closes its times; the end of one leg only tells how long that party talked. */
function endFacts(request: TwilioRequest, endedAt: string | undefined): Partial<CallEventFacts> {
	const { parameters } = request;
	const status = parameters.get('CallStatus') ?? '';
	const seconds = wholeSeconds(parameters.get('CallDuration'));
	const completed = status === 'completed';
	const spoken = completed && parameters.get('Direction') !== 'inbound';
	const outcome = tookByMachine(request) ? 'voicemail' : spoken ? 'answered' : OUTCOMES.get(status);
	const cause = { code: parameters.get('SipResponseCode') ?? parameters.get('ErrorCode') };
	const common = { outcome, cause, recording: recordingOf(request) };
	if (isDialledLeg(request)) return { ...common, talkSeconds: completed ? seconds : undefined };
	return {
		...common,
		endedAt,
		totalSeconds: seconds,
		startedAt: endedAt !== undefined && seconds ? earlier(endedAt, seconds) : undefined,
	};
}

/** A call status callback (`CallbackSource` = `call-progress-events`). */
function statusFacts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	const common = commonFacts(request, delivery);
	const { occurredAt } = common;
	const eventType = EVENT_TYPES.get(request.parameters.get('CallStatus') ?? '') ?? 'other';
	const facts: CallEventFacts = {
		...common,
		eventType,
		sequence: wholeNumber(request.parameters.get('SequenceNumber')),
	};
	if (eventType === 'answered') return { ...facts, ...answeredFacts(request, occurredAt) };
	if (eventType === 'ended' || eventType === 'missed') return { ...facts, ...endFacts(request, occurredAt) };
	const begins = eventType === 'initiated' && !isDialledLeg(request);
	return begins ? { ...facts, startedAt: occurredAt } : facts;
}

/**
 * A request of a number's voice URL, or of a verb's `action`. The first one of an inbound call is its ringing, which
 * Twilio reports in no other way, and bears no time.
 */
function voiceUrlFacts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	const common = commonFacts(request, delivery);
	const { parameters } = request;
	const rings = parameters.get('CallStatus') === 'ringing' && common.direction === 'inbound';
	// While `answerOnBridge` holds the answer back, the call still rings when a `<Dial>` is over.
	if (rings && !isDialledLeg(request) && !followsFinishedVerb(parameters)) {
		return {
			...common,
			eventType: 'ringing',
			distinguisher: 'voice URL',
			startedAt: common.occurredAt ?? receivedText(delivery),
		};
	}
	return {
		...common,
		eventType: 'other',
		distinguisher: request.distinguisher,
		outcome: tookByMachine(request) ? 'voicemail' : DIAL_OUTCOMES.get(parameters.get('DialCallStatus') ?? ''),
		recording: recordingOf(request),
	};
}

/** What a request about a call, and not about a recording or a transcription, says. */
export function callFacts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	return isCallback(request.parameters) ? statusFacts(request, delivery) : voiceUrlFacts(request, delivery);
}
