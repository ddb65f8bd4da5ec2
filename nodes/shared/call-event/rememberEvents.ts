import type { CallEvent } from './CallEvent';
import type { CallMemory, RememberedEvent } from './CallMemory';
import { inCallOrder } from './callOrder';
import { mostImportant } from './importance';
import { eventKey, joinedEvents, rememberedEvent } from './rememberedEvent';

/** The memory of these events: each once, the most important of very many, in call order. */
export function remembered(events: Iterable<RememberedEvent>): CallMemory {
	const kept = new Map<string, RememberedEvent>();
	for (const event of events) {
		const key = eventKey(event);
		const known = kept.get(key);
		kept.set(key, known ? joinedEvents(known, event) : event);
	}
	return { version: 1, events: inCallOrder(mostImportant([...kept.values()])) };
}

/**
 * The memory with the events added. Commutative, associative and idempotent: the same events, in whichever order,
 * however often and in however many steps, make the same memory. `undefined` stands for a call nothing is known of.
 *
 * Of transcripts and of events of the type `other` only those are kept that tell something of the call's course, and of
 * a call with very many events the most important (importance.ts). Never throws.
 */
export function rememberEvents(memory: CallMemory | undefined, events: readonly CallEvent[]): CallMemory {
	const added = events.flatMap((event) => rememberedEvent(event) ?? []);
	return remembered([...(memory?.events ?? []), ...added]);
}
