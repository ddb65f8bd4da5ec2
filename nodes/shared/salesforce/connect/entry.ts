/** Who said a line of an uploaded transcript (reference, section 17). */
export interface EntrySender {
	/** AppType of the ConversationParticipant in upper case. */
	readonly appType: string;
	/** Its ParticipantKey. */
	readonly subject: string;
	/** Its ParticipantRole in upper case. */
	readonly role: string;
}

/** One line of an uploaded transcript. */
export interface Entry {
	/** Unique within the conversation. */
	readonly id: string;
	/** Epoch ms. */
	readonly clientSentTimestamp: number;
	/** Ms. */
	readonly clientDuration: number;
	readonly messageText: string;
	readonly sender: EntrySender;
	/** Voice calls by their 15-character ids. */
	readonly relatedRecords: readonly string[];
	readonly contextParamMap?: unknown;
}

/** The first line of the part of a conversation, without its line end. */
export function conversationLine(conversationId: string): string {
	return JSON.stringify({ type: 'conversation', payload: { conversationId } });
}

/** A following line, without its line end; the fields in the order of Salesforce's example. */
export function entryLine(conversationId: string, entry: Entry): string {
	const { id, clientSentTimestamp, clientDuration, messageText, sender, relatedRecords } = entry;
	const payload = {
		conversationId,
		id,
		clientSentTimestamp,
		clientDuration,
		messageText,
		sender,
		relatedRecords,
		contextParamMap: entry.contextParamMap,
	};
	return JSON.stringify({ type: 'conversationEntry', payload });
}
