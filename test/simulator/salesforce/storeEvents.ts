import type { Answer } from '../server/Answer.ts';
import type { ConversationEvent } from './Conversation.ts';
import type { ApiRequest, Org } from './endpoints/Endpoint.ts';
import type { VoiceCall } from './VoiceCall.ts';

interface EventsBody {
	service: string;
	persist?: boolean;
	events: Array<
		Pick<ConversationEvent, 'type' | 'value' | 'startTime'> &
			Partial<Pick<ConversationEvent, 'endTime' | 'score' | 'participant'>>
	>;
}

/** Stores every event of a request. There is no event id, so a repeat is stored once more. */
export function storeEvents(
	call: VoiceCall,
	kind: ConversationEvent['kind'],
	request: ApiRequest,
	org: Org,
): void {
	const { service, persist = null, events } = request.body as unknown as EventsBody;
	for (const { type, value, startTime, endTime = null, score = null, participant = null } of events) {
		org.calls.conversations.storeEvent(call.conversation, {
			kind,
			service,
			type,
			value,
			startTime,
			endTime,
			score,
			participant,
			persist,
			receivedAt: org.calls.nowText(),
			requestNumber: request.number,
		});
	}
}

/** What an accepted request is answered. */
export function eventAnswer({ settings }: Org): Answer {
	const { status, body } = settings.eventAnswer;
	const headers: Record<string, string> =
		body === '' ? {} : { 'content-type': 'application/json;charset=UTF-8' };
	return { status, headers, body };
}
