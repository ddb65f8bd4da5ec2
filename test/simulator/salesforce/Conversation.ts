/** Who may speak in a conversation (section 6). */
export const SENDER_TYPES = [
	'END_USER',
	'EXTERNAL_USER',
	'HUMAN_AGENT',
	'SUPERVISOR',
	'VIRTUAL_AGENT',
] as const;

export type SenderType = (typeof SENDER_TYPES)[number];

/** One utterance as it is stored. Times are milliseconds since 1970, `receivedAt` ISO-8601 UTC. */
export interface ConversationEntry {
	/** Unique within the conversation. */
	messageId: string;
	/** Normalized: an end user's is always `{key of the first call}END_USER`. */
	participantId: string;
	senderType: SenderType;
	content: string;
	startTime: number;
	endTime: number;
	receivedAt: string;
	/** How it came: alone, in bulk, or uploaded after the call. */
	cameBy: 'message' | 'bulk' | 'upload';
	requestNumber: number;
	/** How often the same `messageId` came again. */
	repeats: number;
}

/** A signal about a conversation, from while it lasted or from after it (sections 13 and 14). */
export interface ConversationEvent {
	kind: 'realTime' | 'postCall';
	service: string;
	type: string;
	/** A category's name, or a sentiment from -1000 to 1000. */
	value: string;
	/** Milliseconds since 1970. */
	startTime: number;
	/** Milliseconds since 1970; null for a real-time event. */
	endTime: number | null;
	score: string | number | null;
	participant: string | null;
	persist: boolean | null;
	receivedAt: string;
	requestNumber: number;
}

/** Why a participant's words are not stored for a while (section 6). */
export type SilenceReason = 'recordingPaused' | 'onHold';

/** A pause or hold; `participant` is a sender type or a participant id, null for everybody. */
export interface Silence {
	reason: SilenceReason;
	participant: string | null;
}

/** The conversation behind a call; the calls of one transfer chain share it. Times are ISO-8601 UTC. */
export class Conversation {
	/** The ConversationIdentifier. */
	readonly id: string;
	/** Of its record: `0dw` and 12 base-62 digits. */
	readonly recordId: string;
	readonly organizationId: string;
	/** Of the first call of the chain, which transcripts have to name. */
	readonly firstVendorCallKey: string;
	readonly openedAt: string;
	status: 'open' | 'closed' = 'open';
	closedAt: string | null = null;
	/** First call first. */
	readonly callIds: string[] = [];
	readonly silences: Silence[] = [];
	readonly events: ConversationEvent[] = [];
	private readonly byMessageId = new Map<string, ConversationEntry>();
	private readonly lastStart = new Map<string, number>();

	constructor(
		identity: Pick<Conversation, 'id' | 'recordId' | 'organizationId' | 'firstVendorCallKey' | 'openedAt'>,
	) {
		this.id = identity.id;
		this.recordId = identity.recordId;
		this.organizationId = identity.organizationId;
		this.firstVendorCallKey = identity.firstVendorCallKey;
		this.openedAt = identity.openedAt;
	}

	/** What to call it by: its identifier and the first call of its chain. */
	get names(): { conversationId: string; callId: string } {
		return { conversationId: this.id, callId: this.callIds[0] ?? '' };
	}

	/** In the order in which they came. The entries are the stored ones: changing one changes what is stored. */
	get entries(): ConversationEntry[] {
		return [...this.byMessageId.values()];
	}

	get entryCount(): number {
		return this.byMessageId.size;
	}

	entry(messageId: string): ConversationEntry | undefined {
		return this.byMessageId.get(messageId);
	}

	/** Stores an entry; one with the same `messageId` must not be there yet. */
	store(entry: ConversationEntry): void {
		this.byMessageId.set(entry.messageId, entry);
		this.lastStart.set(entry.participantId, entry.startTime);
	}

	/** When the words of this participant that came last began, in ms; undefined when none have come. */
	lastStartOf(participantId: string): number | undefined {
		return this.lastStart.get(participantId);
	}

	/** The pause or hold that keeps a participant's words from being stored. */
	silenceOf(senderType: string, participantId: string): Silence | undefined {
		return this.silences.find(
			({ participant }) =>
				participant === null || participant === senderType || participant === participantId,
		);
	}

	/** A conversation as a call shows it in JSON, without the entries, which may be many. */
	toJSON(): object {
		const { id, status, openedAt, closedAt, firstVendorCallKey, callIds, silences, entryCount } = this;
		const eventCount = this.events.length;
		return { id, status, openedAt, closedAt, firstVendorCallKey, callIds, silences, entryCount, eventCount };
	}
}

/** Entries by the time they were spoken, as the console shows them; at the same time in the order they came. */
export function chronological(entries: readonly ConversationEntry[]): ConversationEntry[] {
	return entries.toSorted((one, other) => one.startTime - other.startTime);
}
