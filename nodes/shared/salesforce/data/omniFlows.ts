import { isSalesforceId } from '../checks';
import { type List, textOf } from './list';
import { andContains } from './soql';

/**
 * The Omni-Channel flows that have an active version: FlowDefinitionView of the ProcessType RoutingFlow. Not by its
 * IsActive, which says whether the latest version is the active one (Object Reference). Its DurableId is the ID of the
 * flow (300…), and for a flow of a managed package `namespace__ApiName` (Salesforce's own skill for channel routing).
 * Their value is the ID, where there is one, or the API name.
 */
export function omniFlows(value: 'Id' | 'ApiName'): List {
	return {
		soql: (search) =>
			`SELECT DurableId, ApiName, Label FROM FlowDefinitionView WHERE ProcessType = 'RoutingFlow' AND ActiveVersionId != null${andContains(['Label', 'ApiName'], search)} ORDER BY Label`,
		choice(record, instanceUrl) {
			const durableId = textOf(record, 'DurableId');
			const apiName = textOf(record, 'ApiName');
			const label = textOf(record, 'Label');
			if (durableId === '' || apiName === '') return undefined;
			const isOwn = isSalesforceId(durableId) && durableId.startsWith('300');
			const name = label === '' ? apiName : `${label} (${apiName})`;
			if (!isOwn) return { name, value: durableId };
			return {
				name,
				value: value === 'Id' ? durableId : apiName,
				url: `${instanceUrl}/lightning/setup/Flows/page?address=${encodeURIComponent(`/${durableId}`)}`,
			};
		},
	};
}
