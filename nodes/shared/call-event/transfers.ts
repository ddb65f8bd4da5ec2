import type { TransferKind } from './CallEvent';
import type { RememberedEvent } from './CallMemory';
import { filled } from './callParties';

/** One handing on of the call. */
export interface CallTransfer {
	/** Of the event that told it first. Told for several legs, `newCallId` is what the tellings share. */
	readonly eventId: string;
	readonly at: string;
	readonly kind: TransferKind | null;
	readonly toNumber: string | null;
	readonly toAgentId: string | null;
	readonly newCallId: string | null;
}

/** The call's transfers in the order they happened. Tellings with the same new call, or the same event id, are one. */
export function transfersOf(events: readonly RememberedEvent[]): CallTransfer[] {
	const transfers = new Map<string, CallTransfer>();
	for (const { eventType, eventId, occurredAt, transfer } of events) {
		if (eventType !== 'transferred') continue;
		const told = {
			eventId,
			at: occurredAt,
			kind: transfer?.kind ?? null,
			toNumber: transfer?.toNumber ?? null,
			toAgentId: transfer?.toAgentId ?? null,
			newCallId: transfer?.newCallId ?? null,
		};
		const identity = told.newCallId === null ? `event ${eventId}` : `call ${told.newCallId}`;
		const known = transfers.get(identity);
		transfers.set(identity, known ? filled(known, told) : told);
	}
	return [...transfers.values()];
}
