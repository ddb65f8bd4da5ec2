import type { EventType } from '../../../call-event/eventTypes';
import { decimal } from '../../../call-event/units';
import { isRecord } from '../../../isRecord';
import { type Payload, recordOf, textOf } from '../../payload';
import type { KnownSender } from './KnownEvent';

/** The topic with the conversation's id, or with the `{id}` EventBridge has in its place. */
const TOPIC = /(?:^|[./])v2\.detail\.events\.conversation\.(?:\{id\}|[\w-]+)\.([a-z.]+)$/;

const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	['customer.start', 'initiated'],
	['acd.start', 'queued'],
	['user.start', 'ringing'],
	['acd.end', 'answered'],
	['customer.end', 'ended'],
]);

function seconds(body: Payload, name: string): number | undefined {
	const milliseconds = decimal(body[name]);
	return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/**
 * Genesys Cloud's detail events of conversations, as EventBridge hands them on (Platform SDK, `…DetailEventTopic…`).
 * A call is answered when the queue found a user for it; Genesys tells of no answer where no queue took part.
 */
export const genesys: KnownSender = ({ type, time, data }) => {
	const kind = TOPIC.exec(type)?.[1];
	if (kind === undefined) return undefined;
	const detail = recordOf(data);
	const body = isRecord(detail.eventBody) ? detail.eventBody : detail;
	if ((textOf(body.mediaType) ?? 'VOICE').toUpperCase() !== 'VOICE') return 'notACall';

	const answeredBy = textOf(body.answeredUserId);
	const told = EVENT_TYPES.get(kind) ?? 'other';
	const eventType = told === 'answered' && answeredBy === undefined ? 'other' : told;
	const occurredAt = body.eventTime ?? time;
	const ofUser = kind.startsWith('user.');
	return {
		eventType,
		fields: {
			callId: textOf(body.conversationId),
			legId: ofUser ? textOf(body.sessionId) : undefined,
			occurredAt,
			direction: textOf(body.direction)?.toLowerCase(),
			from: textOf(body.ani),
			to: textOf(body.dnis),
			agent: { id: ofUser ? textOf(body.userId) : answeredBy },
			queue: { id: textOf(body.queueId) },
			startedAt: eventType === 'initiated' ? occurredAt : undefined,
			queuedAt: eventType === 'queued' ? occurredAt : undefined,
			answeredAt: eventType === 'answered' ? occurredAt : undefined,
			endedAt: eventType === 'ended' ? occurredAt : undefined,
			cause: { code: textOf(body.disconnectType) ?? textOf(body.acdOutcome) },
		},
		durations: {
			queueSeconds: kind === 'acd.end' ? seconds(body, 'connectedDurationMs') : undefined,
			talkSeconds: kind === 'user.end' ? seconds(body, 'interactingDurationMs') : undefined,
			holdSeconds: kind === 'user.end' ? seconds(body, 'heldDurationMs') : undefined,
		},
	};
};
