import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

export type Labels = ReadonlyMap<string, string>;

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function collect(entries: readonly Entry[], labels: Map<string, string>): void {
	for (const entry of entries) {
		if ('displayName' in entry && !labels.has(entry.name)) labels.set(entry.name, entry.displayName);
		if ('options' in entry && entry.options) collect(entry.options, labels);
	}
}

/** Name of each field → the label an admin sees, also of those inside collections. Names are unique within a node. */
export function labelsOf(properties: readonly INodeProperties[]): Labels {
	const labels = new Map<string, string>();
	collect(properties, labels);
	return labels;
}

/** A field's label in single quotes, as names stand in n8n's own messages. */
export function labelled(labels: Labels, field: string): string {
	return `'${labels.get(field) ?? field}'`;
}
