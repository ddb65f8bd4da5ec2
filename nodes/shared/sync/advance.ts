import { MAY_BE_CLOSED, type Once, type Progress, type TransferProgress } from './Progress';
import { isOnceOnly, type Step } from './Step';

/** What Salesforce answered to a step that made a record. */
export interface StepResult {
	readonly voiceCallId?: string | undefined;
}

function withTransfer(
	progress: Progress,
	eventId: string,
	change: (transfer: TransferProgress) => TransferProgress,
	fresh?: TransferProgress,
): Progress {
	const known = progress.transfers.some((transfer) => transfer.eventId === eventId);
	const transfers = known || !fresh ? progress.transfers : [...progress.transfers, fresh];
	return {
		...progress,
		transfers: transfers.map((transfer) => (transfer.eventId === eventId ? change(transfer) : transfer)),
	};
}

function once(progress: Progress, step: Step, standing: Once): Progress {
	switch (step.kind) {
		case 'create':
			return { ...progress, create: standing };
		case 'route':
		case 'executeOmniFlow':
			return { ...progress, routing: standing };
		case 'createTransfer':
			return withTransfer(
				progress,
				step.transfer.eventId,
				(transfer) => ({ ...transfer, create: standing }),
				step.transfer,
			);
		default:
			return progress;
	}
}

/** Before a step that must not be done twice is sent. */
export function begun(progress: Progress, step: Step): Progress {
	return once(progress, step, 'begun');
}

/** After Salesforce has taken a step. */
export function done(progress: Progress, step: Step, result: StepResult): Progress {
	const { voiceCallId } = result;
	switch (step.kind) {
		case 'create':
			return { ...progress, create: 'done', voiceCallId: voiceCallId ?? progress.voiceCallId };
		case 'createTransfer':
			return withTransfer(once(progress, step, 'done'), step.transfer.eventId, (transfer) => ({
				...transfer,
				voiceCallId: voiceCallId ?? transfer.voiceCallId,
			}));
		case 'activeUpdate':
			return { ...progress, active: step.fingerprint };
		case 'clearRouting':
			return { ...progress, cleared: true };
		case 'finalUpdate':
			return { ...progress, final: step.fingerprint };
		case 'finalUpdateOfTransfer':
			return withTransfer(progress, step.eventId, (transfer) => ({ ...transfer, final: step.fingerprint }));
		case 'transcript':
			return progress;
		default:
			return once(progress, step, 'done');
	}
}

/** After a step has failed: one that must not be done twice is tried again only if it surely was not done. */
export function failed(progress: Progress, step: Step, mayBeDone: boolean): Progress {
	if (step.kind === 'finalUpdate' && mayBeDone) {
		return { ...progress, final: progress.final ?? MAY_BE_CLOSED };
	}
	if (!isOnceOnly(step)) return progress;
	return once(progress, step, mayBeDone ? 'unknown' : 'no');
}

const LOOK: Readonly<Record<'record' | 'routing' | 'transfer', string>> = {
	record:
		'Creating the record of this transferred call was begun before and not seen through: the record may be there. It is not created again, but updated. Look for the vendor call key among the voice calls in Salesforce.',
	routing:
		'Routing this call was begun before and not seen through: it may have been done. It is not done again. Look in Omni Supervisor whether the call waits in a queue or rings a rep; if it does not, route it with Route Voice Call.',
	transfer:
		'Creating the record for a transfer of this call was begun before and not seen through: the record may be there. It is not created again, but closed with the call. Look for its vendor call key among the voice calls in Salesforce.',
};

/**
 * What is left when somebody who had begun a step that must not be done twice is gone: nobody knows whether it was
 * done, so it stays undone, and how to look is said once.
 */
export function leftBehind(progress: Progress): { readonly progress: Progress; readonly warnings: string[] } {
	const warnings: string[] = [];
	const open = (standing: Once, warning: string): Once => {
		if (standing !== 'begun') return standing;
		warnings.push(warning);
		return 'unknown';
	};
	const create = open(progress.create, LOOK.record);
	const routing = open(progress.routing, LOOK.routing);
	const transfers = progress.transfers.map((transfer) => ({
		...transfer,
		create: open(transfer.create, `${LOOK.transfer} (${transfer.vendorCallKey})`),
	}));
	return { progress: warnings.length > 0 ? { ...progress, create, routing, transfers } : progress, warnings };
}
