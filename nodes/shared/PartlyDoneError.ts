import { type Problem, ProblemError } from './problem';

/** Something that has parts failed, though some of them may have been done. */
export class PartlyDoneError extends ProblemError {
	override readonly name = 'PartlyDoneError';

	/** True when a failed part may have been acted on although no success came back. */
	readonly mayBeDone: boolean;

	/** What became of each part, as plain data. */
	readonly parts: Readonly<Record<string, unknown>>;

	constructor(problem: Problem, details: { mayBeDone: boolean; parts: Readonly<Record<string, unknown>> }) {
		super(problem);
		this.mayBeDone = details.mayBeDone;
		this.parts = details.parts;
	}
}
