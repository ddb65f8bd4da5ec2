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

/** Calls that this one was handed on to and that were not seen to since Salesforce has this one. */
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
	return [...ids]
		.filter((id) => id !== view.callId && record.successors[id] !== 'seen')
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
			successors: { ...known.successors, [successor.callId]: 'seen' },
		}));
	}
	return settlement;
}

function isOver(record: CallRecord): boolean {
	return callState(record.memory).phase === 'ended';
}

/**
 * Ends the call that was handed on to this one, when this one is closed and that one never got an end of its own: some
 * telephony systems go on under the new id only (Vonage, telephony events section 5.1). It ended when it was handed on.
 * An end that comes for it later is sent all the same.
 */
export async function endPredecessor(
	context: SyncContext,
	callId: string,
): Promise<{ readonly callId: string; readonly settlement: Settlement } | undefined> {
	const { records } = context;
	const { handedOn, progress } = (await records.read(callId)).record;
	if (!handedOn || !isClosed(progress)) return undefined;
	const { parentCallId, at } = handedOn;
	const before = await records.read(parentCallId);
	if (before.text === undefined || isOver(before.record)) return undefined;
	const event = callEvent({
		source: 'generic',
		eventType: 'ended',
		receivedAt: DateTime.fromISO(at, { zone: 'utc' }),
		occurredAt: at,
		vendorEventId: `handed on to ${callId}`,
		callId: parentCallId,
	});
	const { record } = await records.change(parentCallId, (known) =>
		isOver(known) ? known : withNews(known, { event }),
	);
	return { callId: parentCallId, settlement: await settle(context, parentCallId, record.arrivals) };
}
