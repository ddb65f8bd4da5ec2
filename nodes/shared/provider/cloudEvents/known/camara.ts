import type { Outcome } from '../../../call-event/CallEvent';
import type { EventType } from '../../../call-event/eventTypes';
import { decimal } from '../../../call-event/units';
import { isRecord } from '../../../isRecord';
import { recordOf, textOf } from '../../payload';
import type { KnownSender } from './KnownEvent';

const CLICK_TO_DIAL = /^org\.camaraproject\.click-to-dial\.v\d+\.status-changed$/;

/** CAMARA Click to Dial calls the caller, a user of the business, and then the callee. */
const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['initiating', 'initiated'],
	['callingcaller', 'initiated'],
	['callingcallee', 'ringing'],
	['connected', 'answered'],
	['disconnected', 'ended'],
	['failed', 'missed'],
]);

/** Why it was disconnected, where nobody spoke with anybody. */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['callerbusy', 'busy'],
	['calleebusy', 'busy'],
	['callernoanswer', 'missed'],
	['calleenoanswer', 'missed'],
	['callerabandon', 'canceled'],
	['callerfailure', 'failed'],
	['calleefailure', 'failed'],
]);

/** A number, in earlier drafts in an object. */
function numberOf(value: unknown): string | undefined {
	return textOf(isRecord(value) ? value.number : value);
}

/** CAMARA Click to Dial, `status-changed` (API description r2.1, and the drafts with `callidentifier`). */
export const camara: KnownSender = ({ type, subject, time, data }) => {
	if (!CLICK_TO_DIAL.test(type)) return undefined;
	const call = recordOf(data);
	const status = isRecord(call.status) ? call.status : { state: call.status, reason: call.reason };
	const state = textOf(status.state)?.toLowerCase() ?? '';
	const reason = textOf(status.reason);
	const outcome = state === 'failed' ? 'failed' : OUTCOMES.get(reason?.toLowerCase() ?? '');
	const told = EVENT_TYPES.get(state) ?? 'other';
	const eventType = told === 'ended' && outcome !== undefined ? 'missed' : told;
	const occurredAt = textOf(call.timestamp) ?? textOf(call.timeStamp) ?? time;
	return {
		eventType,
		fields: {
			// The subject is the resource of the call: `/calls/{callId}`.
			callId: textOf(call.callId) ?? textOf(call.callidentifier) ?? subject?.replace(/^.*\//, ''),
			occurredAt,
			direction: 'outbound',
			from: numberOf(call.caller),
			to: numberOf(call.callee),
			answeredAt: eventType === 'answered' ? occurredAt : undefined,
			endedAt: eventType === 'ended' || eventType === 'missed' ? occurredAt : undefined,
			outcome: eventType === 'ended' ? 'answered' : outcome,
			cause: { code: reason },
		},
		durations: { talkSeconds: eventType === 'ended' ? decimal(call.callDuration) : undefined },
	};
};
