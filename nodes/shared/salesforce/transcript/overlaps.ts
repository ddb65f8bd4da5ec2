import type { Utterance } from '../createTranscript';

/**
 * Which of these utterances begin before their own speaker's one before has ended, by index. Speakers talk over each
 * other, but nobody over themselves: such times are wrong, though not so wrong that the words must be withheld.
 */
export function overlapping(utterances: readonly Utterance[]): ReadonlySet<number> {
	const spans = utterances
		.map(({ callId, participantId, startTime, endTime }, index) => ({
			speaker: JSON.stringify([callId, participantId]),
			start: startTime?.toMillis() ?? 0,
			end: (endTime ?? startTime)?.toMillis() ?? 0,
			index,
		}))
		.sort((a, b) => a.start - b.start);
	const lastEnd = new Map<string, number>();
	const found = new Set<number>();
	for (const { speaker, start, end, index } of spans) {
		const before = lastEnd.get(speaker);
		if (before !== undefined && start < before) found.add(index);
		lastEnd.set(speaker, Math.max(before ?? end, end));
	}
	return found;
}
