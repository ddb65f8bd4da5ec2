import type { IExecuteFunctions } from 'n8n-workflow';
import type { OperationAttempt } from '../http/sendWithRepeats';

type Context = Pick<IExecuteFunctions, 'getExecutionId' | 'getNode' | 'getWorkflow' | 'logger'>;

/** Begins every line that the actions write into n8n's log, so that they can be searched for. */
export const LOG_PREFIX = 'Salesforce Voice:';

const SERVICES: Readonly<Record<string, string>> = {
	pbx: 'The PBX',
	salesforce: 'Salesforce',
	vonage: 'Vonage',
};

/** By which a line of the log is found again in n8n. */
export function whereabouts(context: Context): Record<string, string | undefined> {
	return {
		workflowId: context.getWorkflow().id,
		executionId: context.getExecutionId(),
		node: context.getNode().name,
	};
}

/**
 * Writes every attempt at a request into n8n's log: one that is repeated as a warning, since something is slow or down, any
 * other for debugging. The text has what matters, as n8n prints the fields beside it only at its level `debug`. What a
 * request is about (`about`, such as the call ID) is written for debugging only.
 */
export function requestLog(context: Context): (attempt: OperationAttempt) => void {
	const place = whereabouts(context);
	return ({ service, purpose, about, ...attempt }) => {
		const { status, fault, durationMs, repeatInMs } = attempt;
		const name = SERVICES[service] ?? service;
		const outcome = status ?? fault ?? 'done';
		// A token that has expired is renewed at once, which is as it should be.
		if (repeatInMs !== undefined && status !== 401) {
			context.logger.warn(
				`${LOG_PREFIX} ${name} did not ${purpose} (${outcome}); trying again in ${repeatInMs} ms`,
				{ ...place, service, purpose, ...attempt },
			);
			return;
		}
		context.logger.debug(`${LOG_PREFIX} ${name}: ${purpose}: ${outcome} after ${durationMs} ms`, {
			...place,
			service,
			purpose,
			...(about === undefined ? {} : { about }),
			...attempt,
		});
	};
}

/** Tells how many items of a run failed and with which codes; their messages are n8n's to show. */
export function logFailures(context: Context, itemCount: number, codes: readonly string[]): void {
	const kinds = [...new Set(codes)].sort();
	context.logger.warn(
		`${LOG_PREFIX} ${codes.length} of ${itemCount} ${itemCount === 1 ? 'item' : 'items'} failed (${kinds.join(', ')})`,
		{ ...whereabouts(context), failed: codes.length, items: itemCount, codes: kinds },
	);
}

/** Tells that some items were done only in part; what is missing stands in their output, and in a hint. */
export function logWarnings(context: Context, itemCount: number, warned: number): void {
	context.logger.warn(
		`${LOG_PREFIX} ${warned} of ${itemCount} ${itemCount === 1 ? 'item' : 'items'} done with warnings`,
		{ ...whereabouts(context), warned, items: itemCount },
	);
}
