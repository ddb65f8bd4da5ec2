import { jsonObject, kindOfBody } from '../../http/answer';
import { ServiceError } from '../../ServiceError';
import { perform, type Operation } from './operation';
import type { Session } from './account';

/** GET /services/data/vXX.0: what the version offers. Needs a token and no permission, and changes nothing. */
const listResources: Operation<Record<string, never>, true> = {
	purpose: 'say what its API offers',
	repeat: () => 'repeatable',
	check: () => [],
	request: () => ({ method: 'GET', path: '/' }),
	read(answer) {
		// What answers every request with a page of its own has not looked at the token.
		if (jsonObject(answer)) return true;
		throw new ServiceError(
			{
				code: 'salesforce.notJson',
				what: `Salesforce answered (${answer.status}) with ${kindOfBody(answer)}.`,
				fix: "Check the Salesforce credential and 'API Version'.",
			},
			{ status: answer.status },
		);
	},
	leftOpen: () => ({ what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true }),
};

/**
 * Makes sure that the token is good, with a new one where it is not. A service that refuses a token answers before it has
 * read a large upload and hangs up, so that the answer may be lost and with it the reason.
 */
export async function proveToken(session: Session): Promise<void> {
	await perform(session, listResources, {});
}
