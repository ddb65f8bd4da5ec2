import type { ILoadOptionsFunctions, INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';
import { agents } from '../../salesforce/data/agents';
import { type List, readList } from '../../salesforce/data/list';
import { omniFlows } from '../../salesforce/data/omniFlows';
import { perform } from '../../salesforce/data/operation';
import { phoneChannels } from '../../salesforce/data/phoneChannels';
import { queues } from '../../salesforce/data/queues';
import { describeVoiceCall } from '../../salesforce/data/voiceCallFields';
import { withListSession } from './listSession';
import { mapperField } from './mapperField';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

function searchIn(list: List): ListSearch {
	return async function (filter, paginationToken) {
		const { choices, next } = await withListSession(
			this,
			async (session) => await readList(session, list, filter, paginationToken),
		);
		return { results: [...choices], ...(next === undefined ? {} : { paginationToken: next }) };
	};
}

async function getVoiceCallFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const described = await withListSession(
		this,
		async (session) => await perform(session, describeVoiceCall, {}),
	);
	return {
		fields: described.map(mapperField),
		emptyFieldsNotice:
			"The voice call record has no custom field that the credential's user may fill in. Add one in Salesforce Setup, or give the user access to it.",
	};
}

/** What the fields that are made by `picker` and `attributeFields` read their lists with. */
export const salesforceLists = {
	listSearch: {
		searchAgents: searchIn(agents('Id')),
		searchAgentUsernames: searchIn(agents('Username')),
		searchFlows: searchIn(omniFlows('Id')),
		searchFlowNames: searchIn(omniFlows('ApiName')),
		searchPhoneChannels: searchIn(phoneChannels),
		searchQueues: searchIn(queues('Id')),
		searchQueueNames: searchIn(queues('Name')),
	},
	resourceMapping: { getVoiceCallFields },
};
