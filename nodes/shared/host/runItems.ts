import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { checkThenSend, type Report } from './checkThenSend';
import { sendInOrder } from './sendInOrder';

/** What an item comes to, before anything of it is sent. */
export interface PreparedItem {
	/** Items with the same key run one after the other, in the order they came in. */
	readonly orderKey: string;
	/** Puts items with the same key in another order, such as that of a time in ms. */
	readonly orderAt?: number | undefined;
	run(): Promise<IDataObject>;
}

export interface ItemWork {
	readonly concurrency: number;
	/** Reads and checks one item. Throws what is wrong with it. */
	prepare(itemIndex: number): PreparedItem;
}

/**
 * Runs every input item by itself: all are checked before the first is sent, then up to `concurrency` run side by side,
 * items of the same call one after the other. Without Continue On Fail the first item that is wrong stops the node:
 * before anything was sent when a check finds it; otherwise no further item is begun and those under way are waited for.
 * With it, each item gets its own outcome, in item order.
 */
export async function runItems(context: IExecuteFunctions, work: ItemWork): Promise<INodeExecutionData[][]> {
	return await checkThenSend(context, {
		prepare: (itemIndex) => work.prepare(itemIndex),
		send: async (prepared, report, proceed) => {
			const inTurn = [...prepared].sort(([, a], [, b]) => (a.orderAt ?? 0) - (b.orderAt ?? 0));
			const batches = inTurn.map(([itemIndex, { orderKey, run }]) => ({
				key: orderKey,
				items: [itemIndex],
				send: async ({ done }: Report) => done(itemIndex, await run()),
			}));
			await sendInOrder(batches, { concurrency: work.concurrency, proceed }, report);
		},
	});
}
