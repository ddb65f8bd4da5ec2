import type { IRun, ITriggerFunctions } from 'n8n-workflow';
import type { CallEvent } from '../shared/call-event/CallEvent';

/** n8n's newer engine, where it is turned on, refuses to begin an execution that somebody wants to see the end of. */
const REFUSES_TO_BE_FOLLOWED = /without waiting/i;

/**
 * Begins an execution with events; resolves when it has ended, in queue mode on whichever worker, or waits for something
 * for long. An execution that fails has ended; why it could not be begun is in n8n's own log.
 */
export async function beginExecution(
	context: ITriggerFunctions,
	events: readonly CallEvent[],
): Promise<void> {
	const items = [events.map((json) => ({ json }))];
	const done = context.helpers.createDeferredPromise<IRun>();
	try {
		context.emit(items, undefined, done);
		await done.promise;
	} catch (error) {
		const words = error instanceof Error ? error.message : 'unknown';
		if (REFUSES_TO_BE_FOLLOWED.test(words)) context.emit(items);
		else context.logger.debug('PBX Trigger: an execution did not end as usual', { reason: words });
	}
}
