import { ProblemError } from '../../problem';
import { ServiceError } from '../../ServiceError';

/** How an entry has fared so far. */
export interface Tries {
	repeats: number;
	mayBeDone: boolean;
}

/** The last refusal of an entry that was repeated in vain. `mayBeDone`: whether it may have been taken any time before. */
export function afterRepeats(error: Error, { repeats, mayBeDone }: Tries): Error {
	if (!(error instanceof ServiceError)) return error;
	const { code, what, fix, status } = error;
	return new ServiceError(
		{ code, what: `${what} So it did ${repeats + 1} times in a row.`, fix },
		{ ...(status === undefined ? {} : { status }), mayBeDone, cause: error },
	);
}

/** Of a line that was not sent because `error` befell one before it in the call. */
export function notSent(error: Error): ProblemError {
	const [what, fix] = error instanceof ProblemError ? [error.what, error.fix] : [error.message, ''];
	return new ProblemError(
		{
			code: 'transcript.notSent',
			what: `Not sent, as the line before it in the call could not be added: ${what}`,
			fix,
		},
		{ cause: error },
	);
}
