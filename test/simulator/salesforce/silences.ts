import type { CallStore } from './CallStore.ts';
import type { SilenceReason } from './Conversation.ts';
import type { VoiceCall } from './VoiceCall.ts';

/**
 * From now on the words of a participant are not stored, because the rep paused the recording or put somebody on
 * hold. `participant` is a sender type or a participant id; null for everybody.
 */
export function silence(
	call: VoiceCall,
	reason: SilenceReason,
	participant: string | null,
	calls: CallStore,
): void {
	const { silences } = call.conversation;
	if (silences.some((each) => each.reason === reason && each.participant === participant)) return;
	silences.push({ reason, participant });
	const what = reason === 'onHold' ? 'putOnHold' : 'recordingPaused';
	calls.note(call, what, participant ?? 'everybody');
}

/** Ends the pauses and holds of a participant, or with null every one. */
export function resume(call: VoiceCall, participant: string | null, calls: CallStore): void {
	const { silences } = call.conversation;
	const left = silences.filter((each) => participant !== null && each.participant !== participant);
	if (left.length === silences.length) return;
	silences.splice(0, silences.length, ...left);
	calls.note(call, 'resumed', participant ?? 'everybody');
}
