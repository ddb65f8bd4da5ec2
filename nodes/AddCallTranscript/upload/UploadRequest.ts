import type { CheckedRequest } from '../../shared/host/itemReader';
import type { Entry } from '../../shared/salesforce/connect/entry';
import type { LineSource } from '../../shared/salesforce/connect/file/sources';
import type { Conversation } from '../../shared/salesforce/connect/readUtterance';

/** A whole transcript, or one line of one, and the conversation it belongs to. */
export interface Transcript {
	readonly conversation: Conversation;
	readonly lines: LineSource | Entry;
}

/** What an item has to be uploaded. */
export interface UploadRequest extends CheckedRequest {
	/** The conversation's identifier, or a voice call until that is looked up. */
	readonly conversationId: string;
	/** What the item itself says of it. */
	readonly entered: string;
	/** A partial result of the speech recognition, which is not uploaded. */
	readonly isPartial: boolean;
	/** For the conversation with this identifier: of it are made the ids of lines, and their speakers. */
	transcript(identifier: string): Transcript;
}
