import { DateTime } from 'luxon';
import { decodeCallMemory, encodeCallMemory } from '../../../nodes/shared/call-event/callMemoryText';
import { callState } from '../../../nodes/shared/call-event/callState';
import { readCallEvent } from '../../../nodes/shared/call-event/readCallEvent';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import {
	decodeRecord,
	encodeRecord,
	coveredIn,
	NEW_RECORD,
	withNews,
} from '../../../nodes/shared/sync/CallRecord';
import { readInstant } from '../../../nodes/shared/time/instant';
import { anyEvent } from '../../fixtures/call-events/anyEvents.ts';
import {
	below,
	mutatedJson,
	mutatedText,
	mutatedValue,
	oddAnything,
	oddValue,
	type Random,
} from '../mutations.ts';
import { checkFaults, demand, type Target } from '../Target.ts';

const READING = {
	field: 'event',
	now: DateTime.fromISO('2026-05-04T09:30:00.000Z', { zone: 'utc' }),
	instant: (value: unknown) => readInstant(value, 'Europe/Berlin'),
};

function eventOf(random: Random) {
	return anyEvent((bound) => below(random, bound));
}

/** Call events from workflows, and what is remembered of calls. */
export const callEventTargets: readonly Target[] = [
	{
		name: 'readCallEvent',
		weight: 6,
		run(random, note) {
			const mutated = mutatedValue(random, eventOf(random), random() < 0.5 ? oddAnything : oddValue, 0.1);
			const given = random() < 0.2 ? mutatedJson(random, eventOf(random)) : mutated;
			note(given);
			const reading = readCallEvent(given, READING);
			if ('faults' in reading) {
				demand(reading.faults.length > 0, 'Nothing is wrong, and there is no event.');
				checkFaults(reading.faults);
				return;
			}
			// What is read is what the store can hold, and the rest of the package can use.
			const memory = rememberEvents(undefined, [reading.event]);
			const text = encodeCallMemory(memory);
			demand(
				encodeCallMemory(decodeCallMemory(text)) === text,
				'A memory is read otherwise than it was written.',
			);
			JSON.stringify(callState(memory));
		},
	},
	{
		name: 'decodeCallMemory',
		weight: 3,
		run(random, note) {
			const events = Array.from({ length: below(random, 4) }, () => eventOf(random));
			const written = encodeCallMemory(rememberEvents(undefined, events));
			const text =
				random() < 0.5
					? mutatedText(random, written, 3)
					: mutatedJson(random, JSON.parse(written) as unknown);
			note(text);
			const memory = decodeCallMemory(text);
			callState(memory);
			demand(encodeCallMemory(memory) === text, 'Another text is taken for a memory.');
		},
	},
	{
		name: 'decodeRecord',
		weight: 2,
		run(random, note) {
			const record = withNews(NEW_RECORD, { event: eventOf(random), attributes: { a: 1 } });
			const written = encodeRecord(record, 'stamp');
			const text =
				random() < 0.5
					? mutatedText(random, written, 3)
					: mutatedJson(random, JSON.parse(written) as unknown);
			note(text);
			coveredIn(text);
			const read = decodeRecord(text);
			encodeRecord(withNews(read, { event: eventOf(random) }), 'stamp');
		},
	},
];
