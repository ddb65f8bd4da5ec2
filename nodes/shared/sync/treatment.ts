import type { CallView } from './CallView';
import { mayBeThere, type Progress } from './Progress';
import type { SyncSettings } from './settings';

/** How a call is recorded: step by step, by one update at its end, or not at all. */
export type Treatment = 'stepByStep' | 'atTheEnd' | 'notAtAll';

/** An outbound call cannot be created in Salesforce, and an internal one has no customer (reference, section 4). */
export function treatmentOf(view: CallView, progress: Progress, settings: SyncSettings): Treatment {
	// What has a record is seen through, whatever is learned of its direction later.
	if (mayBeThere(progress.create)) return 'stepByStep';
	const { state, parent } = view;
	if (parent && parent.standing !== 'never') return 'stepByStep';
	const direction = parent ? 'outbound' : (state.direction ?? settings.unknownDirection);
	switch (direction) {
		case 'inbound':
			return 'stepByStep';
		case 'outbound':
			return settings.recordOutbound ? 'atTheEnd' : 'notAtAll';
		case 'internal':
			return 'notAtAll';
	}
}

/** Whether the final update was sent, or may have been: the conversation is closed, and nothing opens it again. */
export function isClosed(progress: Progress): boolean {
	return progress.final !== null;
}

export function isOver(view: CallView): boolean {
	return view.state.phase === 'ended';
}

/**
 * Whether the call was seen to go on. A call of which only a recording is known may be long over and forgotten; a record
 * created for it would stay open.
 */
export function isLive({ seenLive, handedOn }: CallView): boolean {
	return seenLive || handedOn !== null;
}

/**
 * Whether anything is known of the call's course. Of a call that was forgotten, or whose other events go elsewhere, a
 * recording may still tell when it ended; an update with no more than that would erase what Salesforce has.
 */
export function isCourseKnown(view: CallView): boolean {
	return isLive(view) || view.seenEnd;
}

/** Whether a person took the call; a machine that did is none. */
export function isAnswered({ state }: CallView): boolean {
	return state.answeredAt !== null || state.outcome === 'answered' || state.outcome === 'voicemail';
}
