import type { ConversationEntry } from '../../salesforce/Conversation.ts';
import { jsonAnswer } from '../../server/Answer.ts';
import { checkBody, isJsonObject, type BodyRules } from '../../server/checkBody.ts';
import type { ConnectOrg } from '../ConnectOrg.ts';
import type { ConnectEndpoint } from './ConnectEndpoint.ts';

const PATH = '/:version/connect/conversation/:conversationId/entries';
const UNKNOWN = 'The requested resource does not exist';
const PARAMETERS = ['startTimestamp', 'endTimestamp', 'queryDirection', 'recordLimit'];

const UPDATE: BodyRules = {
	identifier: { type: 'string', required: true },
	messageText: { type: 'string', required: true },
	relatedRecords: { type: 'array' },
};

/** GET …/connect/conversation/{id}/entries */
export const getEntries: ConnectEndpoint = {
	name: 'getConversationEntries',
	kind: 'resource',
	method: 'GET',
	path: PATH,
	handle(org, { visit, session, params, query }) {
		const refuse = (message: string, field: string) =>
			org.refuse(visit.record.number, 400, 'bad-parameter', message, field);
		const strange = [...query.keys()].find((name) => !PARAMETERS.includes(name));
		if (strange !== undefined) return refuse(`${strange} is not a known parameter`, strange);
		const limit = Number(query.get('recordLimit') ?? 25);
		if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
			return refuse('recordLimit must be from 1 to 1000', 'recordLimit');
		}
		const direction = query.get('queryDirection') ?? 'FromEnd';
		if (!['FromEnd', 'FromStart'].includes(direction))
			return refuse('must be FromEnd or FromStart', 'queryDirection');
		const from = Number(query.get('startTimestamp') ?? 0);
		const to = Number(query.get('endTimestamp') ?? Number.MAX_SAFE_INTEGER);
		if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
			return refuse('must be milliseconds', 'startTimestamp');
		const conversation = org.conversation(session.organizationId, params['conversationId'] ?? '');
		if (conversation === undefined) return org.decline(404, 'NOT_FOUND', UNKNOWN);
		const { entriesBy } = org.settings;
		const chosen = conversation.entries
			.map((entry) => present(org, entry))
			.sort((one, other) => one[entriesBy] - other[entriesBy])
			.filter((entry) => entry[entriesBy] >= from && entry[entriesBy] <= to);
		const page = direction === 'FromStart' ? chosen.slice(0, limit) : chosen.slice(-limit);
		return jsonAnswer(200, { conversationEntries: page });
	},
};

/** PATCH …/connect/conversation/{id}/entries */
export const updateEntries: ConnectEndpoint = {
	name: 'updateConversationEntries',
	kind: 'resource',
	method: 'PATCH',
	path: PATH,
	handle(org, { visit, session, params }) {
		const { number } = visit.record;
		const updates = readUpdates(visit.body);
		if (typeof updates === 'string') return org.refuse(number, 400, 'bad-body', updates);
		const conversation = org.conversation(session.organizationId, params['conversationId'] ?? '');
		if (conversation === undefined) return org.decline(404, 'NOT_FOUND', UNKNOWN);
		const results = updates.map(({ identifier, messageText }) => {
			const entry = conversation.entry(identifier);
			if (entry === undefined)
				return { identifier, status: 'FAILED', errorDetail: 'Conversation entry not found.' };
			entry.content = messageText;
			return { identifier, status: 'SUCCESS', errorDetail: null };
		});
		const isSilent = org.settings.updateFailures === 'silent';
		return jsonAnswer(200, { conversationEntriesUpdates: isSilent ? [] : results });
	},
};

function readUpdates(text: string): Array<{ identifier: string; messageText: string }> | string {
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return 'the body is not JSON';
	}
	const list = isJsonObject(body) ? body['conversationEntriesUpdates'] : undefined;
	if (!Array.isArray(list) || list.length === 0) return 'conversationEntriesUpdates is required';
	const faults = list.flatMap((update) =>
		isJsonObject(update)
			? checkBody(update, UPDATE).map(({ message }) => message)
			: ['an update is no object'],
	);
	return faults[0] ?? (list as Array<{ identifier: string; messageText: string }>);
}

function present(org: ConnectOrg, entry: ConversationEntry) {
	const line = org.uploadedAs(entry);
	const role = entry.senderType === 'HUMAN_AGENT' ? 'AGENT' : entry.senderType;
	return {
		clientDuration: entry.endTime - entry.startTime,
		clientTimestamp: entry.startTime,
		identifier: entry.messageId,
		messageText: entry.content,
		relatedRecords: line?.relatedRecords ?? [],
		sender: line?.sender ?? { appType: 'TELEPHONY_INTEGRATION', role, subject: entry.participantId },
		serverReceivedTimestamp: Date.parse(entry.receivedAt),
	};
}
