import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { RateLimiter } from '../http/RateLimiter';
import type { Repeat } from '../http/retryPolicy';
import { ProblemError } from '../problem';
import { readCredential } from '../salesforce/credential';
import type { Operation } from '../salesforce/operation';
import { perform, type Session } from '../salesforce/perform';
import { transportFor } from './egress';
import { InvalidItemError } from './InvalidItemError';
import { ItemParameters } from './ItemParameters';
import { labelsOf } from './labels';
import { runItems } from './runItems';

/** One operation with an item's fields, ready to be checked and sent. */
export interface ItemRequest {
	/** What the item's call is known by; items with the same one keep their order. */
	readonly callKey: string | undefined;
	/** Labels of fields whose label depends on what was chosen. */
	readonly labels: Readonly<Record<string, string>>;
	readonly repeat: Repeat;
	check(): ReturnType<Operation<unknown, object>['check']>;
	send(session: Session): Promise<object>;
}

/** Binds an operation to fields, so that a node with several operations can hand out any of them. */
export function itemRequest<Fields, Result extends object>(
	operation: Operation<Fields, Result>,
	fields: Fields,
	callKey: string | undefined,
	labels: Readonly<Record<string, string>> = {},
): ItemRequest {
	return {
		callKey,
		labels,
		repeat: operation.repeat(fields),
		check: () => operation.check(fields),
		send: async (session) => await perform(session, operation, fields),
	};
}

export interface SalesforceWork {
	/** The node's own, for the labels in messages. */
	readonly properties: readonly INodeProperties[];
	/** Calls that may be started per second; Salesforce limits those, not other requests. */
	readonly startsPerSecond?: (parameters: ItemParameters) => number | undefined;
	read(parameters: ItemParameters, itemIndex: number): ItemRequest;
}

const DEFAULT_CONCURRENCY = 5;

const MOST_CONCURRENCY = 50;

const DEFAULT_TIMEOUT_S = 30;

/** One per organization host and limit, so that several executions together keep to it. */
const limiters = new Map<string, RateLimiter>();

function limiterFor(baseUrl: string, limit: number): RateLimiter {
	const key = `${baseUrl} ${limit}`;
	const limiter = limiters.get(key) ?? new RateLimiter(limit);
	limiters.set(key, limiter);
	return limiter;
}

/** Runs every input item through the Salesforce operation that `work.read` picks for it. */
export async function runSalesforceItems(
	context: IExecuteFunctions,
	work: SalesforceWork,
): Promise<INodeExecutionData[][]> {
	const labels = labelsOf(work.properties);
	const settings = new ItemParameters(context, 0);
	const concurrency = settings.wholeNumber('options.concurrency') ?? DEFAULT_CONCURRENCY;
	const timeoutMs = (settings.seconds('options.timeout') ?? DEFAULT_TIMEOUT_S) * 1000;
	const startsPerSecond = work.startsPerSecond?.(settings);
	const session = await sessionOrError(context, timeoutMs);
	const limiter =
		startsPerSecond && !(session instanceof Error)
			? limiterFor(session.credential.baseUrl, startsPerSecond)
			: undefined;

	const output = await runItems(context, {
		concurrency: Math.min(Math.max(concurrency, 1), MOST_CONCURRENCY),
		prepare(itemIndex) {
			// A credential that cannot be used is every item's problem, so that Continue On Fail holds for it too.
			if (session instanceof Error) throw session;
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
				orderKey: request.callKey ?? `item ${itemIndex}`,
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

async function sessionOrError(context: IExecuteFunctions, timeoutMs: number): Promise<Session | Error> {
	const data = await context.getCredentials('salesforceVoiceJwtApi');
	try {
		return {
			credential: readCredential(data),
			transport: transportFor(context),
			signal: context.getExecutionCancelSignal(),
			timeoutMs,
		};
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** n8n's own repeat runs the whole node again, also for items that were done: a second rep's phone would ring. */
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
