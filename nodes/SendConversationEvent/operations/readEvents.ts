import { isRecord } from '../../shared/isRecord';
import { json } from '../../shared/http/answer';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { nameOf } from '../../shared/nameOf';
import {
	type ConversationEvent,
	EVENT_FIELDS,
	type EventField,
	eventType,
	fieldOf,
} from '../../shared/salesforce/conversationEvent';

/** An entry of the list bears the names of the API, and so do the messages about it. */
export const LISTED_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
	EVENT_FIELDS.map((name) => [name, name]),
);

const EXAMPLE =
	'Write it like [{"type": "Sentiment", "value": 400, "startTime": "2026-05-01T09:30:00Z", "participant": "CUSTOMER"}], with double quotes around names and texts.';

/** Whether the events stand in a list and not in the node's own fields. Faults are left with `parameters`. */
export function isListed(parameters: ItemParameters): boolean {
	const from = parameters.text('eventsFrom') ?? 'fields';
	if (from !== 'fields' && from !== 'list') {
		const fix = 'Choose one from the list.';
		parameters.faults.push({ field: 'eventsFrom', what: 'is none of the choices', fix });
	}
	return from === 'list';
}

/** The parameter `events`: a list of objects, or one object alone. Faults are left with `parameters`. */
export function readListedEvents(parameters: ItemParameters): ConversationEvent[] {
	const given = parameters.raw('events');
	if (given === undefined) return [];
	const parsed = typeof given === 'string' ? json(given) : given;
	const list: unknown[] | undefined = Array.isArray(parsed)
		? parsed
		: isRecord(parsed)
			? [parsed]
			: undefined;
	if (!list) {
		parameters.faults.push({ field: 'events', what: 'is not a list of events', fix: EXAMPLE });
		return [];
	}
	const odd = list.findIndex((entry) => !isRecord(entry));
	if (odd >= 0) {
		const what = `has ${nameOf(list[odd])} where event ${odd + 1} should be`;
		parameters.faults.push({ field: 'events', what, fix: EXAMPLE });
		return [];
	}
	return list
		.filter(isRecord)
		.map((entry, index) =>
			new ListedEvent(entry, (name) => fieldOf(name, index, list.length), parameters).read(),
		);
}

/** The fields of one event from the node's own parameters; `names` are those that the operation asks for. */
export function readEventFields(
	parameters: ItemParameters,
	names: { readonly [Field in EventField]?: string },
): ConversationEvent {
	const { endTime, score } = names;
	return {
		...typed(parameters.text('type'), parameters.text(names.participant ?? 'participant')),
		value: parameters.text('value'),
		startTime: parameters.time('startTime'),
		endTime: endTime === undefined ? undefined : parameters.time(endTime),
		score: score === undefined ? undefined : parameters.text(score),
	};
}

/** Type and participant as the API spells them. */
function typed(type: string | undefined, participant: string | undefined): ConversationEvent {
	return { type: type && eventType(type), participant: participant?.toUpperCase() };
}

/** One entry of the list: values of any kind, read as ItemParameters reads a node's own. */
class ListedEvent {
	constructor(
		private readonly entry: Record<string, unknown>,
		private readonly fieldNamed: (name: string) => string,
		private readonly parameters: ItemParameters,
	) {}

	read(): ConversationEvent {
		const known: readonly string[] = EVENT_FIELDS;
		for (const name of Object.keys(this.entry)) {
			if (known.includes(name)) continue;
			this.fault(name.slice(0, 40), 'is not a field of an event', `Use ${EVENT_FIELDS.join(', ')}.`);
		}
		return {
			...typed(this.text('type'), this.text('participant')),
			value: this.text('value'),
			startTime: this.time('startTime'),
			endTime: this.time('endTime'),
			score: this.text('score'),
		};
	}

	private given(name: EventField): unknown {
		const value = Object.hasOwn(this.entry, name) ? this.entry[name] : undefined;
		return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
	}

	private text(name: EventField): string | undefined {
		const value = this.given(name);
		if (value === undefined || typeof value === 'string') return value?.trim();
		if (Number.isFinite(value)) return String(value);
		return this.fault(name, `is ${nameOf(value)}, not text`, 'Give a single text or number.');
	}

	private time(name: EventField) {
		const value = this.given(name);
		if (value === undefined) return undefined;
		const time = this.parameters.instant(value);
		if (time) return time;
		return this.fault(
			name,
			`is ${nameOf(value)}, not a date and time`,
			'Write it like 2026-05-01T09:30:00Z, or as milliseconds since 1970.',
		);
	}

	private fault(name: string, what: string, fix: string): undefined {
		this.parameters.faults.push({ field: this.fieldNamed(name), what, fix });
		return undefined;
	}
}
