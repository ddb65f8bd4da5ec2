import { isRecord } from '../../isRecord';
import type { Delivery } from '../Delivery';
import { jsonObjectOrNothing } from '../payload';
import type { Reply } from '../Provider';

const HEADER = 'validation-token';

/** Printable ASCII. RingCentral takes at most 1024 bytes as an answer, headers included. */
const TOKEN = /^[\x21-\x7E]{1,256}$/;

/**
 * The answer to the request that RingCentral sends when a subscription is made: the token it chose, as a header. It
 * comes before anything is shared, so that it proves nothing and starts nothing. An event is never taken for one.
 */
export function subscriptionValidation(delivery: Delivery): Reply | undefined {
	const token = delivery.headers[HEADER];
	if (token === undefined || !TOKEN.test(token) || isRecord(jsonObjectOrNothing(delivery)?.body)) {
		return undefined;
	}
	return { contentType: 'application/json', body: '{}', headers: { 'Validation-Token': token } };
}
