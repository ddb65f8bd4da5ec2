import type { Report } from '../../shared/host/checkThenSend';
import { inOrder } from '../../shared/host/inOrder';
import type { Session } from '../../shared/salesforce/connect/account';
import { perform } from '../../shared/salesforce/connect/operation';
import { type EntryUpdate, MOST_UPDATES, updateEntries } from '../../shared/salesforce/connect/updateEntries';
import { ServiceError } from '../../shared/ServiceError';

export interface Redaction extends EntryUpdate {
	readonly conversationId: string;
}

interface Batch {
	readonly conversationId: string;
	/** By item; no line twice. */
	readonly items: Map<number, EntryUpdate>;
}

/** The lines of each conversation by the hundred. A line that is named again comes in a later request, and wins. */
function batchesOf(requests: ReadonlyMap<number, Redaction>): Batch[] {
	const batches: Batch[] = [];
	const current = new Map<string, Batch & { readonly named: Set<string> }>();
	for (const [itemIndex, { conversationId, identifier, messageText }] of requests) {
		let batch = current.get(conversationId);
		if (!batch || batch.items.size === MOST_UPDATES || batch.named.has(identifier)) {
			batch = { conversationId, items: new Map(), named: new Set() };
			current.set(conversationId, batch);
			batches.push(batch);
		}
		batch.items.set(itemIndex, { identifier, messageText });
		batch.named.add(identifier);
	}
	return batches;
}

function notChanged(identifier: string, reason: string): ServiceError {
	return new ServiceError(
		{
			code: 'salesforce.lineNotChanged',
			what: `Salesforce did not change the line '${identifier}': ${reason}.`,
			fix: "Check 'Line ID' and 'Conversation ID' with the operation Get Lines.",
		},
		{},
	);
}

/** Changes the lines of all items and reports each item's outcome. Requests about a conversation keep their order. */
export async function sendRedactions(
	requests: ReadonlyMap<number, Redaction>,
	{ session, concurrency, proceed }: { session: Session; concurrency: number; proceed: boolean },
	report: Report,
): Promise<void> {
	let isStopped = false;
	const change = async ({ conversationId, items }: Batch): Promise<void> => {
		try {
			const updates = [...items.values()];
			const failures = await perform(session, updateEntries, { conversationId, updates });
			for (const [itemIndex, { identifier, messageText }] of items) {
				const reason = failures.get(identifier);
				if (reason === undefined) report.done(itemIndex, { conversationId, identifier, messageText });
				else {
					report.failed(itemIndex, notChanged(identifier, reason));
					isStopped = !proceed;
				}
			}
		} catch (error) {
			for (const itemIndex of items.keys()) report.failed(itemIndex, error);
			isStopped = !proceed;
		}
	};
	await inOrder(
		batchesOf(requests).map((batch) => ({
			key: batch.conversationId,
			run: async () => {
				if (!isStopped) await change(batch);
			},
		})),
		concurrency,
	);
}
