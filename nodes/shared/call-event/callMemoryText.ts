import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import type { CallMemory, RememberedEvent } from './CallMemory';
import { rememberedEvent } from './rememberedEvent';
import { remembered } from './rememberEvents';

function fault(what: string, cause?: unknown): ProblemError {
	return new ProblemError(
		{
			code: 'callMemoryUnreadable',
			what: `What was remembered of the call cannot be read: ${what}.`,
			fix: 'It was not written by this version of the nodes, or was changed since. Delete the entry from the state store; the call is then built up again from the events that still come.',
		},
		cause === undefined ? undefined : { cause },
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw fault('it is not JSON', error);
	}
}

/** The memory as text for a store. The same memory always gives the same text. */
export function encodeCallMemory({ version, events }: CallMemory): string {
	return JSON.stringify({ version, events });
}

/** The memory from the text that encodeCallMemory made of it. Throws a ProblemError for any other text. */
export function decodeCallMemory(text: string): CallMemory {
	const value = parsed(text);
	if (!isRecord(value) || !Array.isArray(value.events)) throw fault('it is no list of events');
	if (value.version !== 1) throw fault('its version is not 1');
	const events = value.events.map((entry: unknown): RememberedEvent => {
		const event = isRecord(entry) ? rememberedEvent(entry) : undefined;
		if (!event) throw fault('one of its entries is no event');
		return event;
	});
	const memory = remembered(events);
	// Reading drops, joins and orders; what it leaves as it was is a memory.
	if (encodeCallMemory(memory) !== text) throw fault('its events are not as they were written');
	return memory;
}
