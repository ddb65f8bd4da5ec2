import type { INodeProperties } from 'n8n-workflow';

/**
 * What an AI agent is told that a node used as its tool does, of a node without operations or of one operation; the admin may
 * say it otherwise. Left to itself, n8n tells an agent the description of the node, whatever operation is chosen: it takes an
 * operation's own words only of nodes that have resources too (getToolDescriptionForNode in n8n-workflow 1.120 and 2.41).
 */
export function toolDescription(text: string, operation?: string): INodeProperties {
	return {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: text,
		description:
			'What the AI agent is told that this tool does, needs and gives back. Say here when it may use it, and when not.',
		displayOptions: {
			show: { '@tool': [true], ...(operation === undefined ? {} : { operation: [operation] }) },
		},
	};
}

/** One for each operation. */
export function toolDescriptions(texts: Readonly<Record<string, string>>): INodeProperties[] {
	return Object.entries(texts).map(([operation, text]) => toolDescription(text, operation));
}
