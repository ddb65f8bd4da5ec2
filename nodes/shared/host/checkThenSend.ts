import { setImmediate as othersTurn } from 'node:timers/promises';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import { logFailures } from './requestLog';
import { toNodeError } from './toNodeError';

/** Where the outcome of each item is told, once for each; items not begun are not told of. */
export interface Report {
	done(itemIndex: number, json: IDataObject): void;
	failed(itemIndex: number, error: unknown): void;
	/** Begun and not finished, since another item failed. */
	partly(itemIndex: number): void;
}

export interface CheckedWork<Prepared> {
	/** Reads and checks one item. Throws what is wrong with it. */
	prepare(itemIndex: number): Prepared;
	/** Sends what passed, by item. Unless `proceed`, nothing more is to be begun once an item has failed. */
	send(prepared: ReadonlyMap<number, Prepared>, report: Report, proceed: boolean): Promise<void>;
}

/** Some milliseconds' worth of checks. */
const ITEMS_IN_A_TURN = 50;

type Outcome = { readonly json: IDataObject } | { readonly error: NodeApiError | NodeOperationError };

/**
 * Runs every input item: all are checked before the first is sent. Without Continue On Fail the first item that is wrong
 * stops the node: before anything was sent when a check finds it; otherwise those under way are waited for. With it,
 * each item gets its own outcome, in item order.
 */
export async function checkThenSend<Prepared>(
	context: IExecuteFunctions,
	work: CheckedWork<Prepared>,
): Promise<INodeExecutionData[][]> {
	const itemCount = context.getInputData().length;
	const proceed = context.continueOnFail();
	const outcomes = Array.from({ length: itemCount }, (): Outcome | undefined => undefined);
	const partly = new Set<number>();
	const report: Report = {
		done: (itemIndex, json) => {
			outcomes[itemIndex] = { json };
		},
		failed: (itemIndex, error) => {
			outcomes[itemIndex] = { error: toNodeError(context.getNode(), error, { itemIndex, itemCount }) };
		},
		partly: (itemIndex) => {
			partly.add(itemIndex);
		},
	};

	const prepared = new Map<number, Prepared>();
	for (let itemIndex = 0; itemIndex < itemCount; itemIndex++) {
		// Checking thousands of items takes seconds, in which n8n must still take webhooks.
		if (itemIndex % ITEMS_IN_A_TURN === ITEMS_IN_A_TURN - 1) await othersTurn();
		try {
			prepared.set(itemIndex, work.prepare(itemIndex));
		} catch (error) {
			report.failed(itemIndex, error);
		}
	}
	if (!proceed) throwFirst(context, outcomes, 'Nothing was sent.');

	if (prepared.size > 0) await work.send(prepared, report, proceed);
	if (!proceed) throwFirst(context, outcomes, tally(outcomes, partly));
	tellOfFailures(context, outcomes);
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	return [outcomes.map((outcome, itemIndex) => toItem(outcome, itemIndex, hasErrorOutput))];
}

function tally(outcomes: ReadonlyArray<Outcome | undefined>, partly: ReadonlySet<number>): string {
	const done = outcomes.flatMap((outcome, index) => (outcome && 'json' in outcome ? [index] : []));
	const open = outcomes.flatMap((outcome, index) => ((outcome ?? partly.has(index)) ? [] : [index]));
	if (outcomes.length === 1) return '';
	const inPart = partly.size === 0 ? '' : ` Done in part: ${ranges([...partly].sort((a, b) => a - b))}.`;
	return `Done: ${ranges(done)}.${inPart} Not begun: ${ranges(open)}. Turn on 'Continue' under 'On Error' in the node's settings to let one bad item not stop the others.`;
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

function failuresIn(outcomes: ReadonlyArray<Outcome | undefined>) {
	return outcomes.filter((outcome) => outcome !== undefined && 'error' in outcome);
}

function tellOfFailures(context: IExecuteFunctions, outcomes: ReadonlyArray<Outcome | undefined>): void {
	const codes = failuresIn(outcomes).map(({ error }) => codeOf(error));
	if (codes.length > 0) logFailures(context, outcomes.length, codes);
}

function codeOf(error: NodeApiError | NodeOperationError): string {
	return String(error.context.code ?? 'unknown');
}

function throwFirst(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<Outcome | undefined>,
	addition: string,
): void {
	const failures = failuresIn(outcomes);
	const [first] = failures;
	if (!first) return;
	tellOfFailures(context, outcomes);
	const others = failures.length - 1;
	const more =
		others === 0 ? '' : ` ${others} more ${others === 1 ? 'item has' : 'items have'} something wrong.`;
	first.error.description = `${first.error.description ?? ''}${more} ${addition}`.trim();
	throw first.error;
}

/** What became of the parts of an item that was only partly done. */
function partsOf(error: NodeApiError | NodeOperationError): IDataObject {
	return isRecord(error.context.parts) ? (error.context.parts as IDataObject) : {};
}

function toItem(
	outcome: Outcome | undefined,
	itemIndex: number,
	hasErrorOutput: boolean,
): INodeExecutionData {
	const pairedItem = { item: itemIndex };
	if (outcome && 'json' in outcome) return { json: outcome.json, pairedItem };
	const error = outcome?.error;
	if (!error)
		throw new ProblemError({
			code: 'lostItem',
			what: `Item ${itemIndex} has no outcome.`,
			fix: 'Report this.',
		});
	// n8n 2 takes an item for a failed one, and merges its input into it on the error output, when its json has `error` and
	// at most `message` and `details` beside it. With a top-level `error` it would throw all of the json away but the
	// message (normalizeNodeErrors in n8n-core 2.41).
	const item: INodeExecutionData = {
		json: {
			error: error.message,
			details: {
				fix: error.description ?? '',
				code: codeOf(error),
				mayBeDone: error.context.mayBeDone === true,
				itemIndex,
				...partsOf(error),
			},
		},
		pairedItem,
	};
	// n8n 1.123 does not know `details`, and asks for that top-level `error`. Hidden from enumeration, it is seen when the
	// item is put on the error output and left behind when the input is merged in, which keeps the json.
	if (hasErrorOutput) Object.defineProperty(item, 'error', { value: error });
	return item;
}
