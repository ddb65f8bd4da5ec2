import { jsonObject, kindOfBody } from '../http/answer';
import { segment } from '../http/ServiceOperation';
import { ServiceError } from '../ServiceError';
import { checkAgentId } from './callRules';
import { LATEST_VERSION, type Operation, versionHeader } from './operation';

export interface GetAgentFields {
	readonly agentId?: string | undefined;
}

export interface GetAgentResult {
	readonly agentId: string;
	/** The call the agent is in, or the last one; null when there is none. */
	readonly currentCallId: string | null;
}

const leftOpen = { what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true } as const;

/** GET /v0/{accountKey}/agents/{agentId} (Calls API reference, section 6). */
export const getAgent: Operation<GetAgentFields, GetAgentResult> = {
	purpose: 'give the agent',

	repeat: () => 'repeatable',

	check: ({ agentId }) => checkAgentId('agentId', agentId),

	request: ({ agentId }, { accountKey }) => ({
		method: 'GET',
		path: `/v0/${accountKey}/agents/${segment(agentId)}`,
		headers: versionHeader(LATEST_VERSION),
	}),

	read(answer, { agentId = '' }) {
		const body = jsonObject(answer);
		if (!body) {
			throw new ServiceError(
				{
					code: 'vonage.notJson',
					what: `Vonage answered (${answer.status}) with ${kindOfBody(answer)}.`,
					fix: "Check the 'Region' of the credential.",
				},
				{ status: answer.status },
			);
		}
		const current = body.currentCallGuid;
		return { agentId, currentCallId: typeof current === 'string' && current !== '' ? current : null };
	},

	leftOpen: () => leftOpen,
};
