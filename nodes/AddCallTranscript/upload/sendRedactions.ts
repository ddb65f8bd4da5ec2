import type { Report } from '../../shared/host/checkThenSend';
import { sendInOrder } from '../../shared/host/sendInOrder';
import type { TogetherSettings } from '../../shared/host/serviceItems';
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
	settings: TogetherSettings<Session>,
	report: Report,
): Promise<void> {
	const batches = batchesOf(requests).map(({ conversationId, items }) => ({
		key: conversationId,
		items: [...items.keys()],
		send: async ({ done, failed }: Report) => {
			const updates = [...items.values()];
			const failures = await perform(settings.session, updateEntries, { conversationId, updates });
			for (const [itemIndex, { identifier, messageText }] of items) {
				const reason = failures.get(identifier);
				if (reason === undefined) done(itemIndex, { conversationId, identifier, messageText });
				else failed(itemIndex, notChanged(identifier, reason));
			}
		},
	}));
	await sendInOrder(batches, settings, report);
}
