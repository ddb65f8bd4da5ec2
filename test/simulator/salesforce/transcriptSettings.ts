/**
 * What the simulator can be told about transcripts (sections 3, 6 and 7 of the reference). "Docs silent" means what
 * it does in SimulatorSettings.
 */
export interface TranscriptSettings {
	/** Utterances per second and organization (section 3: 5,000, the newest number published). */
	utterancesPerSecond: number;
	/** Bulk beyond the limit, both seen: its entries are 400 RESOURCE_EXHAUSTED in a 207, or all of it is 429. */
	bulkRateLimit: 'entries' | 'request';
	/** 202 for bulk; docs silent on the status of a single transcript, which gets the same. */
	transcriptStatus: number;

	/** Docs: 5 calls of 5 messages. Whether two entries of one call count as one (`calls`) or two (`entries`). */
	bulkCounting: 'calls' | 'entries';
	/** Docs silent: a value that breaks a rule refuses the whole request, or its entry in a 207. */
	badBulkEntry: 'refuseRequest' | 'refuseEntry';
	/** Docs silent: whether a 207 names the entries that went well (a client's tests show both). */
	successfulEntries: 'listed' | 'omitted';
	/** Docs silent: of an entry with words of several participants, one of them paused, what is dropped. */
	mixedPausedEntry: 'dropPaused' | 'dropAll';

	/** Docs silent: a `messageId` that the conversation has already. Never stored twice. */
	repeatedMessageId: 'accept' | 'refuse';
	/** Docs silent: a conversation lasts from the first call's start to the last call's end, or as its record was open. */
	conversationTimes: 'ofCalls' | 'ofRecords';
	/** Docs: the message's time decides. v55: only conversations in progress take transcripts. */
	lateUtterances: 'byTheirTime' | 'drop';
	/** Docs demand the first call's key and name no consequence of another's. Either way it is recorded. */
	laterCallKeys: 'store' | 'refuse';
	/** Clients send other participant ids than the docs for virtual agents and supervisors. Either way recorded. */
	clientParticipantIds: 'store' | 'refuse';
	/** Docs silent: seconds where milliseconds belong, and an end before the start; in events too. */
	impossibleTimes: 'refuse' | 'take';
}

export const DEFAULT_TRANSCRIPT_SETTINGS: TranscriptSettings = {
	utterancesPerSecond: 5000,
	bulkRateLimit: 'entries',
	transcriptStatus: 202,
	bulkCounting: 'calls',
	badBulkEntry: 'refuseRequest',
	successfulEntries: 'listed',
	mixedPausedEntry: 'dropPaused',
	repeatedMessageId: 'accept',
	conversationTimes: 'ofCalls',
	lateUtterances: 'byTheirTime',
	laterCallKeys: 'store',
	clientParticipantIds: 'store',
	impossibleTimes: 'refuse',
};
