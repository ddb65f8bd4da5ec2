import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { EVENT_TYPES, type EventType } from '../call-event/eventTypes';
import type { ProviderParameters } from '../provider/ProviderParameters';

/** In the editor's lists options stand in alphabetical order. */
export function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** n8n offers each choice of this field as a trigger of its own, in these words. */
const ACTIONS: Readonly<Record<EventType, string>> = {
	initiated: 'On call begun',
	ringing: 'On call ringing',
	queued: 'On call queued',
	answered: 'On call answered',
	held: 'On call put on hold',
	resumed: 'On call resumed',
	transferred: 'On call transferred',
	ended: 'On call ended',
	missed: 'On call missed',
	recordingReady: 'On recording ready',
	transcript: 'On something said',
	other: 'On anything else',
};

/** One choice for all that moves a call on, which Sync Voice Call is to have. */
const EVERY = 'every';

const everyEvent: INodePropertyOptions = {
	name: 'Every Event of a Call',
	value: EVERY,
	description: 'All that moves a call on, from its beginning to its recording; for Sync Voice Call',
	action: 'On every event of a call, for Sync Voice Call',
};

export const eventTypeOptions: INodePropertyOptions[] = byName(
	EVENT_TYPES.map(({ value, label, description }) => ({
		name: label,
		value,
		description,
		action: ACTIONS[value],
	})),
);

/** What moves a call on. Transcripts come by the dozen and 'Other' is noise, so an admin asks for them. */
const usualEventTypes: EventType[] = EVENT_TYPES.filter(({ course }) => course).map(({ value }) => value);

export const triggerOnField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: byName([...eventTypeOptions, everyEvent]),
	default: [...usualEventTypes],
	description: 'Which events start the workflow. The others are accepted and dropped.',
};

/** The chosen events; a choice of none is a fault. */
export function readTriggerOn(parameters: ProviderParameters): Set<EventType> {
	const chosen =
		parameters.choices('triggerOn', [EVERY, ...EVENT_TYPES.map(({ value }) => value)] as const) ?? [];
	if (chosen.length === 0) {
		parameters.fault(
			'triggerOn',
			'is empty, so that nothing could ever start',
			'Choose at least one event.',
			null,
		);
	}
	return new Set(chosen.flatMap((choice) => (choice === EVERY ? usualEventTypes : choice)));
}
