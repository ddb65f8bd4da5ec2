import type { CallMemory } from '../call-event/CallMemory';
import type { CallState } from '../call-event/callState';
import { type EventType, LIVE_TYPES } from '../call-event/eventTypes';
import type { Line } from './lines';

export type AttributeValue = string | number | boolean;

/** What is known of the call that a transferred call came from. */
export interface ParentView {
	/** Vendor call key of the first call of the chain, under which Salesforce keeps the conversation. */
	readonly firstKey: string;
	/** Whether Salesforce has the first call; `never`: it is outbound or internal. */
	readonly standing: 'there' | 'notYet' | 'never';
	readonly businessNumber: string | null;
	readonly customerNumber: string | null;
}

/** How a call was handed on to this one, as told by the events of the call before. */
export interface HandedOn {
	readonly parentCallId: string;
	/** ISO 8601 UTC. */
	readonly at: string;
	readonly toNumber: string | null;
}

/** All that is known of a call when it is decided what Salesforce lacks. */
export interface CallView {
	readonly callId: string;
	readonly state: CallState;
	/** Whether an event has shown the call to go on, and not only that it is over or recorded. */
	readonly seenLive: boolean;
	/** Whether an event has told the call's end, and not only something that comes after it. */
	readonly seenEnd: boolean;
	readonly handedOn: HandedOn | null;
	/** Undefined for a call that was not transferred. */
	readonly parent: ParentView | undefined;
	/** Values for fields of the record, by API name. */
	readonly attributes: Readonly<Record<string, AttributeValue>>;
	/** Lines that Salesforce does not have yet. */
	readonly lines: readonly Line[];
}

const ENDS: ReadonlySet<EventType> = new Set(['ended', 'missed']);

/** See CallView.seenEnd. */
export function isSeenEnd(memory: CallMemory): boolean {
	return memory.events.some(({ eventType }) => ENDS.has(eventType));
}

/** See CallView.seenLive. */
export function isSeenLive(memory: CallMemory): boolean {
	return memory.events.some(({ eventType }) => LIVE_TYPES.has(eventType));
}
