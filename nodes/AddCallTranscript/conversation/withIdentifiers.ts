import type { Report } from '../../shared/host/checkThenSend';
import { inOrder } from '../../shared/host/inOrder';
import type { TogetherSettings } from '../../shared/host/serviceItems';
import type { ProblemError } from '../../shared/problem';
import type { Session } from '../../shared/salesforce/connect/account';
import { isVoiceCallId, shortId } from '../../shared/salesforce/connect/checks';
import { conversationsOfCalls, MOST_CALLS } from '../../shared/salesforce/data/conversationsOfCalls';

interface OfConversation {
	/** Its identifier, or a voice call (0LQ…) that belongs to it. */
	readonly conversationId: string;
}

type Outcomes = ReadonlyMap<string, string | ProblemError>;

async function lookUp(session: Session, callIds: readonly string[], concurrency: number): Promise<Outcomes> {
	const outcomes = new Map<string, string | ProblemError>();
	const groups = Array.from({ length: Math.ceil(callIds.length / MOST_CALLS) }, (_, group) =>
		callIds.slice(group * MOST_CALLS, (group + 1) * MOST_CALLS),
	);
	await inOrder(
		groups.map((group, index) => ({
			key: `group ${index}`,
			run: async () => {
				for (const [callId, outcome] of await conversationsOfCalls(session, group))
					outcomes.set(callId, outcome);
			},
		})),
		concurrency,
	);
	return outcomes;
}

/**
 * The requests of a run with the identifier of a conversation in each, looked up where an item names a voice call, for all
 * items together. Reports the items for which there is none; undefined when nothing may go on after one.
 */
export async function withIdentifiers<Request extends OfConversation>(
	requests: ReadonlyMap<number, Request>,
	{ session, concurrency, proceed }: TogetherSettings<Session>,
	report: Report,
): Promise<ReadonlyMap<number, Request> | undefined> {
	const named = [...requests.values()].map(({ conversationId }) => conversationId);
	const callIds = [...new Set(named.filter(isVoiceCallId).map(shortId))];
	if (callIds.length === 0) return requests;
	const outcomes = await lookUp(session, callIds, concurrency);
	const identified = new Map<number, Request>();
	for (const [itemIndex, request] of requests) {
		const { conversationId } = request;
		const outcome = isVoiceCallId(conversationId) ? outcomes.get(shortId(conversationId)) : conversationId;
		if (typeof outcome === 'string') identified.set(itemIndex, { ...request, conversationId: outcome });
		else report.failed(itemIndex, outcome);
	}
	return identified.size < requests.size && !proceed ? undefined : identified;
}
