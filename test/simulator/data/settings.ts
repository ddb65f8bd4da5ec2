import type { JsonObject } from '../server/checkBody.ts';
import { DEFAULT_RECORDS, type Row } from './tables.ts';
import { DEFAULT_DESCRIBE } from './voiceCallDescribe.ts';

/** What the organizations hold for the REST API to give out. */
export interface DataSettings {
	/** By object. An object left out is one that the organization does not have. */
	records: Readonly<Record<string, readonly Row[]>>;
	/**
	 * Objects that the user may not see, each with the code that a query of it is refused with: docs silent on which. Voice
	 * calls and conversations are those of the organization itself.
	 */
	deniedObjects: Readonly<Record<string, 'INVALID_TYPE' | 'INSUFFICIENT_ACCESS'>>;
	/** IDs of voice calls and conversations that the user may not see: no query gives them. */
	unseenRecords: string[];
	/** IDs of voice calls whose records name no conversation yet. */
	callsWithoutConversation: string[];
	/** The answer to a describe of VoiceCall; empty in an organization without Salesforce Voice. */
	voiceCallDescribe: JsonObject;
	/** Records on a page, whatever a request wishes for: Salesforce promises no number. */
	queryPageSize: number;
}

export const DEFAULT_DATA_SETTINGS: DataSettings = {
	records: DEFAULT_RECORDS,
	deniedObjects: {},
	unseenRecords: [],
	callsWithoutConversation: [],
	voiceCallDescribe: DEFAULT_DESCRIBE,
	queryPageSize: 2000,
};
