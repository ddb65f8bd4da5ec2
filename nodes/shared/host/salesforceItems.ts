import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { RateLimiter } from '../http/RateLimiter';
import type { Sending } from '../http/sendWithRepeats';
import { readCredential } from '../salesforce/credential';
import type { Operation } from '../salesforce/operation';
import { perform, type Session } from '../salesforce/perform';
import type { ItemParameters } from './ItemParameters';
import { type ItemRequest, runServiceItems } from './serviceItems';

export type SalesforceRequest = ItemRequest<Session>;

/** Binds an operation to fields, so that a node with several operations can hand out any of them. */
export function salesforceRequest<Fields, Result extends object>(
	operation: Operation<Fields, Result>,
	fields: Fields,
	callKey: string | undefined,
	labels: Readonly<Record<string, string>> = {},
): SalesforceRequest {
	return {
		orderKey: callKey,
		call: callKey,
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
	readonly startsPerSecond?: (parameters: ItemParameters) => number;
	read(parameters: ItemParameters, itemIndex: number): SalesforceRequest;
}

/** One per organization host and limit, so that several executions together keep to it. */
const limiters = new Map<string, RateLimiter>();

/** What holds back the starts of calls in an organization to `limit` a second. */
export function limiterFor(baseUrl: string, limit: number): RateLimiter {
	const key = `${baseUrl} ${limit}`;
	const limiter = limiters.get(key) ?? new RateLimiter(limit);
	limiters.set(key, limiter);
	return limiter;
}

/** What requests to Salesforce are sent with: the node's Salesforce Voice JWT API credential. */
export async function sessionWith(context: IExecuteFunctions, sending: Sending): Promise<Session> {
	return { ...sending, credential: readCredential(await context.getCredentials('salesforceVoiceJwtApi')) };
}

/** Runs every input item through the Salesforce operation that `work.read` picks for it. */
export async function runSalesforceItems(
	context: IExecuteFunctions,
	{ properties, startsPerSecond, read }: SalesforceWork,
): Promise<INodeExecutionData[][]> {
	return await runServiceItems<Session>(context, {
		properties,
		read,
		session: async (sending) => await sessionWith(context, sending),
		limiter: ({ credential }, settings) =>
			startsPerSecond && limiterFor(credential.baseUrl, startsPerSecond(settings)),
	});
}
