import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { EVENT_TYPES } from '../../shared/call-event/eventTypes';
import { PROVIDERS } from '../../shared/provider/providers';

/** In the editor's lists options stand in alphabetical order. */
export function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

export const eventTypeOptions: INodePropertyOptions[] = byName(
	EVENT_TYPES.map(({ value, label, description }) => ({ name: label, value, description })),
);

/** What moves a call on. Transcripts come by the dozen and 'Other' is noise, so an admin asks for them. */
const usualEventTypes: string[] = EVENT_TYPES.filter(({ course }) => course).map(({ value }) => value);

const setUpNotices: INodeProperties[] = PROVIDERS.map(({ name, setUp }) => ({
	displayName: setUp,
	name: `${name}SetUp`,
	type: 'notice',
	default: '',
	displayOptions: { show: { provider: [name] } },
}));

export const providerFields: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: byName(
			PROVIDERS.map(({ name, label, description }) => ({ name: label, value: name, description })),
		),
		default: 'generic',
		description: 'Which telephony system sends the events',
	},
	...setUpNotices,
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		options: eventTypeOptions,
		default: [...usualEventTypes],
		description: 'Which events start the workflow. The others are accepted and dropped.',
	},
];
