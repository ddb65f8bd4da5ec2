import type { CallEvent } from '../call-event/CallEvent';
import type { CallState } from '../call-event/callState';
import { PartlyDoneError } from '../PartlyDoneError';
import { ProblemError } from '../problem';
import { ServiceError } from '../ServiceError';
import { mayBeDone } from './carryOut';
import type { Step } from './Step';
import type { Settlement } from './SyncContext';

/** What is given out for an event. */
export type SyncReport = {
	readonly callId: string;
	/** Salesforce's id of the call; null when no create told it, as for a call recorded by an update. */
	readonly voiceCallId: string | null;
	readonly eventType: CallEvent['eventType'];
	readonly phase: CallState['phase'];
	readonly did: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Why nothing was done, or what is waited for; null when something was. */
	readonly note: string | null;
	readonly call: Readonly<Record<string, unknown>>;
	readonly warnings: readonly string[];
};

/** What was done for a call, for the output; `of` names a call that is not the event's own. */
export function toldOf(settlement: Settlement, of?: string): Array<Readonly<Record<string, unknown>>> {
	const whose = of === undefined ? {} : { callId: of };
	return settlement.did.map(({ step, answer }) => ({
		step: step.kind === 'finalUpdateOfTransfer' ? 'finalUpdate' : step.kind,
		...whose,
		...answer.told,
	}));
}

/** The call as it stands, for the nodes behind this one. */
export function summaryOf(state: CallState): Readonly<Record<string, unknown>> {
	return {
		direction: state.direction,
		from: state.from,
		to: state.to,
		customerNumber: state.customerNumber,
		businessNumber: state.businessNumber,
		callerName: state.callerName,
		parentCallId: state.parentCallId,
		startedAt: state.startedAt,
		queuedAt: state.queuedAt,
		answeredAt: state.answeredAt,
		endedAt: state.endedAt,
		ringSeconds: state.ringSeconds,
		queueSeconds: state.queueSeconds,
		talkSeconds: state.talkSeconds,
		totalSeconds: state.totalSeconds,
		holdSeconds: state.holdSeconds,
		holdCount: state.holdCount,
		longestHoldSeconds: state.longestHoldSeconds,
		outcome: state.outcome,
		endedBy: state.endedBy,
		cause: state.cause,
		agent: state.agent,
		queue: state.queue,
		recording: state.recording,
		transfers: state.transfers.length,
	};
}

const FAILED: Readonly<Record<Step['kind'], string>> = {
	create: 'Creating the record failed',
	createTransfer: 'Recording the transfer failed',
	route: 'Routing the call failed',
	executeOmniFlow: 'Running the flow failed',
	activeUpdate: 'Telling that the call was answered failed',
	transcript: 'Adding the line of the transcript failed',
	clearRouting: 'Clearing the routing failed',
	finalUpdate: 'Closing the record failed',
	finalUpdateOfTransfer: 'Closing the record of the transfer failed',
};

/** No event may follow that would try again. */
const STAYS_OPEN =
	"Until then Salesforce may show the call as going on. 'Retry On Fail' in the node's settings tries again by itself.";

function isClosing({ kind }: Step): boolean {
	return kind === 'finalUpdate' || kind === 'finalUpdateOfTransfer';
}

/** The error with the step in front, since one event may have several. */
function named({ step, error }: Settlement['failures'][number]): unknown {
	if (!(error instanceof ProblemError)) return error;
	const { code, what } = error;
	const fix = isClosing(step) ? `${error.fix} ${STAYS_OPEN}`.trim() : error.fix;
	const problem = { code, what: `${FAILED[step.kind]}: ${what}`, fix };
	if (!(error instanceof ServiceError)) return new ProblemError(problem, { cause: error });
	const { status, retryAfterMs } = error;
	return new ServiceError(problem, {
		...(status === undefined ? {} : { status }),
		mayBeDone: error.mayBeDone,
		retryAfterMs,
		cause: error,
	});
}

/**
 * What the item fails with when steps have failed. The first failure tells the reason; what was done all the same goes
 * with it.
 */
export function failureOf(failures: Settlement['failures'], report: SyncReport): unknown {
	const [error, ...others] = failures.map(named);
	const { callId, voiceCallId, warnings } = report;
	const isAlone = others.length === 0 && report.did.length === 0 && warnings.length === 0;
	if (!(error instanceof ProblemError) || isAlone) return error;
	const more = others.map((other) => (other instanceof ProblemError ? other.what : String(other)));
	const did = report.did.map(({ step }) => String(step));
	return new PartlyDoneError(
		{
			code: error.code,
			what: [error.what, ...more].join(' '),
			fix: [
				error.fix,
				...warnings,
				...(did.length > 0 ? [`Done for this call all the same: ${did.join(', ')}.`] : []),
				'The next event of the call, or running the item again, tries what may be tried again.',
			].join(' '),
		},
		{
			mayBeDone: failures.some((failure) => mayBeDone(failure.error)),
			parts: { callId, voiceCallId, did: report.did, warnings },
		},
	);
}
