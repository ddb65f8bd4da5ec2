import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../../../nodes/shared/salesforce/createTranscript';
import {
	planBatches,
	SEND_MODES,
	type SendMode,
} from '../../../../nodes/shared/salesforce/transcript/planBatches';
import { reply, utterance, utterances } from '../../../fixtures/salesforce/utterances.ts';

function plan(list: readonly Utterance[], mode: SendMode = 'automatic') {
	return [...planBatches(list, mode)].map(([callId, entries]) => [callId, entries.map(({ lines }) => lines)]);
}

describe('The plan of transcripts', () => {
	it("cuts a call's lines where the other side takes over and after every fifth", () => {
		const monologue = [0, 1, 2, 3, 4, 5].map((second) => utterance('a', second * 1_000));
		const list = [...monologue, reply('a', 6_000), reply('a', 7_000), utterance('a', 8_000)];
		expect(plan(list)).toEqual([['a', [[0, 1, 2, 3, 4], [5], [6, 7], [8]]]]);
	});

	it('puts lines in order of time, and leaves those of the same moment as they came', () => {
		const list = [utterance('a', 2_000), reply('a', 1_000), utterance('a', 0), utterance('a', 2_000)];
		expect(plan(list)).toEqual([['a', [[2], [1], [0, 3]]]]);
	});

	it('keeps calls apart, in the order of their first lines', () => {
		expect(plan([utterance('b', 0), utterance('a', 0), utterance('b', 1_000)])).toEqual([
			['b', [[0, 2]]],
			['a', [[1]]],
		]);
	});

	it('has one line in each entry when lines are sent singly', () => {
		expect(plan([utterance('a', 0), utterance('a', 1_000)], 'single')).toEqual([['a', [[0], [1]]]]);
	});

	it('loses, doubles and reorders nothing, and mixes no speakers, for any input', () => {
		fc.assert(
			fc.property(utterances, fc.constantFrom(...SEND_MODES), (list, mode) => {
				const planned = [...planBatches(list, mode)];
				const all = planned.flatMap(([, entries]) => entries.flatMap(({ lines }) => lines));
				expect(all.toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index));
				for (const [callId, entries] of planned) {
					const lines = entries.flatMap((entry) => entry.lines);
					const inTime = lines.toSorted(
						(a, b) => Number(list[a]?.startTime) - Number(list[b]?.startTime) || a - b,
					);
					expect(lines).toEqual(inTime);
					for (const entry of entries) {
						expect(entry.lines.length).toBeGreaterThan(0);
						expect(entry.lines.length).toBeLessThanOrEqual(mode === 'single' ? 1 : 5);
						expect(new Set(entry.lines.map((line) => list[line]?.participantId)).size).toBe(1);
						expect(entry.lines.map((line) => list[line]?.callId)).toEqual(entry.lines.map(() => callId));
					}
				}
			}),
		);
	});
});
