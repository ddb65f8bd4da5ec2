import type { Agent, Direction, Queue } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { type Payload, recordOf, textOf } from '../payload';

/** Which side of a call Zoom reports: its own user who called, or the one who was called. */
export type Side = 'caller' | 'callee';

/** Kinds of extension that are the business itself and not someone outside. */
const OWN_EXTENSIONS: ReadonlySet<string> = new Set([
	'user',
	'callQueue',
	'autoReceptionist',
	'commonArea',
	'commonAreaPhone',
	'sharedLineGroup',
	'zoomRoom',
	'ciscoRoom/PolycomRoom',
]);

/** Extensions that ring several phones. */
const GROUPS: ReadonlySet<string> = new Set(['callQueue', 'sharedLineGroup', 'autoReceptionist']);

function isOwn(party: Payload): boolean {
	return textOf(party.user_id) !== undefined || OWN_EXTENSIONS.has(textOf(party.extension_type) ?? '');
}

function isGroup(party: Payload): boolean {
	return GROUPS.has(textOf(party.extension_type) ?? '');
}

export function numberOf(party: Payload): string | undefined {
	return textOf(party.phone_number) ?? textOf(party.extension_number);
}

/** A Zoom user who called has called out, one who was called was called in, unless both are of the business. */
export function directionOf(side: Side, call: Payload): Direction {
	if (isOwn(recordOf(call.caller)) && isOwn(recordOf(call.callee))) return 'internal';
	return side === 'caller' ? 'outbound' : 'inbound';
}

/** The business's person on the reported side; a queue or an auto receptionist is none. */
export function agentOf(side: Side, call: Payload): Told<Agent> | undefined {
	const party = recordOf(call[side]);
	if (!isOwn(party) || isGroup(party)) return undefined;
	return {
		id: textOf(party.user_id) ?? textOf(party.extension_id),
		extension: textOf(party.extension_number),
		name: textOf(party.name),
	};
}

/** The call queue or shared line group that gave the call to this phone, or that is called itself. */
export function queueOf(call: Payload): Told<Queue> | undefined {
	const group = [recordOf(call.forwarded_by), recordOf(call.callee)].find(
		(party) => isGroup(party) && party.extension_type !== 'autoReceptionist',
	);
	return group && { id: textOf(group.extension_id), name: textOf(group.name) };
}

/** Whether the callee is one phone of several that ring for the same call. */
export function isOneOfSeveral(call: Payload): boolean {
	const by = recordOf(call.forwarded_by);
	return isGroup(by) && by.extension_type !== 'autoReceptionist';
}

/** This phone's part of the call; Zoom gives all phones of a call the same id. */
export function legIdOf(side: Side, call: Payload, callId: string | undefined): string | undefined {
	const party = recordOf(call[side]);
	const phone = textOf(party.user_id) ?? textOf(party.extension_id) ?? numberOf(party);
	return callId === undefined || phone === undefined ? undefined : `${callId}/${phone}`;
}
