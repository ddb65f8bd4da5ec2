import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { CallAttributes } from '../salesforce/callAttributes';
import type { Fault } from '../problem';
import type { UpdateVoiceCallFields } from '../salesforce/updateVoiceCall';
import { checkRecording } from '../salesforce/updateVoiceCallRules';
import type { CallView } from './CallView';
import { disconnectReason } from './disconnectReason';
import type { TransferProgress } from './Progress';
import type { SyncSettings } from './settings';

/** The fields of an update without the id of its call, and what it is told by. */
export interface UpdateContent {
	readonly fields: Omit<UpdateVoiceCallFields, 'callId'>;
	/** Equal for equal content. */
	readonly fingerprint: string;
}

export function instant(iso: string): DateTime;
export function instant(iso: string | null): DateTime | undefined;
export function instant(iso: string | null): DateTime | undefined {
	return iso === null ? undefined : DateTime.fromISO(iso, { zone: 'utc' });
}

export function attributesOf(view: CallView): CallAttributes | undefined {
	const rows = Object.entries(view.attributes).map(([name, value]) => ({ name, value }));
	return rows.length > 0 ? { rows } : undefined;
}

function content(fields: Omit<UpdateVoiceCallFields, 'callId'>): UpdateContent {
	// DateTimes are in UTC here and write themselves as ISO 8601.
	const fingerprint = createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16);
	return { fields, fingerprint };
}

function username(view: CallView, settings: SyncSettings): string | undefined {
	const { agent } = view.state;
	if (settings.agentUsername === 'none') return undefined;
	return (settings.agentUsername === 'email' ? agent?.email : agent?.id) ?? undefined;
}

/**
 * What is told while people talk. Hold and talk times are not: every update overwrites them, and they are not final
 * (telephony events, section 3).
 */
export function activeUpdate(view: CallView): UpdateContent {
	const { answeredAt, queuedAt } = view.state;
	return content({
		whatHappened: 'active',
		acceptTime: instant(answeredAt),
		enqueueTime: instant(queuedAt),
	});
}

/** Clocks of two systems may disagree; an end before the start would be refused, and the call stay open. */
function span(view: CallView): { startTime: DateTime | undefined; endTime: DateTime | undefined } {
	const { state } = view;
	const endTime = instant(state.endedAt);
	const startTime = instant(state.startedAt ?? view.handedOn?.at ?? null);
	return { startTime, endTime: startTime && endTime && endTime < startTime ? startTime : endTime };
}

/** What is wrong with the recording's address, if there is one. */
function faultOfRecording({ state }: CallView): Fault | undefined {
	const url = state.recording?.url;
	return url ? checkRecording({ recordingLocation: url })[0] : undefined;
}

/** A link that Salesforce does not take must not keep the call open. */
function recordingOf(view: CallView): { url: string; seconds: number | null } | undefined {
	const { recording } = view.state;
	if (!recording?.url || faultOfRecording(view)) return undefined;
	return { url: recording.url, seconds: recording.seconds };
}

/** Why the recording of a call is left out of its final update, if it is. */
export function recordingProblem(view: CallView): string | undefined {
	const fault = faultOfRecording(view);
	return fault && `The address of the recording was not sent: it ${fault.what}.`;
}

/**
 * The one final update, with all that is known: Salesforce works out the duration only from both times together and
 * sets totals that are left out to zero, so that nothing is ever sent in part.
 */
export function finalUpdate(view: CallView, settings: SyncSettings): UpdateContent {
	const { state } = view;
	const isVoicemail = state.outcome === 'voicemail';
	// The reducer leaves it out for a voicemail (callState.ts), as Salesforce wants it.
	const acceptTime = instant(state.answeredAt);
	const { startTime, endTime } = span(view);
	const recording = recordingOf(view);
	return content({
		whatHappened: acceptTime ? 'ended' : 'missed',
		startTime,
		endTime,
		enqueueTime: instant(state.queuedAt),
		acceptTime,
		fromNumber: state.from ?? undefined,
		totalHoldDuration: state.holdSeconds ?? undefined,
		longestHoldDuration: state.longestHoldSeconds ?? undefined,
		numberOfHolds: state.holdCount ?? undefined,
		queue: state.queue?.name ?? undefined,
		agent: username(view, settings),
		agentInteractionDuration: isVoicemail ? undefined : (state.talkSeconds ?? undefined),
		callOrigin: isVoicemail ? 'Voicemail' : undefined,
		recordingLocation: recording?.url,
		totalRecordingDuration: recording?.seconds ?? undefined,
		callAttributes: attributesOf(view),
		disconnectReason: disconnectReason(state),
	});
}

/**
 * Closes the record of a transfer after which the call went on under its own id, together with the call.
 *
 * The call's own record spans the whole call, and this one the part from the transfer on. Ending the call's own record
 * with the transfer would contradict what stands on it: the telephony system counts holds, talk and recording under the
 * one id it knows, and a talk time longer than its call is no better than none. Where a transfer gets an id of its own,
 * the telephony system tells the end of each call itself, and that is what is sent.
 */
export function finalUpdateOfTransfer(view: CallView, transfer: TransferProgress): UpdateContent {
	const startTime = instant(transfer.at);
	const endTime = instant(view.state.endedAt);
	return content({
		whatHappened: 'ended',
		startTime,
		endTime: endTime && endTime < startTime ? startTime : endTime,
		disconnectReason: disconnectReason(view.state),
	});
}
