import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { RateLimiter } from '../http/RateLimiter';
import type { Repeat } from '../http/retryPolicy';
import type { Sending } from '../http/sendWithRepeats';
import { type Fault, ProblemError } from '../problem';
import { transportFor } from './egress';
import { InvalidItemError } from './InvalidItemError';
import { ItemParameters } from './ItemParameters';
import { labelsOf } from './labels';
import { runItems } from './runItems';

/** One operation with an item's fields, ready to be checked and sent. */
export interface ItemRequest<Session> {
	/** What the item is about (a call, an agent); items with the same one keep their order. */
	readonly orderKey: string | undefined;
	/** Labels of fields whose label depends on what was chosen. */
	readonly labels: Readonly<Record<string, string>>;
	readonly repeat: Repeat;
	check(): Fault[];
	send(session: Session): Promise<object>;
}

export interface ServiceWork<Session extends Sending> {
	/** The node's own, for the labels in messages. */
	readonly properties: readonly INodeProperties[];
	/** What all items are sent with. What it throws is every item's problem. */
	session(sending: Sending): Promise<Session>;
	/** Holds back the starts of items, where the service limits them. */
	limiter?(session: Session, settings: ItemParameters): RateLimiter | undefined;
	read(parameters: ItemParameters, itemIndex: number): ItemRequest<Session>;
}

const DEFAULT_CONCURRENCY = 5;

const MOST_CONCURRENCY = 50;

const DEFAULT_TIMEOUT_S = 30;

const LONGEST_TIMEOUT_S = 300;

/** Runs every input item through the operation that `work.read` picks for it. */
export async function runServiceItems<Session extends Sending>(
	context: IExecuteFunctions,
	work: ServiceWork<Session>,
): Promise<INodeExecutionData[][]> {
	const labels = labelsOf(work.properties);
	// A credential or an option that cannot be used is every item's problem, so that Continue On Fail holds for it too.
	const setUp = await setUpFor(context, work).catch((error: unknown) =>
		error instanceof Error ? error : new Error(String(error)),
	);

	const output = await runItems(context, {
		concurrency: setUp instanceof Error ? 1 : setUp.concurrency,
		prepare(itemIndex) {
			if (setUp instanceof Error) throw setUp;
			const { settings, session, limiter } = setUp;
			const parameters = new ItemParameters(context, itemIndex);
			const request = work.read(parameters, itemIndex);
			const faults = [...(itemIndex === 0 ? settings.faults : []), ...parameters.faults];
			const named = new Set(faults.map(({ field }) => field));
			// A field that could not be read is not also empty.
			faults.push(...request.check().filter(({ field }) => !named.has(field)));
			if (faults.length > 0) {
				throw new InvalidItemError(faults, new Map([...labels, ...Object.entries(request.labels)]));
			}
			if (request.repeat === 'onlyIfUnsent') refuseRetryOnFail(context);
			return {
				orderKey: request.orderKey ?? `item ${itemIndex}`,
				run: async () => {
					await limiter?.start(session.signal);
					return (await request.send(session)) as IDataObject;
				},
			};
		},
	});
	hintAtWarnings(context, output);
	return output;
}

interface SetUp<Session> {
	/** The parameters that hold for all items, read with the first. */
	readonly settings: ItemParameters;
	readonly session: Session;
	readonly concurrency: number;
	readonly limiter: RateLimiter | undefined;
}

async function setUpFor<Session extends Sending>(
	context: IExecuteFunctions,
	work: ServiceWork<Session>,
): Promise<SetUp<Session>> {
	const settings = new ItemParameters(context, 0);
	const concurrency = settings.wholeNumber('options.concurrency') ?? DEFAULT_CONCURRENCY;
	const timeoutS = readTimeout(settings);
	const session = await work.session({
		transport: transportFor(context),
		signal: context.getExecutionCancelSignal(),
		timeoutMs: timeoutS * 1000,
	});
	return {
		settings,
		session,
		concurrency: Math.min(Math.max(concurrency, 1), MOST_CONCURRENCY),
		limiter: work.limiter?.(session, settings),
	};
}

/** A timeout that nothing could keep would report requests as open that were never given a chance. */
function readTimeout(settings: ItemParameters): number {
	const seconds = settings.seconds('options.timeout') ?? DEFAULT_TIMEOUT_S;
	if (seconds >= 1 && seconds <= LONGEST_TIMEOUT_S) return seconds;
	settings.faults.push({
		field: 'timeout',
		what: `is not between 1 and ${LONGEST_TIMEOUT_S} seconds`,
		fix: 'Enter seconds, not milliseconds.',
	});
	return DEFAULT_TIMEOUT_S;
}

/** n8n's own repeat runs the whole node again, also for items that were done: a second phone would ring. */
function refuseRetryOnFail(context: IExecuteFunctions): void {
	if (context.getNode().retryOnFail !== true) return;
	throw new ProblemError({
		code: 'retryOnFail',
		what: "'Retry On Fail' is on in the settings of this node, which could carry out the same call twice.",
		fix: 'Turn it off. The node repeats by itself whatever can be repeated without harm.',
	});
}

function hintAtWarnings(context: IExecuteFunctions, output: INodeExecutionData[][]): void {
	const warned = output.flat().filter(({ json }) => Array.isArray(json.warnings) && json.warnings.length > 0);
	const [first] = warned;
	if (!first) return;
	const [warning] = first.json.warnings as string[];
	const count = warned.length > 1 ? `${warned.length} items were saved with warnings. The first: ` : '';
	context.addExecutionHints({ message: `${count}${warning}`, type: 'warning', location: 'outputPane' });
}
