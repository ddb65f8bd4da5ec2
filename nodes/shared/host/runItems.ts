import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { ProblemError } from '../problem';
import { inOrder } from './inOrder';
import { toNodeError } from './toNodeError';

/** What an item comes to, before anything of it is sent. */
export interface PreparedItem {
	/** Items with the same key run one after the other, in the order they came in. */
	readonly orderKey: string;
	run(): Promise<IDataObject>;
}

export interface ItemWork {
	readonly concurrency: number;
	/** Reads and checks one item. Throws what is wrong with it. */
	prepare(itemIndex: number): PreparedItem;
}

type Outcome = { readonly json: IDataObject } | { readonly error: NodeApiError | NodeOperationError };

/**
 * Runs every input item: all are checked before the first is sent, then up to `concurrency` run side by side, items of
 * the same call one after the other. Without Continue On Fail the first item that is wrong stops the node: before
 * anything was sent when a check finds it; otherwise no further item is begun and those under way are waited for.
 * With it, each item gets its own outcome, in item order.
 */
export async function runItems(context: IExecuteFunctions, work: ItemWork): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const proceed = context.continueOnFail();
	const outcomes = Array.from({ length: itemCount }, (): Outcome | undefined => undefined);
	const failed = (itemIndex: number, error: unknown): void => {
		outcomes[itemIndex] = { error: toNodeError(context.getNode(), error, { itemIndex, itemCount }) };
	};

	const prepared = new Map<number, PreparedItem>();
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		try {
			prepared.set(itemIndex, work.prepare(itemIndex));
		} catch (error) {
			failed(itemIndex, error);
		}
	}
	if (!proceed) throwFirst(outcomes, 'Nothing was sent.');

	let stopped = false;
	await inOrder(
		[...prepared].map(([itemIndex, item]) => ({
			key: item.orderKey,
			run: async () => {
				if (stopped) return;
				try {
					outcomes[itemIndex] = { json: await item.run() };
				} catch (error) {
					failed(itemIndex, error);
					stopped = !proceed;
				}
			},
		})),
		work.concurrency,
	);
	if (!proceed) throwFirst(outcomes, tally(outcomes));
	return [outcomes.map((outcome, itemIndex) => toItem(outcome, itemIndex))];
}

function tally(outcomes: ReadonlyArray<Outcome | undefined>): string {
	const done = outcomes.flatMap((outcome, index) => (outcome && 'json' in outcome ? [index] : []));
	const open = outcomes.flatMap((outcome, index) => (outcome ? [] : [index]));
	if (outcomes.length === 1) return '';
	return `Done: ${ranges(done)}. Not begun: ${ranges(open)}. Turn on 'Continue' under 'On Error' in the node's settings to let one bad item not stop the others.`;
}

/** [0, 1, 2, 5] → "items 0–2, 5". */
function ranges(indexes: readonly number[]): string {
	const parts: Array<[first: number, last: number]> = [];
	for (const index of indexes) {
		const current = parts.at(-1);
		if (current && current[1] === index - 1) current[1] = index;
		else parts.push([index, index]);
	}
	if (parts.length === 0) return 'none';
	const shown = parts.slice(0, 20).map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
	return `items ${shown.join(', ')}${parts.length > 20 ? ', …' : ''}`;
}

function throwFirst(outcomes: ReadonlyArray<Outcome | undefined>, addition: string): void {
	const failures = outcomes.filter((outcome) => outcome !== undefined && 'error' in outcome);
	const [first] = failures;
	if (!first) return;
	const others = failures.length - 1;
	const more =
		others === 0 ? '' : ` ${others} more ${others === 1 ? 'item has' : 'items have'} something wrong.`;
	first.error.description = `${first.error.description ?? ''}${more} ${addition}`.trim();
	throw first.error;
}

function toItem(outcome: Outcome | undefined, itemIndex: number): INodeExecutionData {
	const pairedItem = { item: itemIndex };
	if (outcome && 'json' in outcome) return { json: outcome.json, pairedItem };
	const error = outcome?.error;
	if (!error)
		throw new ProblemError({
			code: 'lostItem',
			what: `Item ${itemIndex} has no outcome.`,
			fix: 'Report this.',
		});
	// n8n takes an item for a failed one, and merges its input into it on the error output, when its json has `error` and
	// at most `message` and `details` beside it. With a top-level `error` it would throw all of the json away but the
	// message (normalizeNodeErrors in n8n-core 2.41).
	return {
		json: {
			error: error.message,
			details: {
				fix: error.description ?? '',
				code: String(error.context.code ?? 'unknown'),
				mayBeDone: error.context.mayBeDone === true,
				itemIndex,
			},
		},
		pairedItem,
	};
}
