import type { CallEvent, VoiceCall } from '../salesforce/VoiceCall.ts';
import type { ContactRequest } from '../salesforce/ContactRequest.ts';
import type { ConversationEntry, ConversationEvent } from '../salesforce/Conversation.ts';
import type { OutboundCall, OutboundEvent } from '../vonage/OutboundCall.ts';
import type { ProblemRecord, Violation } from './records.ts';

/** What happens in the simulator, as told to whoever watches. */
export type FeedEvent =
	| { kind: 'call'; entry: CallEvent; call: VoiceCall }
	| { kind: 'outboundCall'; entry: OutboundEvent; call: OutboundCall }
	/** `callId`: the first call of the conversation's chain. */
	| { kind: 'utterance'; conversationId: string; callId: string; utterance: ConversationEntry }
	| { kind: 'conversationEvent'; conversationId: string; callId: string; event: ConversationEvent }
	| { kind: 'contactRequest'; contactRequest: ContactRequest }
	| { kind: 'violation'; violation: Violation }
	| { kind: 'problem'; problem: ProblemRecord }
	| { kind: 'reset' };

type Listener = (event: FeedEvent) => void;

/** Hands every event to every listener, at once and in order. */
export class Feed {
	private readonly listeners = new Set<Listener>();

	/** Starts listening; the returned function ends it. */
	subscribe(listener: Listener): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	publish(event: FeedEvent): void {
		for (const listener of this.listeners) listener(event);
	}
}
