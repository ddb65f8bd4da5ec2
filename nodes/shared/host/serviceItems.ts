import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Sending } from '../http/sendWithRepeats';
import { checkThenSend, type Report } from './checkThenSend';
import { type CheckedRequest, itemReader, type ReadWork } from './itemReader';
import { logWarnings } from './requestLog';
import { runItems } from './runItems';
import type { Manner } from './sendInOrder';

/** One operation with an item's fields, ready to be checked and sent. */
export interface ItemRequest<Session> extends CheckedRequest {
	/** What the item is about (a call, an agent); items with the same one keep their order. */
	readonly orderKey: string | undefined;
	/** Puts items about the same thing in another order, such as that of a time in ms. */
	readonly orderAt?: number | undefined;
	send(session: Session): Promise<object>;
}

export type ServiceWork<Session extends Sending> = ReadWork<Session, ItemRequest<Session>>;

/** Runs every input item through the operation that `work.read` picks for it. */
export async function runServiceItems<Session extends Sending>(
	context: IExecuteFunctions,
	work: ServiceWork<Session>,
): Promise<INodeExecutionData[][]> {
	const { concurrency, calls, read } = await itemReader(context, work);
	try {
		const output = await runItems(context, {
			concurrency,
			prepare(itemIndex) {
				const { request, session, limiter } = read(itemIndex);
				return {
					orderKey: request.orderKey ?? `item ${itemIndex}`,
					orderAt: request.orderAt,
					run: async () => {
						await limiter?.start(session.signal);
						const result = await request.send({ ...session, about: request.orderKey });
						calls.noteResult(result);
						return result as IDataObject;
					},
				};
			},
		});
		tellOfWarnings(context, output);
		return output;
	} finally {
		// A failed execution is the one that is looked for.
		calls.keep();
	}
}

export interface TogetherSettings<Session> extends Manner {
	readonly session: Session;
}

export interface TogetherWork<Session extends Sending, Request extends CheckedRequest> extends ReadWork<
	Session,
	Request
> {
	/** Sends the requests of all items that passed, by item; see CheckedWork. */
	send(
		requests: ReadonlyMap<number, Request>,
		settings: TogetherSettings<Session>,
		report: Report,
	): Promise<void>;
}

/** Reads and checks every input item as `runServiceItems` does, and hands all that passed to `work.send` at once. */
export async function runServiceItemsTogether<Session extends Sending, Request extends CheckedRequest>(
	context: IExecuteFunctions,
	work: TogetherWork<Session, Request>,
): Promise<INodeExecutionData[][]> {
	const { concurrency, calls, read } = await itemReader(context, work);
	try {
		const output = await checkThenSend(context, {
			prepare: read,
			async send(prepared, report, proceed) {
				const requests = new Map([...prepared].map(([itemIndex, { request }]) => [itemIndex, request]));
				// All items have the same session.
				const [first] = prepared.values();
				if (first) await work.send(requests, { session: first.session, concurrency, proceed }, report);
			},
		});
		tellOfWarnings(context, output);
		return output;
	} finally {
		calls.keep();
	}
}

/** In a hint below the output, and how many there are in the log. */
function tellOfWarnings(context: IExecuteFunctions, output: INodeExecutionData[][]): void {
	const items = output.flat();
	const warned = items.filter(({ json }) => Array.isArray(json.warnings) && json.warnings.length > 0);
	const [first] = warned;
	if (!first) return;
	logWarnings(context, items.length, warned.length);
	const [warning] = first.json.warnings as string[];
	const count = warned.length > 1 ? `${warned.length} items have warnings. The first: ` : '';
	context.addExecutionHints({ message: `${count}${warning}`, type: 'warning', location: 'outputPane' });
}
