import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	planBatches,
	SEND_MODES,
	type SendMode,
} from '../../../../nodes/shared/salesforce/transcript/planBatches';
import { type Batch, TranscriptQueue } from '../../../../nodes/shared/salesforce/transcript/TranscriptQueue';
import type { Utterance } from '../../../../nodes/shared/salesforce/createTranscript';
import { reply, utterance, utterances } from '../../../fixtures/salesforce/utterances.ts';

function queueOf(list: readonly Utterance[], mode: SendMode = 'automatic'): TranscriptQueue {
	return new TranscriptQueue(planBatches(list, mode), mode);
}

/** A batch as its form and lines, or what came instead. */
const shape = (batch: Batch | undefined) => batch && [batch.form, ...batch.entries.map(({ lines }) => lines)];

describe('The queue of transcripts', () => {
	it('gives out up to five calls at once', () => {
		const queue = queueOf(Array.from({ length: 7 }, (_, call) => utterance(`call-${call}`, 0)));
		expect(shape(queue.take())).toEqual(['bulk', [0], [1], [2], [3], [4]]);
		expect(shape(queue.take())).toEqual(['bulk', [5], [6]]);
		expect(queue.take()).toBeUndefined();
	});

	it('gives out nothing of a call until its entry under way is through with', () => {
		const queue = queueOf([utterance('a', 0), reply('a', 1_000), utterance('b', 0), utterance('b', 500)]);
		expect(shape(queue.take())).toEqual(['bulk', [0], [2, 3]]);
		expect(queue.take()).toBeUndefined();
		queue.next('b');
		expect(queue.take()).toBeUndefined();
		queue.next('a');
		expect(shape(queue.take())).toEqual(['single', [1]]);
		queue.next('a');
		expect(queue.take()).toBeUndefined();
	});

	it.each([
		['automatic', 'single'],
		['single', 'single'],
		['bulk', 'bulk'],
	] as const)('in mode %s sends one line as %s', (mode, form) => {
		expect(shape(queueOf([utterance('a', 0)], mode).take())).toEqual([form, [0]]);
	});

	it('gives out an entry again before what follows it', () => {
		const queue = queueOf([utterance('a', 0), reply('a', 1_000)]);
		queue.take();
		queue.again('a');
		expect(shape(queue.take())).toEqual(['single', [0]]);
	});

	it('gives out entries by themselves, and line by line, after a refusal in company', () => {
		const queue = queueOf([utterance('a', 0), utterance('a', 1), utterance('b', 0), reply('a', 2)]);
		queue.take();
		queue.againAlone('a');
		queue.againAlone('b');
		expect(shape(queue.take())).toEqual(['bulk', [0, 1]]);
		expect(shape(queue.take())).toEqual(['single', [2]]);
		queue.againDivided('a');
		expect(shape(queue.take())).toEqual(['single', [0]]);
		queue.next('a');
		expect(shape(queue.take())).toEqual(['single', [1]]);
		queue.next('a');
		expect(shape(queue.take())).toEqual(['single', [3]]);
	});

	it('hands over what is left of a call that is given up', () => {
		const queue = queueOf([utterance('a', 0), reply('a', 1), utterance('a', 2), utterance('b', 0)]);
		queue.take();
		expect(queue.giveUp('a').map(({ lines }) => lines)).toEqual([[1], [2]]);
		queue.next('b');
		expect(queue.take()).toBeUndefined();
	});

	it('brings every line to its end once and in order, whatever becomes of requests', () => {
		const step = fc.record({
			/** Which of the batches under way is answered. */
			which: fc.nat(4),
			fates: fc.array(fc.constantFrom('next', 'next', 'again', 'againAlone', 'againDivided'), {
				minLength: 5,
				maxLength: 5,
			}),
		});
		fc.assert(
			fc.property(
				utterances,
				fc.constantFrom(...SEND_MODES),
				fc.integer({ min: 1, max: 4 }),
				fc.array(step, { maxLength: 60 }),
				(list, mode, concurrency, steps) => {
					const queue = queueOf(list, mode);
					const underWay: Batch[] = [];
					const ended: number[] = [];
					for (let turn = 0; ; turn++) {
						while (underWay.length < concurrency) {
							const batch = queue.take();
							if (!batch) break;
							const calls = batch.entries.map(({ callId }) => callId);
							const busy = underWay.flatMap(({ entries }) => entries.map(({ callId }) => callId));
							expect(new Set([...calls, ...busy]).size).toBe(calls.length + busy.length);
							expect(calls.length).toBeLessThanOrEqual(batch.form === 'single' ? 1 : 5);
							expect(batch.entries.every(({ lines }) => lines.length <= 5)).toBe(true);
							expect(batch.form === 'single' && batch.entries[0]?.lines.length !== 1).toBe(false);
							underWay.push(batch);
						}
						if (underWay.length === 0) break;
						const { which = 0, fates = [] } = steps[turn] ?? {};
						const [batch] = underWay.splice(which % underWay.length, 1);
						batch?.entries.forEach(({ callId, lines }, index) => {
							const fate = fates[index] ?? 'next';
							if (fate === 'next') ended.push(...lines);
							queue[fate](callId);
						});
					}
					expect(ended.toSorted((a, b) => a - b)).toEqual(list.map((_, index) => index));
					for (const call of new Set(list.map(({ callId }) => callId))) {
						const lines = ended.filter((line) => list[line]?.callId === call);
						const inTime = lines.toSorted(
							(a, b) => Number(list[a]?.startTime) - Number(list[b]?.startTime) || a - b,
						);
						expect(lines).toEqual(inTime);
					}
				},
			),
		);
	});
});
