import { type Problem, ProblemError } from './problem';

/** A service answered, but not with success; or it did not answer at all. */
export class ServiceError extends ProblemError {
	override readonly name = 'ServiceError';

	/** Undefined when there was no answer. */
	readonly status: number | undefined;

	/** True when the request may have been acted on although no success came back. */
	readonly mayBeDone: boolean;

	/** Ms that the service asked to wait, when it did. */
	readonly retryAfterMs: number | undefined;

	constructor(
		problem: Problem,
		details: { status?: number; mayBeDone?: boolean; retryAfterMs?: number | undefined; cause?: unknown },
	) {
		super(problem, { cause: details.cause });
		this.status = details.status;
		this.mayBeDone = details.mayBeDone ?? false;
		this.retryAfterMs = details.retryAfterMs;
	}
}
