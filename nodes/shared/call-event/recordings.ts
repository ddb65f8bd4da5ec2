import type { Recording } from './CallEvent';
import type { RememberedEvent } from './CallMemory';
import { filled } from './callParties';

/** A recording that is still being made, or of which nothing came, is told of with an event that moves no call on. */
function isFinished({ eventType, recording }: RememberedEvent): boolean {
	if (eventType !== 'other' && eventType !== 'transcript') return true;
	return Boolean(recording?.url) && (recording?.seconds ?? 0) > 0;
}

/** A link may be renewed under the same id; two recordings without one are told apart by their links. */
function isSame(one: Recording, other: Recording): boolean {
	return one.id !== null && other.id !== null ? one.id === other.id : one.url === other.url;
}

/** The call's recordings in the order they are told of, each with the latest that is told of it. */
export function recordingsOf(events: readonly RememberedEvent[]): Recording[] {
	const recordings: Recording[] = [];
	for (const event of events) {
		const { recording } = event;
		if (!recording || !isFinished(event)) continue;
		const known = recordings.findIndex((other) => isSame(recording, other));
		const same = recordings[known];
		if (same) recordings[known] = filled(recording, same);
		else recordings.push(recording);
	}
	return recordings;
}

/**
 * The recording to hand on, since Salesforce takes one: of those with a link the longest, which is the most complete,
 * and of equally long ones the latest.
 */
export function bestRecording(recordings: readonly Recording[]): Recording | undefined {
	const weight = ({ url, seconds }: Recording) => (url === null ? -1 : (seconds ?? 0));
	const best = Math.max(...recordings.map(weight));
	return recordings.findLast((recording) => weight(recording) === best);
}
