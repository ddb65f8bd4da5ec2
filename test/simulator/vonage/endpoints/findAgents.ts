import { jsonAnswer } from '../../server/Answer.ts';
import type { V0Endpoint } from './VonageEndpoint.ts';

const KNOWN: Record<string, (value: string) => boolean> = {
	availability: (value) => value === 'readyForPhoneCall',
	groups: (value) => value !== '',
	fields: (value) => value === 'count',
};

/** GET /agents/?availability=readyForPhoneCall (section 6): who can be called now. */
export const findAgents: V0Endpoint = {
	kind: 'v0',
	name: 'Query Agent Availability',
	method: 'GET',
	path: '/:accountKey/agents',
	since: 1,
	takesBody: false,
	handle({ number, account, query, origin }, center) {
		if (!query.has('availability')) {
			return center.refuse(number, 400, 'missing', 'availability is required', 'availability');
		}
		for (const [name, value] of query) {
			if (!Object.hasOwn(KNOWN, name)) {
				const message = `${name} is not a known parameter`;
				if (center.refusesUnknownFields) return center.refuse(number, 400, 'unknown-field', message, name);
				center.recordViolation(number, 'unknown-field', message, name, false);
			} else if (KNOWN[name]?.(value) === false) {
				return center.refuse(number, 400, 'bad-value', `${name} cannot be '${value}'`, name);
			}
		}
		const agents = center.agentBook.ready(query.get('groups')?.split(','));
		const count = agents.length;
		if (query.get('fields') === 'count') return jsonAnswer(200, { count });
		const href = (agentId: string): string => `${origin}/V0/${account.accountKey}/Agents/${agentId}`;
		return jsonAnswer(200, {
			count,
			agents: agents.map(({ agentId: id }) => ({ id, links: [{ href: href(id), rel: '_self' }] })),
		});
	},
};
