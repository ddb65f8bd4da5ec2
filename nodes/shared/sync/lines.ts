import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { CallEvent, Speaker } from '../call-event/CallEvent';
import type { Utterance } from '../salesforce/createTranscript';
import { senderOf } from '../salesforce/transcript/speakers';

/** More lines than wait while Salesforce cannot be reached for a while; each may hold 16,000 characters. */
export const MOST_LINES = 100;

/** A line of a call's transcript that Salesforce does not have yet. Times are ISO 8601 UTC. */
export interface Line {
	readonly eventId: string;
	readonly text: string;
	readonly speaker: Speaker | null;
	readonly agentId: string | null;
	readonly startedAt: string;
	readonly endedAt: string | null;
	/** How often sending it has failed. */
	readonly tries: number;
}

/** The line that an event tells; undefined when it tells none, or one that is still being worked out. */
export function lineOf(event: CallEvent): Line | undefined {
	const { eventType, eventId, transcript, agent, occurredAt } = event;
	if (eventType !== 'transcript' || !transcript?.text || transcript.isFinal === false) return undefined;
	return {
		eventId,
		text: transcript.text,
		speaker: transcript.speaker,
		agentId: agent?.id ?? null,
		startedAt: transcript.startedAt ?? occurredAt,
		endedAt: transcript.endedAt,
		tries: 0,
	};
}

/** In the order they were spoken. */
export function inSpokenOrder(lines: readonly Line[]): Line[] {
	return [...lines].sort(
		(one, other) => one.startedAt.localeCompare(other.startedAt) || one.eventId.localeCompare(other.eventId),
	);
}

/** The message id of the line an event told, the same whenever and by whomever it is sent. */
export function messageIdOf(callId: string, eventId: string): string {
	return createHash('sha256')
		.update(JSON.stringify([callId, eventId]))
		.digest('hex')
		.slice(0, 32);
}

/**
 * A line as Salesforce takes it. `firstKey` is the vendor call key of the first call of the conversation. A speaker who
 * is not known speaks as VIRTUAL_AGENT, the type for speakers who cannot be told apart.
 */
export function utteranceOf(callId: string, firstKey: string, line: Line): Utterance {
	const sender = senderOf({
		callId: firstKey,
		speaker: line.speaker ?? 'system',
		speakerId: line.agentId ?? undefined,
	});
	const startTime = DateTime.fromISO(line.startedAt, { zone: 'utc' });
	const endTime = line.endedAt === null ? undefined : DateTime.fromISO(line.endedAt, { zone: 'utc' });
	return {
		callId: firstKey,
		messageId: messageIdOf(callId, line.eventId),
		...('senderType' in sender
			? { senderType: sender.senderType, participantId: sender.participantId }
			: { senderType: undefined, participantId: undefined }),
		content: line.text,
		startTime,
		// A vendor's rounding must not keep a line out of the transcript.
		endTime: endTime && endTime < startTime ? startTime : endTime,
	};
}
