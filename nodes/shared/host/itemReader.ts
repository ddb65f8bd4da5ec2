import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { RateLimiter } from '../http/RateLimiter';
import type { Repeat } from '../http/retryPolicy';
import type { Sending } from '../http/sendWithRepeats';
import { type Fault, ProblemError } from '../problem';
import { transportFor } from './egress';
import { ExecutionCalls } from './ExecutionCalls';
import { InvalidItemError } from './InvalidItemError';
import { ItemParameters } from './ItemParameters';
import { labelsOf } from './labels';
import { requestLog } from './requestLog';

/** What an item asks for, ready to be checked. */
export interface CheckedRequest {
	/** Labels of fields whose label depends on what was chosen. */
	readonly labels: Readonly<Record<string, string>>;
	readonly repeat: Repeat;
	/** The call it is about, by whichever of its IDs the item gives; undefined when it is about none that is known. */
	readonly call?: string | undefined;
	check(): Fault[];
}

export interface ReadWork<Session extends Sending, Request extends CheckedRequest> {
	/** The node's own, for the labels in messages. */
	readonly properties: readonly INodeProperties[];
	/** Seconds allowed for an attempt when the node's 'Timeout' option is not set; 30 when left out. */
	readonly defaultTimeoutS?: number;
	/** What all items are sent with. What it throws is every item's problem. */
	session(sending: Sending): Promise<Session>;
	/** Holds back the starts of items, where the service limits them. */
	limiter?(session: Session, settings: ItemParameters): RateLimiter | undefined;
	read(parameters: ItemParameters, itemIndex: number): Request;
}

const DEFAULT_CONCURRENCY = 5;

const MOST_CONCURRENCY = 50;

const DEFAULT_TIMEOUT_S = 30;

const LONGEST_TIMEOUT_S = 300;

interface ReadItem<Session, Request> {
	readonly request: Request;
	readonly session: Session;
	readonly limiter: RateLimiter | undefined;
}

interface ItemReader<Session, Request> {
	readonly concurrency: number;
	/** The calls that the items read so far are about. */
	readonly calls: ExecutionCalls;
	/** Throws what is wrong with an item, or with the settings of all. */
	read(itemIndex: number): ReadItem<Session, Request>;
}

/** Reads the settings that hold for all items; what is wrong with them is thrown for each item. */
export async function itemReader<Session extends Sending, Request extends CheckedRequest>(
	context: IExecuteFunctions,
	work: ReadWork<Session, Request>,
): Promise<ItemReader<Session, Request>> {
	const labels = labelsOf(work.properties);
	// A credential or an option that cannot be used is every item's problem, so that Continue On Fail holds for it too.
	const setUp = await setUpFor(context, work).catch((error: unknown) =>
		error instanceof Error ? error : new Error(String(error)),
	);
	const calls = new ExecutionCalls(context);
	return {
		calls,
		concurrency: setUp instanceof Error ? 1 : setUp.concurrency,
		read(itemIndex) {
			if (setUp instanceof Error) throw setUp;
			const { settings, session, limiter } = setUp;
			const parameters = new ItemParameters(context, itemIndex);
			const request = work.read(parameters, itemIndex);
			calls.note(request.call);
			const faults = [...(itemIndex === 0 ? settings.faults : []), ...parameters.faults];
			const named = new Set(faults.map(({ field }) => field));
			// A field that could not be read is not also empty.
			faults.push(...request.check().filter(({ field }) => !named.has(field)));
			if (faults.length > 0) {
				throw new InvalidItemError(faults, new Map([...labels, ...Object.entries(request.labels)]));
			}
			if (request.repeat === 'onlyIfUnsent') refuseRetryOnFail(context);
			return { request, session, limiter };
		},
	};
}

interface SetUp<Session> {
	/** The parameters that hold for all items, read with the first. */
	readonly settings: ItemParameters;
	readonly session: Session;
	readonly concurrency: number;
	readonly limiter: RateLimiter | undefined;
}

async function setUpFor<Session extends Sending, Request extends CheckedRequest>(
	context: IExecuteFunctions,
	work: ReadWork<Session, Request>,
): Promise<SetUp<Session>> {
	const settings = new ItemParameters(context, 0);
	const concurrency = settings.wholeNumber('options.concurrency') ?? DEFAULT_CONCURRENCY;
	const timeoutS = readTimeout(settings, work.defaultTimeoutS ?? DEFAULT_TIMEOUT_S);
	const session = await work.session({
		transport: transportFor(context),
		signal: context.getExecutionCancelSignal(),
		timeoutMs: timeoutS * 1000,
		watch: requestLog(context),
	});
	return {
		settings,
		session,
		concurrency: Math.min(Math.max(concurrency, 1), MOST_CONCURRENCY),
		limiter: work.limiter?.(session, settings),
	};
}

/** A timeout that nothing could keep would report requests as open that were never given a chance. */
function readTimeout(settings: ItemParameters, whenUnset: number): number {
	const seconds = settings.seconds('options.timeout') ?? whenUnset;
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
		what: "'Retry On Fail' is on in the settings of this node, which could do the same thing twice.",
		fix: 'Turn it off. The node repeats by itself whatever can be repeated without harm.',
	});
}
