import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { EVENT_TYPES, type EventType } from '../call-event/eventTypes';
import type { ProviderParameters } from '../provider/ProviderParameters';

/** In the editor's lists options stand in alphabetical order. */
export function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

export const eventTypeOptions: INodePropertyOptions[] = byName(
	EVENT_TYPES.map(({ value, label, description }) => ({ name: label, value, description })),
);

/** What moves a call on. Transcripts come by the dozen and 'Other' is noise, so an admin asks for them. */
const usualEventTypes: string[] = EVENT_TYPES.filter(({ course }) => course).map(({ value }) => value);

export const triggerOnField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: eventTypeOptions,
	default: [...usualEventTypes],
	description: 'Which events start the workflow. The others are accepted and dropped.',
};

/** The chosen events; a choice of none is a fault. */
export function readTriggerOn(parameters: ProviderParameters): Set<EventType> {
	const chosen =
		parameters.choices(
			'triggerOn',
			EVENT_TYPES.map(({ value }) => value),
		) ?? [];
	if (chosen.length === 0) {
		parameters.fault(
			'triggerOn',
			'is empty, so that nothing could ever start',
			'Choose at least one event.',
			null,
		);
	}
	return new Set(chosen);
}
