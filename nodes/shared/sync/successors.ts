import { DateTime } from 'luxon';
import { callEvent } from '../call-event/builder';
import { callState } from '../call-event/callState';
import { type CallRecord, withNews } from './CallRecord';
import type { CallView, HandedOn } from './CallView';
import { standingOf, viewOf } from './chain';
import { transfersUnderSameId } from './planSteps';
import { settle } from './settle';
import type { Settlement, SyncContext } from './SyncContext';
import { isClosed } from './treatment';

export interface Successor {
	readonly callId: string;
	/** How the call was handed on to it; undefined for one that told so itself. */
	readonly handedOn: HandedOn | undefined;
}

/** Calls that this one was handed on to and that were not seen to since Salesforce has this one, with all that is known. */
export function openSuccessors(view: CallView, record: CallRecord): Successor[] {
	const sameId = new Set(transfersUnderSameId(view));
	const told = view.state.transfers
		.filter((transfer) => !sameId.has(transfer))
		.map(({ newCallId, at, toNumber }): [string, HandedOn] => [
			newCallId ?? '',
			{ parentCallId: view.callId, at, toNumber },
		]);
	const handedOn = new Map(told);
	const ids = new Set([...handedOn.keys(), ...Object.keys(record.successors)]);
	const isSeenTo = (id: string): boolean => {
		const standing = Object.hasOwn(record.successors, id) ? record.successors[id] : 'open';
		return standing === 'told' || (standing === 'seen' && !handedOn.has(id));
	};
	return [...ids]
		.filter((id) => id !== view.callId && !isSeenTo(id))
		.map((callId) => ({ callId, handedOn: handedOn.get(callId) }));
}

/**
 * Sees to a call that this one was handed on to. Nothing of this call is held meanwhile, so that two calls that were
 * handed on to each other cannot wait for each other.
 */
export async function seeTo(context: SyncContext, callId: string, successor: Successor): Promise<Settlement> {
	const { records, settings } = context;
	const { handedOn } = successor;
	// News even when it tells nothing new: that this call has come to Salesforce may be just what that one waits for.
	const { record } = await records.change(successor.callId, (known) =>
		withNews(known, handedOn ? { handedOn } : {}),
	);
	const settlement = await settle(context, successor.callId, record.arrivals);
	if (settlement.failures.length > 0) return settlement;
	const { record: own } = await records.read(callId);
	if (standingOf(await viewOf(records, callId, own, settings), own, settings) !== 'notYet') {
		await records.change(callId, (known) => ({
			...known,
			successors: { ...known.successors, [successor.callId]: handedOn ? 'told' : 'seen' },
		}));
	}
	return settlement;
}

function isOver(record: CallRecord): boolean {
	return callState(record.memory).phase === 'ended';
}

export interface EndedBefore {
	readonly callId: string;
	readonly settlement: Settlement;
}

/**
 * Ends the calls that were handed on to this one, up to the first of the chain, when this one is closed and they never
 * got an end of their own: some telephony systems go on under the new id only (Vonage, telephony events section 5.1).
 * Each ended when it was handed on. An end that comes for it later is sent all the same.
 */
export async function endPredecessors(context: SyncContext, callId: string): Promise<EndedBefore[]> {
	const { records } = context;
	const ended: EndedBefore[] = [];
	// Ids that name each other in a ring must not be followed for ever.
	const known = new Set([callId]);
	for (let id = callId; ;) {
		const { handedOn, progress } = (await records.read(id)).record;
		if (!handedOn || !isClosed(progress) || known.has(handedOn.parentCallId)) return ended;
		const { parentCallId } = handedOn;
		known.add(parentCallId);
		const before = await records.read(parentCallId);
		// A call that was handed back goes on, and ends by itself.
		if (before.text === undefined || before.record.handedOn?.parentCallId === id) return ended;
		const settlement = await endOf(context, parentCallId, before.record, id, handedOn.at);
		if (settlement) ended.push({ callId: parentCallId, settlement });
		id = parentCallId;
	}
}

/** Undefined when it has ended, and Salesforce has all that is known of it. */
async function endOf(
	context: SyncContext,
	callId: string,
	record: CallRecord,
	successor: string,
	at: string,
): Promise<Settlement | undefined> {
	// One who ended it may have died before Salesforce was told.
	if (isOver(record) && record.covered === record.arrivals) return undefined;
	const event = callEvent({
		source: 'generic',
		eventType: 'ended',
		receivedAt: DateTime.fromISO(at, { zone: 'utc' }),
		occurredAt: at,
		vendorEventId: `handed on to ${successor}`,
		callId,
	});
	const { record: told } = await context.records.change(callId, (known) =>
		isOver(known) ? known : withNews(known, { event }),
	);
	return await settle(context, callId, told.arrivals);
}
