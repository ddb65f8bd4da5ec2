import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapping } from '../../../../nodes/shared/salesforce/transcript/overlaps';
import { reply, utterance, utterances } from '../../../fixtures/salesforce/utterances.ts';

/** Each lasts 900 ms. */
describe('Overlapping lines', () => {
	it('are those that a speaker begins before having ended the one before', () => {
		const lines = [utterance('a', 0), utterance('a', 899), utterance('a', 2_000)];
		expect([...overlapping(lines)]).toEqual([1]);
	});

	it('are found in whatever order they come', () => {
		expect([...overlapping([utterance('a', 500), utterance('a', 0)])]).toEqual([0]);
	});

	it('are not those of other speakers or calls, nor those that follow at once', () => {
		const lines = [utterance('a', 0), reply('a', 100), utterance('b', 100), utterance('a', 900)];
		expect([...overlapping(lines)]).toEqual([]);
	});

	it('are not found where ends are unknown', () => {
		const lines = [utterance('a', 0, { endTime: undefined }), utterance('a', 1, { endTime: undefined })];
		expect([...overlapping(lines)]).toEqual([]);
	});

	it('are found within a line that lasts longer than the next one', () => {
		const long = utterance('a', 0, { endTime: utterance('a', 5_000).startTime });
		expect([...overlapping([long, utterance('a', 1_000), utterance('a', 3_000)])]).toEqual([1, 2]);
	});

	it('are exactly those with an earlier line of the speaker that has not ended', () => {
		fc.assert(
			fc.property(utterances, (list) => {
				const start = (index: number) => list[index]?.startTime?.toMillis() ?? 0;
				const end = (index: number) => list[index]?.endTime?.toMillis() ?? 0;
				const slow = list.flatMap((one, index) => {
					const isBefore = (other: number) =>
						list[other]?.participantId === one.participantId &&
						(start(other) < start(index) || (start(other) === start(index) && other < index));
					return list.some((_, other) => isBefore(other) && end(other) > start(index)) ? [index] : [];
				});
				expect([...overlapping(list)].sort((a, b) => a - b)).toEqual(slow);
			}),
		);
	});
});
