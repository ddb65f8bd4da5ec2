import type { CallView } from './CallView';
import { createFields } from './createFields';
import { mayBeThere, type Progress } from './Progress';
import type { SyncSettings } from './settings';
import { isAnswered, isClosed, isCourseKnown, isLive, isOver, treatmentOf } from './treatment';

/** Why lines of a call's transcript cannot be sent, now or later; undefined while they can, or may yet. */
export function whyNoLines(view: CallView, progress: Progress, settings: SyncSettings): string | undefined {
	if (treatmentOf(view, progress, settings) !== 'stepByStep') {
		return 'The call has no conversation in Salesforce: those are made for inbound and transferred calls only.';
	}
	if (isClosed(progress) || (isOver(view) && !mayBeThere(progress.create))) {
		return "It came too late: Salesforce drops lines that come after the end of the call. Add them with Add Call Transcript, 'Upload After Call'.";
	}
	return undefined;
}

/** Where a call stands towards Salesforce when nothing is left to be done: why nothing was, or what is waited for. */
export function standing(view: CallView, progress: Progress, settings: SyncSettings): string {
	const { state, parent } = view;
	const treatment = treatmentOf(view, progress, settings);
	if (treatment === 'notAtAll') {
		if (state.direction === 'internal' && !parent) return 'Internal calls are not recorded in Salesforce.';
		return "Outbound calls are recorded only when the option 'Record Outbound Calls' is on.";
	}
	if (!isCourseKnown(view)) {
		return "No event has told yet that the call rings, waits, was answered or ended, so that nothing was sent. If such events did come, the call has been forgotten since: see 'Remember Calls For' in the options.";
	}
	if (isOver(view)) return 'The call is over, and Salesforce has all that is known of it.';
	if (isClosed(progress)) {
		return 'The call was told to be over, so that its record is closed, and went on all the same. All that is known goes into the record when the call ends.';
	}
	if (treatment === 'atTheEnd') return 'An outbound call is recorded when it is over.';
	if (mayBeThere(progress.create)) {
		const waitsForQueue = settings.routing && progress.routing === 'no' && !isAnswered(view);
		return waitsForQueue
			? "The call is routed when an event tells that the caller waits in a queue. For telephony that tells of no queues set 'Route When' to 'Call Rings'."
			: 'Salesforce has all that is to be told of the call while it goes on.';
	}
	if (parent?.standing === 'notYet') {
		return 'The call that this one was transferred from is not in Salesforce yet; this one follows it.';
	}
	if (!isLive(view)) {
		return 'No event has told yet that the call rings, waits or was answered, so that no record was created.';
	}
	if (!createFields(view, settings)) {
		return "The record is created as soon as an event tells which number was called; the option 'Called Number' stands in where none does.";
	}
	return 'The record could not be created; the next event of the call tries again.';
}
