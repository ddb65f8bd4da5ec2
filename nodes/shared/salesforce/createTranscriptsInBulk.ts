import { anyNumber } from '../anyText';
import { jsonObject, quotable } from '../http/answer';
import type { HttpResponse } from '../http/HttpTransport';
import { isRecord } from '../isRecord';
import type { Fault } from '../problem';
import { ServiceError } from '../ServiceError';
import { checkMessage, leftOpen, messageOf, readResult, type Utterance } from './createTranscript';
import type { Operation } from './operation';
import { checkVendorCallKey } from './vendorCallKey';

/** The documented bounds of one request (Create Transcripts in Bulk, Spring '26). */
export const MOST_CALLS = 5;

export const MOST_MESSAGES = 5;

/** Utterances of one call. What is said of the call (`callId`) stands here and is not read from them. */
export interface BulkEntry {
	readonly callId: string;
	readonly utterances: readonly Utterance[];
}

export interface BulkFields {
	readonly entries: readonly BulkEntry[];
}

/** An entry that was not taken, with Salesforce's reason. */
export interface EntryFailure {
	readonly status: number;
	readonly message: string;
	/** A limit is reached: 429, or 400 with RESOURCE_EXHAUSTED, which Salesforce's own client takes for the same. */
	readonly isLimit: boolean;
}

export interface BulkResult {
	/** By call; calls that are not among them were accepted. */
	readonly failures: ReadonlyMap<string, EntryFailure>;
}

/** An entry's status is reported by call, so that a call must not be in a request twice. */
function checkCalls(entries: readonly BulkEntry[]): Fault[] {
	const calls = new Set(entries.map(({ callId }) => callId));
	if (entries.length === 0) {
		return [{ field: 'entries', what: 'is empty', fix: 'Add at least one call.' }];
	}
	if (entries.length > MOST_CALLS) {
		const what = `has ${entries.length} calls; Salesforce takes ${MOST_CALLS}`;
		return [{ field: 'entries', what, fix: 'Send several requests.' }];
	}
	if (calls.size < entries.length) {
		return [{ field: 'entries', what: 'has a call twice', fix: 'Put its lines into one entry.' }];
	}
	return [];
}

function checkEntry({ callId, utterances }: BulkEntry): Fault[] {
	const faults = checkVendorCallKey('callId', callId);
	if (utterances.length === 0 || utterances.length > MOST_MESSAGES) {
		const what = `has ${utterances.length} lines for a call; Salesforce takes 1 to ${MOST_MESSAGES}`;
		faults.push({ field: 'entries', what, fix: 'Send several requests.' });
	}
	return [...faults, ...utterances.flatMap(checkMessage)];
}

function unreadable(answer: HttpResponse): ServiceError {
	return new ServiceError(
		{
			code: 'salesforce.unclear',
			what: `Salesforce took some lines and refused others (${answer.status}), but did not say of which calls. ${leftOpen.what}`,
			fix: leftOpen.fix,
		},
		{ status: answer.status, mayBeDone: true },
	);
}

function rowsOf(answer: HttpResponse): unknown[] | undefined {
	const errors = jsonObject(answer)?.errorResponse;
	const rows = isRecord(errors) ? errors.errorResponseEntries : undefined;
	return Array.isArray(rows) ? rows : undefined;
}

/** The ids of the entry's messages, with which Salesforce begins its reason, would leave no room for it. */
const IDS_FIRST = /^Error Processing Transcript with Id\(s\) \[[^\]]*\]\.?\s*(?:Error:\s*)?/i;

function failure(status: number, message: string): EntryFailure {
	const isLimit = status === 429 || (status === 400 && message.includes('RESOURCE_EXHAUSTED'));
	return { status, message: quotable(message.replace(IDS_FIRST, '')), isLimit };
}

/** Throws when a refusal cannot be told to be of one of the calls that were sent. */
function failuresIn(
	answer: HttpResponse,
	rows: readonly unknown[],
	fields: BulkFields,
): BulkResult['failures'] {
	const sent = new Set(fields.entries.map(({ callId }) => callId));
	const failures = new Map<string, EntryFailure>();
	for (const row of rows) {
		const status = isRecord(row) ? anyNumber(row.status) : Number.NaN;
		if (!isRecord(row) || !Number.isInteger(status)) throw unreadable(answer);
		if (status >= 200 && status < 300) continue;
		const { vendorCallKey } = row;
		if (typeof vendorCallKey !== 'string' || !sent.has(vendorCallKey)) throw unreadable(answer);
		// A call should have one row. Were there more, a pause must not hide a refusal that can be mended.
		if ((failures.get(vendorCallKey)?.status ?? 409) !== 409) continue;
		failures.set(vendorCallKey, failure(status, typeof row.message === 'string' ? row.message : ''));
	}
	return failures;
}

/**
 * POST /voiceCalls/messages: Create Transcripts in Bulk, Spring '26 (reference, section 7). Each call's lines are taken
 * or refused as one: with 207 the answer says which calls' were not.
 */
export const createTranscriptsInBulk: Operation<BulkFields, BulkResult> = {
	purpose: 'add the lines to the transcripts',

	/** Message ids make a repeat the same messages. */
	repeat: () => 'repeatable',

	check: ({ entries }) => [...checkCalls(entries), ...entries.flatMap(checkEntry)],

	request: ({ entries }) => ({
		method: 'POST',
		path: '/voiceCalls/messages',
		body: {
			entries: entries.map(({ callId, utterances }) => ({
				vendorCallKey: callId,
				messages: utterances.map(messageOf),
			})),
		},
	}),

	read(answer, fields) {
		// Read whatever the status is: a client that looks at the status alone takes a partial failure for success.
		const rows = rowsOf(answer);
		if (rows && rows.length > 0) return { failures: failuresIn(answer, rows, fields) };
		if (answer.status === 207) throw unreadable(answer);
		readResult(answer, this.purpose);
		return { failures: new Map() };
	},

	leftOpen: () => leftOpen,
};
