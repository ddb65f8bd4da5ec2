import type { Ender, Outcome } from '../../../call-event/CallEvent';
import type { EventType } from '../../../call-event/eventTypes';
import { decimal } from '../../../call-event/units';
import { isRecord } from '../../../isRecord';
import { recordOf, textOf } from '../../payload';
import type { KnownSender } from './KnownEvent';

const SOURCE = /^\/?projects\/[^/]+\/services\/[^/]+$/;

const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['call.incoming', 'ringing'],
	['call.answered', 'answered'],
	['call.hangup', 'ended'],
	['call.busy', 'missed'],
	['call.rejected', 'missed'],
	['call.timeout', 'missed'],
	['call.failed', 'missed'],
	['call.recording.finished', 'recordingReady'],
]);

const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['call.busy', 'busy'],
	['call.rejected', 'rejected'],
	['call.timeout', 'missed'],
	['call.failed', 'failed'],
	['call.amd.machine', 'voicemail'],
	['call.amd.beep', 'voicemail'],
]);

/** Who is meant by caller and callee follows from the direction. */
function enderOf(reason: string | undefined, inbound: boolean): Ender | undefined {
	if (reason === 'MANAGER_HANGUP') return 'system';
	if (reason !== 'CALLER_HANGUP' && reason !== 'CALLEE_HANGUP') return undefined;
	return (reason === 'CALLER_HANGUP') === inbound ? 'customer' : 'agent';
}

/** The number or address of one end. */
function partyOf(value: unknown): string | undefined {
	const party = recordOf(value);
	const sip = recordOf(party.sip);
	return textOf(recordOf(party.phone).number) ?? textOf(sip.uri) ?? textOf(sip.from) ?? textOf(value);
}

/**
 * Sinch Voice 2.0 (API description, 'Call webhook'): one call for each end, those of one session belong together. What
 * happened is also in the body, which is signed; the type in the header is not.
 */
export const sinch: KnownSender = ({ source, type, time, data }) => {
	const body = recordOf(data);
	if (!SOURCE.test(source) || !isRecord(body.call)) return undefined;
	const { call } = body;
	const kind = (textOf(body.event) ?? type).toLowerCase();
	const told = EVENT_TYPES.get(kind) ?? 'other';
	const inbound = textOf(call.direction)?.toUpperCase() === 'INBOUND';
	const answerTime = textOf(call.answerTime);
	// An inbound call is answered by what Sinch was told to do with it, which is a menu and not a person.
	const eventType = told === 'answered' && inbound ? 'other' : told;
	const over = eventType === 'ended' || eventType === 'missed';
	const reason = textOf(call.callReason)?.toUpperCase();
	return {
		eventType,
		fields: {
			callId: textOf(call.callId),
			sourceAccountId: textOf(call.serviceId),
			occurredAt: time ?? textOf(call.updateTime),
			direction: textOf(call.direction)?.toLowerCase(),
			from: partyOf(call.from),
			to: partyOf(call.to),
			startedAt: textOf(call.startTime),
			answeredAt: inbound ? undefined : answerTime,
			endedAt: over ? (textOf(call.endTime) ?? time) : undefined,
			outcome: OUTCOMES.get(kind) ?? (over && !inbound && answerTime !== undefined ? 'answered' : undefined),
			cause: { code: reason ?? textOf(call.callResult) },
			endedBy: over ? enderOf(reason, inbound) : undefined,
		},
		durations: { totalSeconds: over ? decimal(call.callDurationSeconds) : undefined },
	};
};
