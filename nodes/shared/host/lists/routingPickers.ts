import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { picker } from './picker';

type Shown = NonNullable<IDisplayOptions['show']>;

/** What the IDs of the records begin with that calls are routed to. */
export const ID_PREFIXES: Readonly<Record<string, string>> = { agent: '005', queue: '00G', flow: '300' };

/** For the mode in which a queue is taken from the address of its page. */
export const QUEUE_URL = {
	idPrefix: '00G',
	placeholder:
		'e.g. https://acme.lightning.force.com/lightning/setup/Queues/page?address=…00G000000000001AAA…',
};

/** Where a call goes: one field for each kind of target, all of the same name. */
export function routingTargets(show: Shown): INodeProperties[] {
	return [
		picker(
			{
				displayName: 'Rep',
				name: 'routingTarget',
				required: true,
				placeholder: 'e.g. 005000000000001AAA',
				description:
					"The rep who gets the call. The ID is that of the rep's user record and starts with 005.",
				displayOptions: { show: { ...show, routeTo: ['agent'] } },
			},
			{
				search: 'searchAgents',
				entered: 'By ID',
				one: 'a rep',
				byUrl: {
					idPrefix: '005',
					placeholder: 'e.g. https://acme.lightning.force.com/lightning/r/User/005000000000001AAA/view',
				},
			},
		),
		picker(
			{
				displayName: 'Queue',
				name: 'routingTarget',
				required: true,
				placeholder: 'e.g. 00G000000000001AAA',
				description:
					'The queue that gets the call. Its ID starts with 00G and stands in the address of the queue in Setup.',
				displayOptions: { show: { ...show, routeTo: ['queue'] } },
			},
			{ search: 'searchQueues', entered: 'By ID', one: 'a queue', byUrl: QUEUE_URL },
		),
		picker(
			{
				displayName: 'Flow',
				name: 'routingTarget',
				required: true,
				placeholder: 'e.g. 300000000000001AAA',
				description:
					'The Omni-Channel flow that gets the call, by its ID, which starts with 300, or its API name',
				displayOptions: { show: { ...show, routeTo: ['flow'] } },
			},
			{
				search: 'searchFlows',
				entered: 'By ID',
				one: 'a flow',
				byUrl: {
					idPrefix: '300',
					placeholder:
						'e.g. https://acme.lightning.force.com/lightning/setup/Flows/page?address=%2F300000000000001AAA',
				},
			},
		),
	];
}

/** The queue that a call goes to when a flow fails. */
export function fallbackQueue(
	show: Shown,
	entered: { readonly label: string; readonly placeholder: string; readonly description: string },
): INodeProperties {
	const { label, placeholder, description } = entered;
	return picker(
		{
			displayName: 'Fallback Queue',
			name: 'fallbackQueue',
			placeholder,
			description,
			displayOptions: { show },
		},
		{ search: 'searchQueues', entered: label, one: 'a queue', byUrl: QUEUE_URL },
	);
}
