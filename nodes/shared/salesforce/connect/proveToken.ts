import { perform, type Operation } from './operation';
import type { Session } from './account';

/** GET /services/data/vXX.0: what the version offers. Needs a token and no permission, and changes nothing. */
const listResources: Operation<Record<string, never>, true> = {
	purpose: 'say what its API offers',
	repeat: () => 'repeatable',
	check: () => [],
	request: () => ({ method: 'GET', path: '/' }),
	read: () => true,
	leftOpen: () => ({ what: 'Nothing was changed.', fix: 'Run the item again.' }),
};

/**
 * Makes sure that the token is good, with a new one where it is not. A service that refuses a token answers before it has
 * read a large upload and hangs up, so that the answer may be lost and with it the reason.
 */
export async function proveToken(session: Session): Promise<void> {
	await perform(session, listResources, {});
}
