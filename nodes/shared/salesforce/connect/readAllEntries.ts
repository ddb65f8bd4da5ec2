import { getEntries, MOST_ENTRIES, type QueryDirection, type StoredEntry } from './getEntries';
import { perform } from './operation';
import type { Session } from './account';

export interface EntriesQuery {
	readonly conversationId: string;
	/** Epoch ms. */
	readonly from?: number | undefined;
	/** Epoch ms. */
	readonly to?: number | undefined;
	/** How many lines at most; undefined for all. */
	readonly limit?: number | undefined;
	/** `FromEnd` gives the last lines of a conversation when there is a limit. */
	readonly direction: QueryDirection;
}

export interface ReadEntries {
	readonly entries: readonly StoredEntry[];
	/** Why there may be more. */
	readonly warning: string | undefined;
}

const STUCK =
	'There may be more lines than these: Salesforce gave out the same thousand again. Ask for parts of the conversation with the options From and To.';

/**
 * The stored lines of a conversation, in the order Salesforce gives them. Connect REST has no pages: where more than a
 * thousand are asked for, the next request begins at the time of the last line, and lines that come again are left out.
 * All of a conversation are read from its start, whatever the direction.
 */
export async function readAllEntries(session: Session, query: EntriesQuery): Promise<ReadEntries> {
	const { conversationId, from, to, limit = Number.POSITIVE_INFINITY, direction } = query;
	const queryDirection = limit <= MOST_ENTRIES ? direction : 'FromStart';
	const found = new Map<string, StoredEntry>();
	let startTimestamp = from;
	for (;;) {
		const recordLimit = Math.min(limit, MOST_ENTRIES);
		const page = await perform(session, getEntries, {
			conversationId,
			startTimestamp,
			endTimestamp: to,
			queryDirection,
			recordLimit,
		});
		const before = found.size;
		for (const entry of page) found.set(entry.identifier, entry);
		const entries = [...found.values()].slice(0, limit);
		const last = page.at(-1)?.clientTimestamp;
		if (page.length < recordLimit || entries.length >= limit) return { entries, warning: undefined };
		if (found.size === before || typeof last !== 'number') return { entries, warning: STUCK };
		startTimestamp = last;
	}
}
