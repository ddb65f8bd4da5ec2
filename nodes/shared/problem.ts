/**
 * One thing that stands in the way, in words an admin can act on.
 * `code` is stable and meant for tests and for choosing how to report it; it never changes with the wording.
 */
export interface Problem {
	readonly code: string;
	/** What happened, in one sentence. */
	readonly what: string;
	/** How to put it right, or how to find out more. */
	readonly fix: string;
}

/** A problem as something that can be thrown. Neither text may carry a secret, a token or a whole request body. */
export class ProblemError extends Error implements Problem {
	override readonly name: string = 'ProblemError';

	readonly code: string;

	readonly what: string;

	readonly fix: string;

	constructor(problem: Problem, options?: { cause?: unknown }) {
		super(`${problem.what} ${problem.fix}`, options);
		this.code = problem.code;
		this.what = problem.what;
		this.fix = problem.fix;
	}
}

/**
 * One thing wrong with one field. `what` continues the field's label: "'Start Time' " + "is not a date or time".
 * The label is put in front where the fields are shown (shared/host), so that this room needs no labels.
 */
export interface Fault {
	readonly field: string;
	readonly what: string;
	readonly fix: string;
}
