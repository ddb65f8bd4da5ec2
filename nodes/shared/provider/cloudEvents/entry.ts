import { EVENT_TYPES } from '../../call-event/eventTypes';
import type { CloudEvent } from '../cloudEvent';
import type { Mapping } from '../generic/mapping';
import { type Payload, recordOf } from '../payload';
import { camara } from './known/camara';
import { genesys } from './known/genesys';
import type { KnownEvent, KnownSender } from './known/KnownEvent';
import { sinch } from './known/sinch';

const KNOWN: readonly KnownSender[] = [camara, genesys, sinch];

/** Where the fields of a call event stand in an entry, unless a row of the mapping says otherwise. */
export const USUAL_PLACE = ['data'] as const;

/** Our own events: `com.example.call.ringing`, with a version behind it if need be, or the bare word. */
const OWN_TYPE = /^(?:[\w.-]*\.)?call\.([a-z]+)(?:\.v\d+)?$/i;

function isOwnWord(word: string): boolean {
	return EVENT_TYPES.some(({ value }) => value.toLowerCase() === word.toLowerCase());
}

/** The word the mapping's event types are asked for: the type itself when a row has it, else what it stands for. */
function eventWord(
	event: CloudEvent,
	known: KnownEvent | undefined,
	data: Payload,
	mapping: Mapping,
): unknown {
	if (mapping.eventTypes.has(event.type.trim().toLowerCase())) return event.type;
	if (known) return known.eventType;
	const own = OWN_TYPE.exec(event.type)?.[1] ?? '';
	return isOwnWord(own) ? own : (data.eventType ?? event.type);
}

/** Durations of a known sender in the unit in which the mapping reads all of them. */
function durations(known: KnownEvent | undefined, { durationUnit }: Mapping): Payload {
	const perSecond = durationUnit === 'milliseconds' ? 1000 : 1;
	return Object.fromEntries(
		Object.entries(known?.durations ?? {}).flatMap(([name, seconds]) =>
			seconds === undefined ? [] : [[name, seconds * perSecond]],
		),
	);
}

function withoutUnknown(fields: Payload): Payload {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * An event as the generic mapping reads it: attributes at the top and, in `data`, the sender's fields beside those of
 * the call event, `eventId` among them. Undefined when it is known to be about no call.
 */
export function entryOf(event: CloudEvent, eventId: string, mapping: Mapping): Payload | undefined {
	const known = KNOWN.map((read) => read(event)).find((told) => told !== undefined);
	if (known === 'notACall') return undefined;
	const data = recordOf(event.data);
	return {
		...event.whole,
		data: {
			callId: event.subject,
			occurredAt: event.time,
			sourceAccountId: event.source,
			...data,
			...withoutUnknown(known?.fields ?? {}),
			...durations(known, mapping),
			eventType: eventWord(event, known, data, mapping),
			eventId,
		},
	};
}
