import { jsonObject, kindOfBody } from '../../http/answer';
import { segment } from '../../http/ServiceOperation';
import { isRecord } from '../../isRecord';
import { ServiceError } from '../../ServiceError';
import { checkConversationId } from './checks';
import type { Operation } from './operation';

/** Of one request (reference, section 17). */
export const MOST_ENTRIES = 1000;

/** A thousand lines, each of a size that no sentence has. */
const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;

export type QueryDirection = 'FromStart' | 'FromEnd';

export interface GetEntriesFields {
	readonly conversationId?: string | undefined;
	/** Epoch ms. */
	readonly startTimestamp?: number | undefined;
	/** Epoch ms. */
	readonly endTimestamp?: number | undefined;
	readonly queryDirection: QueryDirection;
	/** 1 to MOST_ENTRIES. */
	readonly recordLimit: number;
}

/** A stored line as Salesforce gives it out. */
export interface StoredEntry {
	readonly identifier: string;
	readonly [field: string]: unknown;
}

const leftOpen = { what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true } as const;

/** GET /connect/conversation/{id}/entries: the stored lines of a conversation, each call marking it active. */
export const getEntries: Operation<GetEntriesFields, readonly StoredEntry[]> = {
	purpose: 'give the lines of the conversation',

	repeat: () => 'repeatable',

	check: ({ conversationId }) => checkConversationId('conversationId', conversationId),

	request(fields) {
		const { conversationId, startTimestamp, endTimestamp, queryDirection, recordLimit } = fields;
		const query = new URLSearchParams({ queryDirection, recordLimit: String(recordLimit) });
		if (startTimestamp !== undefined) query.set('startTimestamp', String(startTimestamp));
		if (endTimestamp !== undefined) query.set('endTimestamp', String(endTimestamp));
		return {
			method: 'GET',
			path: `/connect/conversation/${segment(conversationId)}/entries?${query.toString()}`,
			largestAnswer: LARGEST_ANSWER_BYTES,
		};
	},

	read(answer) {
		const list = jsonObject(answer)?.conversationEntries;
		if (Array.isArray(list)) {
			return list
				.filter(isRecord)
				.flatMap((entry) =>
					typeof entry.identifier === 'string' ? [{ ...entry, identifier: entry.identifier }] : [],
				);
		}
		throw new ServiceError(
			{
				code: 'salesforce.notJson',
				what: `Salesforce answered (${answer.status}) with ${kindOfBody(answer)}.`,
				fix: "Check the Salesforce credential and 'API Version'.",
			},
			{ status: answer.status },
		);
	},

	leftOpen: () => leftOpen,
};
