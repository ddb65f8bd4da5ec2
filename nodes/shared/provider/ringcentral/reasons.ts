import type { Direction, Outcome, TransferKind } from '../../call-event/CallEvent';

/** `status.reason` with which a party leaves a call that goes on; telephony events, section 7, and CallStatusInfo in RingCentral's API reference. */
const GOES_ON: ReadonlySet<string> = new Set([
	'AgentAnswered',
	'CallerInputRedirect',
	'CallFlip',
	'CallPark',
	'CallRedirected',
	'CallSwitch',
	'Conference',
	'ParkLocation',
	'Pickup',
	'Supervising',
	'TakeOver',
	'Voicemail',
]);

/** `status.reason` with which a party hands the call on. */
const TRANSFERS: ReadonlyMap<string, TransferKind> = new Map([
	['AttendedTransfer', 'attended'],
	['BlindTransfer', 'blind'],
	['DtmfTransfer', 'blind'],
	['RccTransfer', 'blind'],
]);

/** `status.reason` of a call that nobody took. */
const UNANSWERED: ReadonlyMap<string, Outcome> = new Map([
	['NoAnswer', 'missed'],
	['Timeout', 'missed'],
	['Rejected', 'rejected'],
	['TargetBusy', 'busy'],
	['DestinationBlocked', 'failed'],
	['InternalError', 'failed'],
	['InternationalDisabled', 'failed'],
	['InvalidNumber', 'failed'],
	['NoSuchUser', 'failed'],
	['NotEnoughFunds', 'failed'],
]);

/** `status.reason` with which a call is over for whoever waits in a queue. For any other the queue may hand it on. */
const CALLER_LEFT: ReadonlySet<string> = new Set(['CallDropped', 'CallFinished', 'Canceled', 'Cancelled']);

/** Whether a queue or menu is left by its caller, who hung up. */
export function callerLeft(reason: string): boolean {
	return CALLER_LEFT.has(reason);
}

/** Whether the party's leaving leaves a call behind that goes on without it. */
export function callGoesOn(reason: string): boolean {
	return GOES_ON.has(reason);
}

/** How the party handed the call on; undefined when it did not. */
export function transferKind(reason: string): TransferKind | undefined {
	return TRANSFERS.get(reason);
}

/** Why nobody took the call; undefined when the reason does not say that nobody did. */
export function whyUnanswered(reason: string, direction: Direction | undefined): Outcome | undefined {
	// Whoever called gave up while it rang: the customer, or our own user.
	if (reason === 'Cancelled' || reason === 'Canceled') {
		return direction === 'inbound' ? 'abandoned' : 'canceled';
	}
	return UNANSWERED.get(reason);
}
