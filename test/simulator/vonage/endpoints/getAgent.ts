import { jsonAnswer } from '../../server/Answer.ts';
import { linkHref } from '../callAddress.ts';
import type { V0Endpoint } from './VonageEndpoint.ts';

/** GET /agents/{agentId} (section 6): the call an agent is in, or the last one. */
export const getAgent: V0Endpoint = {
	kind: 'v0',
	name: 'Get Agent Details',
	method: 'GET',
	path: '/:accountKey/agents/:agentId',
	since: 1,
	takesBody: false,
	handle({ account, params, origin }, center) {
		const agent = center.agentBook.find(params['agentId'] ?? '');
		if (agent === undefined) return center.decline(404, 'The agent does not exist.');
		const { agentId: id, currentCallGuid } = agent;
		const call = currentCallGuid === null ? undefined : center.callBook.find(currentCallGuid);
		if (call?.accountKey !== account.accountKey) {
			return jsonAnswer(200, { id, links: [], currentCallGuid: null });
		}
		const links = [{ href: linkHref(call, origin), rel: 'currentCall' }];
		return jsonAnswer(200, { id, links, currentCallGuid });
	},
};
