import type { CheckedRequest } from '../../shared/host/itemReader';
import type { Entry } from '../../shared/salesforce/connect/entry';
import type { LineSource } from '../../shared/salesforce/connect/file/sources';
import type { Conversation } from '../../shared/salesforce/connect/readUtterance';

/** What an item has to be uploaded: a whole transcript, or one line of one. */
export interface UploadRequest extends CheckedRequest {
	readonly conversation: Conversation;
	/** Undefined for a partial result of the speech recognition, which is not uploaded. */
	readonly lines: LineSource | Entry | undefined;
}
