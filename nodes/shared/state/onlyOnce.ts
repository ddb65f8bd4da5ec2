import { ProblemError } from '../problem';
import type { StateStore } from './StateStore';

export interface Once {
	readonly store: StateStore;
	readonly key: string;
	/** How long nobody else may do it, in ms. */
	readonly periodMs: number;
}

/**
 * Does something unless it was done, or may have been done, within the period. `mayBeDone` tells of an error whether
 * the thing may have been done all the same; only when it surely was not is the key given back.
 * Resolves with undefined when somebody else holds the key. The claim is made to last before the thing is begun: if
 * that cannot be, nothing is begun. Rejects with what the store or `run` rejected with.
 */
export async function onlyOnce<Result>(
	{ store, key, periodMs }: Once,
	run: () => Promise<Result>,
	mayBeDone: (error: unknown) => boolean,
): Promise<{ readonly result: Result } | undefined> {
	if (!(await store.claim(key, periodMs))) return undefined;
	try {
		await store.persist();
	} catch (error) {
		throw await givenBack(store, key, error);
	}
	try {
		return { result: await run() };
	} catch (error) {
		throw mayBeDone(error) ? error : await givenBack(store, key, error);
	}
}

/** Gives the key back and hands over the error to throw; should the key stay taken, the error says so. */
async function givenBack(store: StateStore, key: string, error: unknown): Promise<unknown> {
	try {
		await store.release(key);
		return error;
	} catch (cause) {
		const what = error instanceof ProblemError ? error.what : String(error);
		const reason = cause instanceof ProblemError ? cause.what : String(cause);
		return new ProblemError(
			{
				code: 'state.notReleased',
				what: `${what} It was not done, but its key stays taken: ${reason}`,
				fix: 'Put right what is named first, and do it by hand or with another key before the period is over.',
			},
			{ cause: error },
		);
	}
}
