import { ProblemError } from '../../shared/problem';
import type { Entry } from '../../shared/salesforce/connect/entry';
import { entriesSource, type LineSource } from '../../shared/salesforce/connect/file/sources';
import type { Conversation } from '../../shared/salesforce/connect/readUtterance';
import type { UploadRequest } from './UploadRequest';

/** A conversation to be uploaded, and the items it was put together from. */
export interface Gathered {
	readonly conversation: Conversation;
	readonly source: LineSource;
	/** By item: the id of its line; undefined for an item with a whole transcript. */
	readonly items: ReadonlyMap<number, string | undefined>;
}

export interface Gathering {
	readonly conversations: readonly Gathered[];
	/** By item: why it cannot be uploaded with the others. */
	readonly refused: ReadonlyMap<number, ProblemError>;
}

interface Lines {
	readonly conversation: Conversation;
	readonly entries: Map<string, Entry>;
	readonly items: Map<number, string>;
}

function isSource(lines: LineSource | Entry): lines is LineSource {
	return 'open' in lines;
}

function isAlike(one: Entry, other: Entry): boolean {
	return one.messageText === other.messageText && one.clientSentTimestamp === other.clientSentTimestamp;
}

/** A conversation as an item names it, with its identifier where that is another name. */
function namedBy({ entered, conversationId }: UploadRequest): string {
	return entered === conversationId
		? `'${entered}'`
		: `'${entered}', a call of conversation '${conversationId}'`;
}

function refusal(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `upload.${code}`, what, fix });
}

/** Salesforce keeps the order of what is uploaded, and items come in any. */
function inOrderOfTime({ conversation, entries, items }: Lines): Gathered {
	const sorted = [...entries.values()].sort((a, b) => a.clientSentTimestamp - b.clientSentTimestamp);
	return { conversation, source: entriesSource(sorted), items };
}

/**
 * Puts the lines of single items together to conversations, in order of time, beside the transcripts that items have as a
 * whole. A line given twice is uploaded once. Every request must have its identifier.
 */
export function gather(requests: ReadonlyMap<number, UploadRequest>): Gathering {
	const whole = new Map<string, Gathered>();
	const lines = new Map<string, Lines>();
	const refused = new Map<number, ProblemError>();
	for (const [itemIndex, request] of requests) {
		const { conversationId } = request;
		const { conversation, lines: given } = request.transcript(conversationId);
		if (whole.has(conversationId) || (isSource(given) && lines.has(conversationId))) {
			const what = `'Conversation ID' is ${namedBy(request)}, which another item has a transcript for.`;
			refused.set(
				itemIndex,
				refusal('twice', what, 'Give each conversation one item with all of its lines.'),
			);
		} else if (isSource(given)) {
			whole.set(conversationId, { conversation, source: given, items: new Map([[itemIndex, undefined]]) });
		} else {
			const own = lines.get(conversationId) ?? { conversation, entries: new Map(), items: new Map() };
			const known = own.entries.get(given.id);
			if (known && !isAlike(known, given)) {
				const what = `'Message ID' is '${given.id.slice(0, 60)}', which another line of the conversation has.`;
				refused.set(itemIndex, refusal('messageId', what, 'Give every line an ID of its own, or none.'));
				continue;
			}
			own.entries.set(given.id, given);
			own.items.set(itemIndex, given.id);
			lines.set(conversationId, own);
		}
	}
	return { conversations: [...whole.values(), ...[...lines.values()].map(inOrderOfTime)], refused };
}
