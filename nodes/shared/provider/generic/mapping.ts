import { anyText } from '../../anyText';
import { EVENT_TYPES, type EventType, isEventType } from '../../call-event/eventTypes';
import type { DurationUnit } from '../../call-event/units';
import { parsePath, type Path } from '../path';
import type { ProviderParameters } from '../ProviderParameters';
import { GENERIC_FIELDS, type GenericField } from './fields';

/** How a sender's payload becomes call events. */
export interface Mapping {
	/** Where each field stands in an event of the payload; a leading `$` in the row meant the whole payload. */
	readonly paths: ReadonlyMap<GenericField, FieldPath>;
	/** The sender's words for what happened, in lower case, by our event type. */
	readonly eventTypes: ReadonlyMap<string, EventType>;
	/** Where a list of events stands; undefined when a body is one event. */
	readonly listPath: Path | undefined;
	readonly durationUnit: DurationUnit;
	/** For times without a zone. */
	readonly zone: string;
}

export interface FieldPath {
	readonly path: Path;
	/** Counted from the whole payload, and not from the entry of a list. */
	readonly fromTop: boolean;
}

const FROM_TOP = /^\$(?:[.[]|$)/;

const NO_PATH = 'Write it like data.call.id or parties[0].number.';

function isField(name: string): name is GenericField {
	return GENERIC_FIELDS.some((field) => field.name === name);
}

function readPaths(parameters: ProviderParameters, usualPlace: Path): Map<GenericField, FieldPath> {
	const paths = new Map<GenericField, FieldPath>();
	for (const { name } of GENERIC_FIELDS) {
		paths.set(name, { path: [...usualPlace, ...(parsePath(name) ?? [])], fromTop: false });
	}
	for (const row of parameters.rows('fieldMapping', 'row')) {
		const field = anyText(row.field ?? '');
		const text = anyText(row.path ?? '').trim();
		const path = parsePath(text);
		if (!isField(field)) {
			parameters.fault(
				'fieldMapping',
				`names the call event field '${field}', which there is none of`,
				NO_PATH,
				null,
			);
		} else if (path === undefined || text === '') {
			parameters.fault('fieldMapping', `holds '${text}', which is no path`, NO_PATH, null);
		} else {
			paths.set(field, { path, fromTop: FROM_TOP.test(text) });
		}
	}
	return paths;
}

function readEventTypes(parameters: ProviderParameters): Map<string, EventType> {
	const eventTypes = new Map<string, EventType>(EVENT_TYPES.map(({ value }) => [value.toLowerCase(), value]));
	for (const row of parameters.rows('eventTypeMapping', 'row')) {
		const theirs = anyText(row.theirValue ?? '').trim();
		if (theirs === '') {
			parameters.fault(
				'eventTypeMapping',
				"has a row without 'Their Value'",
				'Fill it in, or remove the row.',
				null,
			);
		} else if (!isEventType(row.eventType)) {
			parameters.fault(
				'eventTypeMapping',
				`gives '${theirs}' an event type that is not in the list`,
				`Choose one of: ${EVENT_TYPES.map(({ value }) => value).join(', ')}.`,
				null,
			);
		} else {
			eventTypes.set(theirs.toLowerCase(), row.eventType);
		}
	}
	return eventTypes;
}

/**
 * The mapping an admin filled in: our own names and words where no row says otherwise. `usualPlace` is where fields
 * without a row stand in an event.
 */
export function readMapping(parameters: ProviderParameters, usualPlace: Path = []): Mapping {
	const listText = parameters.text('options.listPath');
	const listPath = listText === '' ? undefined : parsePath(listText);
	if (listText !== '' && listPath === undefined) {
		parameters.fault('options.listPath', `is '${listText}', which is no path`, NO_PATH, null);
	}
	return {
		paths: readPaths(parameters, usualPlace),
		eventTypes: readEventTypes(parameters),
		listPath,
		durationUnit: parameters.choice('options.durationUnit', ['seconds', 'milliseconds'], 'seconds'),
		zone: parameters.zone,
	};
}
