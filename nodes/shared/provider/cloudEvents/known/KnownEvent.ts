import type { EventType } from '../../../call-event/eventTypes';
import type { CloudEvent } from '../../cloudEvent';

/** What is known of a type of event: fields of the call event by their names, groups as objects. */
export interface KnownEvent {
	readonly eventType: EventType;
	readonly fields: Readonly<Record<string, unknown>>;
	/** Durations among the fields, by name, in seconds. */
	readonly durations: Readonly<Record<string, number | undefined>>;
}

/** Reads the events of one kind of sender: what they tell, `notACall`, or undefined for those of others. */
export type KnownSender = (event: CloudEvent) => KnownEvent | 'notACall' | undefined;
