import type { Report } from './checkThenSend';
import { inOrder } from './inOrder';

/** What is sent together. */
export interface Batch {
	/** Batches with the same key are sent one after the other, in list order. */
	readonly key: string;
	/** The items that are in it. */
	readonly items: readonly number[];
	/** Sends it and tells the outcome of its items. What it throws becomes the outcome of all of them. */
	send(report: Report): Promise<void>;
}

export interface Manner {
	/** How many batches may be under way at a time. */
	readonly concurrency: number;
	/** Whether further batches are begun once an item has failed. */
	readonly proceed: boolean;
}

/** Sends batches side by side and waits for those that were begun. Does not throw: the outcomes are told to `report`. */
export async function sendInOrder(
	batches: readonly Batch[],
	{ concurrency, proceed }: Manner,
	report: Report,
): Promise<void> {
	let isStopped = false;
	const failed = (itemIndex: number, error: unknown): void => {
		report.failed(itemIndex, error);
		isStopped = !proceed;
	};
	const watching: Report = { ...report, failed };
	await inOrder(
		batches.map(({ key, items, send }) => ({
			key,
			run: async () => {
				if (isStopped) return;
				try {
					await send(watching);
				} catch (error) {
					for (const itemIndex of items) failed(itemIndex, error);
				}
			},
		})),
		concurrency,
	);
}
