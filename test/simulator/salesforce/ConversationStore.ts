import { Conversation, type ConversationEntry, type ConversationEvent } from './Conversation.ts';

/** What watchers are told of. */
export interface ConversationWatcher {
	onUtterance: (conversation: Conversation, utterance: ConversationEntry) => void;
	onConversationEvent: (conversation: Conversation, event: ConversationEvent) => void;
}

/** The conversations of all contact centers, and which of them are open. */
export class ConversationStore {
	private readonly byId = new Map<string, Conversation>();
	private readonly openOnes = new Map<string, Set<Conversation>>();
	private readonly watcher: ConversationWatcher;

	constructor(watcher: ConversationWatcher) {
		this.watcher = watcher;
	}

	/** Oldest first. */
	all(): Conversation[] {
		return [...this.byId.values()];
	}

	find(id: string): Conversation | undefined {
		return this.byId.get(id);
	}

	/** Every organization that ever had one. */
	organizations(): Iterable<string> {
		return this.openOnes.keys();
	}

	/** Open now in an organization. */
	countOpen(organizationId: string): number {
		return this.openOnes.get(organizationId)?.size ?? 0;
	}

	/** Begins a conversation. */
	open(identity: ConstructorParameters<typeof Conversation>[0]): Conversation {
		const conversation = new Conversation(identity);
		this.byId.set(conversation.id, conversation);
		const open = this.openOnes.get(conversation.organizationId) ?? new Set();
		this.openOnes.set(conversation.organizationId, open.add(conversation));
		return conversation;
	}

	/** Ends a conversation. `at` is ISO-8601 UTC. */
	close(conversation: Conversation, at: string): void {
		conversation.status = 'closed';
		conversation.closedAt = at;
		this.openOnes.get(conversation.organizationId)?.delete(conversation);
	}

	/** Stores an utterance whose `messageId` the conversation does not have yet, and tells whoever watches. */
	storeUtterance(conversation: Conversation, utterance: ConversationEntry): void {
		conversation.store(utterance);
		this.watcher.onUtterance(conversation, utterance);
	}

	/** Stores a signal about a conversation, and tells whoever watches. */
	storeEvent(conversation: Conversation, event: ConversationEvent): void {
		conversation.events.push(event);
		this.watcher.onConversationEvent(conversation, event);
	}

	forget(conversation: Conversation): void {
		this.byId.delete(conversation.id);
		this.openOnes.get(conversation.organizationId)?.delete(conversation);
	}

	clear(): void {
		this.byId.clear();
		this.openOnes.clear();
	}
}
