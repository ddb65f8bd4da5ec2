import type { INodeProperties } from 'n8n-workflow';

/** What a message calls n8n's own Salesforce credentials, by the choice that uses them. */
export const LIST_CREDENTIALS: Readonly<Record<string, { readonly type: string; readonly label: string }>> = {
	oAuth2: { type: 'salesforceOAuth2Api', label: 'Salesforce OAuth2 API' },
	jwt: { type: 'salesforceJwtApi', label: 'Salesforce JWT API' },
};

/** Which of n8n's own Salesforce credentials the lists of a node are read with. Running the node needs none of them. */
export const listsFrom: INodeProperties = {
	displayName: 'Read Lists From Salesforce',
	name: 'listsFrom',
	type: 'options',
	noDataExpression: true,
	default: 'none',
	options: [
		{ name: 'Off', value: 'none', description: 'Enter IDs and names by hand' },
		{
			name: 'With Salesforce JWT',
			value: 'jwt',
			description: 'Read the lists with a Salesforce JWT API credential',
		},
		{
			name: 'With Salesforce OAuth2',
			value: 'oAuth2',
			description: 'Read the lists with a Salesforce OAuth2 API credential',
		},
	],
	description:
		"Lets you choose queues, reps, flows and fields instead of typing their IDs and names. The lists are read with the same credential as n8n's Salesforce node uses, while you edit only: running the workflow does not need it.",
};
