import { createHash } from 'node:crypto';
import type { CallTransfer } from '../call-event/callState';
import type { CreateVoiceCallFields } from '../salesforce/createVoiceCall';
import type { CallView } from './CallView';
import type { SyncSettings } from './settings';
import { attributesOf, instant } from './updateFields';

/** Stands for a caller who hides the number, as in RFC 3323: Salesforce wants one. */
export const HIDDEN_CALLER = 'anonymous';

function origin(view: CallView): string | undefined {
	return view.state.outcome === 'voicemail' ? 'Voicemail' : undefined;
}

/** Undefined while it is not known which number was called: an event may yet tell. */
function inbound(view: CallView, settings: SyncSettings): CreateVoiceCallFields | undefined {
	const { callId, state } = view;
	const to = state.to ?? state.businessNumber ?? settings.calledNumber;
	const startTime = instant(state.startedAt);
	if (to === undefined || startTime === undefined) return undefined;
	return {
		initiationMethod: 'Inbound',
		vendorCallKey: callId,
		to,
		from: state.from ?? state.customerNumber ?? HIDDEN_CALLER,
		startTime,
		participantKey: state.customerNumber ?? undefined,
		callAttributes: attributesOf(view),
		callOrigin: origin(view),
	};
}

/** For a transfer both numbers are the contact center's (reference, section 4). */
function transferred(view: CallView, settings: SyncSettings): CreateVoiceCallFields | undefined {
	const { callId, state, parent, handedOn } = view;
	const from = parent?.businessNumber ?? state.businessNumber ?? settings.calledNumber ?? state.from;
	const to = handedOn?.toNumber ?? state.to ?? parent?.businessNumber ?? settings.calledNumber;
	const startTime = instant(state.startedAt ?? handedOn?.at ?? null);
	if (!parent || from === null || to === undefined || startTime === undefined) return undefined;
	return {
		initiationMethod: 'Transfer',
		parentVoiceCallId: parent.firstKey,
		vendorCallKey: callId,
		to,
		from,
		startTime,
		participantKey: parent.customerNumber ?? state.customerNumber ?? undefined,
		callAttributes: attributesOf(view),
		callOrigin: origin(view),
	};
}

/** The record of a call while it goes on; undefined while too little is known of it. */
export function createFields(view: CallView, settings: SyncSettings): CreateVoiceCallFields | undefined {
	return view.parent ? transferred(view, settings) : inbound(view, settings);
}

/** The same for every telling of the transfer, and unlike any other. */
export function keyOfTransfer(callId: string, eventId: string): string {
	const digest = createHash('sha256').update(eventId).digest('hex').slice(0, 12);
	return `${callId}-transfer-${digest}`;
}

/** The record of a transfer after which the call goes on under its own id. */
export function createTransferFields(
	view: CallView,
	transfer: CallTransfer,
	settings: SyncSettings,
): CreateVoiceCallFields | undefined {
	const { callId, state, parent } = view;
	const from = parent?.businessNumber ?? state.businessNumber ?? state.to ?? settings.calledNumber;
	if (from === undefined) return undefined;
	const to = transfer.toNumber ?? from;
	return {
		initiationMethod: 'Transfer',
		// Later transfers name the first call of the chain too (reference, section 4).
		parentVoiceCallId: parent?.firstKey ?? callId,
		vendorCallKey: keyOfTransfer(callId, transfer.eventId),
		to,
		from,
		startTime: instant(transfer.at),
		participantKey: parent?.customerNumber ?? state.customerNumber ?? undefined,
	};
}
