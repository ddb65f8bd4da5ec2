import type { CallEventFacts } from '../../call-event/builder';
import type { Direction } from '../../call-event/CallEvent';
import { toIsoUtc } from '../../time/instant';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import type { TwilioRequest } from './requests';

/**
 * `outbound-dial` is a leg Twilio dials for a call that may itself be inbound or outbound, so it says nothing of the
 * call's direction.
 */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
	['inbound', 'inbound'],
	['outbound-api', 'outbound'],
]);

/** Whether a request is about one leg that Twilio dialled, not about the whole call. */
export function isDialledLeg({ parameters }: TwilioRequest): boolean {
	return parameters.has('ParentCallSid');
}

/** What every kind of Twilio request says. Fields: telephony events, section 2.1; times in UTC. */
export function commonFacts(
	request: TwilioRequest,
	delivery: Delivery,
): Omit<CallEventFacts, 'eventType' | 'startedAt' | 'endedAt'> {
	const { parameters } = request;
	const callSid = parameters.get('CallSid');
	return {
		source: 'twilio',
		receivedAt: delivery.receivedAt,
		occurredAt: instantText(parameters.get('Timestamp') ?? request.wrappedTime, 'utc'),
		sourceAccountId: parameters.get('AccountSid'),
		callId: parameters.get('ParentCallSid') ?? callSid,
		legId: callSid,
		direction: DIRECTIONS.get(parameters.get('Direction') ?? ''),
		from: parameters.get('From') ?? parameters.get('Caller'),
		to: parameters.get('To') ?? parameters.get('Called'),
		callerName: parameters.get('CallerName'),
		raw: request.payload,
	};
}

export function receivedText(delivery: Delivery): string {
	return toIsoUtc(delivery.receivedAt);
}
