import type { Answer } from '../server/Answer.ts';
import type { VonageRequest } from './endpoints/VonageEndpoint.ts';
import type { OutboundCall } from './OutboundCall.ts';
import type { VonageCenter } from './VonageCenter.ts';

const KEPT_MS = 24 * 60 * 60 * 1000;
const NOT_FOUND = 'The call does not exist.';

/** The account's call in the path, or 404: none, or one that ended more than 24 hours ago (section 5). */
export function findCall(
	{ number, account, params }: VonageRequest,
	center: VonageCenter,
): OutboundCall | Answer {
	const callGuid = params['callGuid'] ?? '';
	const call = center.callBook.find(callGuid);
	if (call?.accountKey === account.accountKey) {
		const isGone = call.endedAt !== null && center.now() - Date.parse(call.endedAt) > KEPT_MS;
		return isGone ? center.decline(404, NOT_FOUND) : call;
	}
	const rule = center.callBook.findByBodyId(callGuid) === undefined ? 'unknown-call' : 'body-id-as-guid';
	return center.refuse(number, 404, rule, NOT_FOUND);
}
