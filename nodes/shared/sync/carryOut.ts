import type { RateLimiter } from '../http/RateLimiter';
import { TransportError } from '../http/TransportError';
import { ProblemError } from '../problem';
import { clearRouting } from '../salesforce/clearRouting';
import { createTranscript } from '../salesforce/createTranscript';
import { createVoiceCall } from '../salesforce/createVoiceCall';
import { executeOmniFlow } from '../salesforce/executeOmniFlow';
import type { Operation } from '../salesforce/operation';
import { perform, type Session } from '../salesforce/perform';
import { routeVoiceCall } from '../salesforce/routeVoiceCall';
import { updateVoiceCall } from '../salesforce/updateVoiceCall';
import { ServiceError } from '../ServiceError';
import type { Step } from './Step';

/** What Salesforce made of a step. */
export interface Answer {
	/** In short, for the output. */
	readonly told: Readonly<Record<string, unknown>>;
	readonly voiceCallId?: string;
	readonly warnings: readonly string[];
}

/** Sends the steps of calls to Salesforce. */
export interface Sender {
	/** Rejects with what keeps the step from being done. `signal` gives it up. */
	send(step: Step, signal: AbortSignal): Promise<Answer>;
}

/** Nothing of it was sent. */
function cannotBeSent(
	purpose: string,
	faults: ReadonlyArray<{ field: string; what: string; fix: string }>,
): never {
	const [first] = faults;
	throw new ProblemError({
		code: 'sync.invalidStep',
		what: `Salesforce was not asked to ${purpose}: ${faults.map(({ field, what }) => `'${field}' ${what}`).join('; ')}.`,
		fix: first?.fix ?? '',
	});
}

async function checkedAndSent<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<Result> {
	const faults = operation.check(fields);
	return faults.length > 0
		? cannotBeSent(operation.purpose, faults)
		: await perform(session, operation, fields);
}

/** Resolves when a call may be started. Rejects when the wait is given up: nothing was sent then. */
async function turn(starts: RateLimiter, signal: AbortSignal): Promise<void> {
	try {
		await starts.start(signal);
	} catch (cause) {
		throw new ProblemError(
			{
				code: 'sync.cancelled',
				what: 'The voice call was not created because the execution was cancelled.',
				fix: 'The next event of the call creates it while it goes on.',
			},
			{ cause },
		);
	}
}

/** What was set, as it went over the wire; the duration of a call needs both of its times. */
function updateSent(session: Session, fields: Parameters<typeof updateVoiceCall.request>[0]): Answer {
	const { body } = updateVoiceCall.request(fields, session.credential);
	const isClosing = fields.whatHappened !== 'active';
	const noDuration = isClosing && !(fields.startTime && fields.endTime);
	return {
		told: { sent: JSON.parse(JSON.stringify(body)) as unknown },
		warnings: noDuration
			? [
					"The call's duration stays empty in Salesforce: no event told both when the call started and when it ended.",
				]
			: [],
	};
}

/**
 * Sends steps with a session. Calls are started no faster than `starts` lets them, which holds for all executions of
 * this process together.
 */
export function salesforceSender(session: Session, starts: RateLimiter): Sender {
	return {
		async send(step, signal) {
			const within: Session = { ...session, signal };
			switch (step.kind) {
				case 'create':
				case 'createTransfer': {
					await turn(starts, signal);
					const { voiceCallId, vendorCallKey, warnings } = await checkedAndSent(
						within,
						createVoiceCall,
						step.fields,
					);
					const { initiationMethod, parentVoiceCallId } = step.fields;
					const parent = parentVoiceCallId === undefined ? {} : { parentVoiceCallId };
					return { told: { voiceCallId, vendorCallKey, initiationMethod, ...parent }, voiceCallId, warnings };
				}
				case 'route': {
					const { routingTarget, status } = await checkedAndSent(within, routeVoiceCall, step.fields);
					return { told: { routingTarget, status }, warnings: [] };
				}
				case 'executeOmniFlow': {
					const { agent, queue, warnings } = await checkedAndSent(within, executeOmniFlow, step.fields);
					return { told: { dialedNumber: step.fields.dialedNumber, agent, queue }, warnings };
				}
				case 'transcript': {
					const { messageId } = await checkedAndSent(within, createTranscript, step.fields);
					return { told: { messageId, senderType: step.fields.senderType }, warnings: [] };
				}
				case 'clearRouting':
					await checkedAndSent(within, clearRouting, step.fields);
					return { told: {}, warnings: [] };
				case 'activeUpdate':
				case 'finalUpdate':
				case 'finalUpdateOfTransfer':
					await checkedAndSent(within, updateVoiceCall, step.fields);
					return updateSent(within, step.fields);
			}
		},
	};
}

/**
 * Whether a step may have been done although it failed. A TransportError is thrown only before anything was written:
 * what may have arrived comes as a ServiceError (performOperation). Of what is no problem of ours nobody knows.
 */
export function mayBeDone(error: unknown): boolean {
	if (error instanceof ServiceError) return error.mayBeDone;
	return !(error instanceof TransportError || error instanceof ProblemError);
}

/** Whether trying again is useless: Salesforce, or a check before it, has looked at the step and does not want it. */
export function isRefusal(error: unknown): boolean {
	if (error instanceof TransportError) return false;
	if (!(error instanceof ServiceError))
		return error instanceof ProblemError && error.code === 'sync.invalidStep';
	const { status = 0 } = error;
	return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}
