import type { CallEventFacts } from '../../call-event/builder';
import type { Recording } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { wholeSeconds } from '../../call-event/units';
import type { ToldEvent } from '../legEvents';
import { listOf, recordOf, textOf } from '../payload';
import type { DialpadCall } from './facts';

type Facts = Omit<CallEventFacts, 'eventType'>;

/** The longest of the call's recordings, whose link opens for who is signed in to Dialpad; undefined: there is none. */
export function recordingOf({ claims }: DialpadCall): Told<Recording> | undefined {
	const recordings = listOf(claims.recording_details)
		.map(recordOf)
		.map(({ id, url, duration }) => ({
			id: textOf(id),
			url: textOf(url),
			seconds: wholeSeconds(duration, 'milliseconds'),
			needsAuth: true,
		}))
		.sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0));
	const [link] = listOf(claims.recording_url).map(textOf);
	return recordings[0] ?? (link === undefined ? undefined : { url: link, needsAuth: true });
}

/** A recording is there, or, without any in the event, only announced. */
export function recordingEvent(call: DialpadCall, facts: Facts): ToldEvent {
	const recording = recordingOf(call);
	const eventType = recording === undefined ? 'other' : 'recordingReady';
	return { facts: { ...facts, eventType, recording }, ofLegOnly: false };
}

/** The text of a voicemail, or of the whole call, when it is part of the event. */
export function transcriptEvent({ claims }: DialpadCall, facts: Facts): ToldEvent {
	const text = textOf(claims.transcription_text);
	if (text === undefined) return { facts: { ...facts, eventType: 'other' }, ofLegOnly: false };
	const speaker = claims.state === 'transcription' ? 'customer' : undefined;
	return {
		facts: { ...facts, eventType: 'transcript', transcript: { text, isFinal: true, speaker } },
		ofLegOnly: false,
	};
}
