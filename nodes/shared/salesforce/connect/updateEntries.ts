import { jsonObject, kindOfBody, quotable } from '../../http/answer';
import { segment } from '../../http/ServiceOperation';
import { isRecord } from '../../isRecord';
import { ServiceError } from '../../ServiceError';
import type { Operation } from './operation';

/** Docs silent; a request of this size stays far below any limit. */
export const MOST_UPDATES = 100;

export interface EntryUpdate {
	readonly identifier: string;
	readonly messageText: string;
}

export interface UpdateEntriesFields {
	readonly conversationId: string;
	/** MOST_UPDATES at most, each of another line. */
	readonly updates: readonly EntryUpdate[];
}

/** Why lines were not changed, by their identifier. */
export type UpdateFailures = ReadonlyMap<string, string>;

const leftOpen = {
	what: 'The lines may have been changed.',
	fix: 'Run the item again: the same text once more changes nothing.',
};

function isRefusal(entry: Readonly<Record<string, unknown>>): boolean {
	if (entry.errorDetail || entry.error || entry.isSuccess === false || entry.success === false) return true;
	return typeof entry.status === 'string' && /fail|error/i.test(entry.status);
}

function reason(entry: Readonly<Record<string, unknown>>): string {
	const said = [entry.errorDetail, entry.error, entry.message].find((text) => typeof text === 'string');
	return typeof said === 'string' ? quotable(said).replace(/\.$/, '') : 'no reason was given';
}

/**
 * PATCH /connect/conversation/{id}/entries: puts other texts in the place of stored ones, for redaction (reference,
 * section 17). The answer is only described as a list of results, so that every usual way to report a failure in one is
 * read.
 */
export const updateEntries: Operation<UpdateEntriesFields, UpdateFailures> = {
	purpose: 'change the lines',

	/** The same text twice is the same text. */
	repeat: () => 'repeatable',

	/** The host checks every item's line. */
	check: () => [],

	request: ({ conversationId, updates }) => ({
		method: 'PATCH',
		path: `/connect/conversation/${segment(conversationId)}/entries`,
		body: {
			conversationEntriesUpdates: updates.map(({ identifier, messageText }) => ({ identifier, messageText })),
		},
	}),

	read(answer) {
		const body = jsonObject(answer);
		if (!body && answer.body.trim() !== '') {
			throw new ServiceError(
				{
					code: 'salesforce.notJson',
					what: `Salesforce accepted the request (${answer.status}) but sent ${kindOfBody(answer)}. ${leftOpen.what}`,
					fix: leftOpen.fix,
				},
				{ status: answer.status, mayBeDone: true },
			);
		}
		const results = Object.values(body ?? {})
			.filter(Array.isArray)
			.flat()
			.filter(isRecord);
		return new Map(
			results
				.filter(isRefusal)
				.flatMap((entry) =>
					typeof entry.identifier === 'string' ? [[entry.identifier, reason(entry)] as const] : [],
				),
		);
	},

	leftOpen: () => leftOpen,
};
