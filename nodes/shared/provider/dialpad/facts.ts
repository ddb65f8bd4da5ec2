import type { CallEventFacts } from '../../call-event/builder';
import type { Agent, Direction, Queue } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { wholeSeconds } from '../../call-event/units';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { bodyDigest, type Payload, recordOf, textOf } from '../payload';
import type { DialpadSettings } from './DialpadSettings';

/** One call as Dialpad tells it after something happened to it. */
export interface DialpadCall {
	readonly claims: Payload;
	readonly delivery: Delivery;
	readonly settings: DialpadSettings;
}

/** Kinds of target that are a person, and not a group whose phones ring. */
const PEOPLE: ReadonlySet<string> = new Set(['user', 'coaching_user']);

function typeOf(target: Payload): string {
	return textOf(target.type)?.toLowerCase() ?? '';
}

/**
 * The call that all legs of it are told by: the one it was handed on from, the one that came in, else itself (telephony
 * events, section 2.1).
 */
export function callIdOf({ claims }: DialpadCall): string | undefined {
	return textOf(claims.master_call_id) ?? textOf(claims.entry_point_call_id) ?? textOf(claims.call_id);
}

/** Whether it is one agent's phone of a call that came in for a department, a call center or an office. */
export function isOfLegOnly(call: DialpadCall): boolean {
	const { claims } = call;
	return textOf(claims.entry_point_call_id) !== undefined && textOf(claims.call_id) !== callIdOf(call);
}

/** Whether the call is a person's, and its times are those of that person. */
export function isOfPerson({ claims }: DialpadCall): boolean {
	return PEOPLE.has(typeOf(recordOf(claims.target)));
}

/** Whether a person is on the call, and not a menu or the music of a queue. */
export function hasAgent(call: DialpadCall): boolean {
	return isOfPerson(call) || textOf(call.claims.operator_call_id) !== undefined;
}

function agentOf(call: DialpadCall): Told<Agent> | undefined {
	const target = recordOf(call.claims.target);
	if (!isOfPerson(call)) return undefined;
	return { id: textOf(target.id), name: textOf(target.name), email: textOf(target.email) };
}

/** The department, call center or office that the call came in for. */
function queueOf({ claims }: DialpadCall): Told<Queue> | undefined {
	const group = [recordOf(claims.entry_point_target), recordOf(claims.target)].find(
		(target) => textOf(target.id) !== undefined && !PEOPLE.has(typeOf(target)),
	);
	return group && { id: textOf(group.id), name: textOf(group.name) };
}

function directionOf({ claims }: DialpadCall): Direction | undefined {
	return claims.direction === 'inbound' || claims.direction === 'outbound' ? claims.direction : undefined;
}

/**
 * What every Dialpad event says. Times are epoch milliseconds, durations milliseconds. There is no event id, so state
 * and time stand for one.
 */
export function commonFacts(call: DialpadCall): Omit<CallEventFacts, 'eventType'> {
	const { claims, delivery } = call;
	const direction = directionOf(call);
	const occurredAt = instantText(claims.event_timestamp, 'utc');
	const [external, internal] = [textOf(claims.external_number), textOf(claims.internal_number)];
	return {
		source: 'dialpad',
		receivedAt: delivery.receivedAt,
		occurredAt,
		distinguisher: `${textOf(claims.state) ?? ''} ${occurredAt ?? bodyDigest(delivery)}`,
		callId: callIdOf(call),
		legId: textOf(claims.call_id),
		direction,
		from: direction === 'outbound' ? internal : external,
		to: direction === 'outbound' ? external : internal,
		callerName: direction === 'inbound' ? textOf(recordOf(claims.contact).name) : undefined,
		agent: agentOf(call),
		queue: queueOf(call),
		queuedAt: instantText(claims.date_queued, 'utc'),
		holdSeconds: wholeSeconds(claims.hold_time, 'milliseconds'),
		raw: { ...claims },
	};
}
