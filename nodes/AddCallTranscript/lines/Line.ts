import type { CheckedRequest } from '../../shared/host/itemReader';
import type { Utterance } from '../../shared/salesforce/createTranscript';

/** One line as an item gives it. */
export interface Line {
	/** Its message id is undefined when none is given. */
	readonly utterance: Utterance;
	/** What Salesforce will show otherwise than was asked for. */
	readonly warning: string | undefined;
	/** A partial result, which is not sent. */
	readonly isSkipped: boolean;
}

/** The lines of an item, ready to be checked. */
export interface TranscriptRequest extends CheckedRequest {
	readonly callId: string;
	readonly isList: boolean;
	readonly lines: readonly Line[];
}
