import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../../../nodes/shared/salesforce/createTranscript';
import { fingerprint, MessageIds } from '../../../../nodes/shared/salesforce/transcript/messageIds';
import { reply, utterance, utterances } from '../../../fixtures/salesforce/utterances.ts';

function idsOf(list: readonly Utterance[]): string[] {
	const ids = new MessageIds();
	return list.map((one) => ids.next(one));
}

describe('A message ID that is made', () => {
	it('is the same in every run, on every machine', () => {
		expect(idsOf([utterance('call-1', 0)])).toEqual(['b83c0c29709beed23d52998b14c22077']);
	});

	it('does not depend on where the end is, nor on the zone of the start', () => {
		const one = utterance('call-1', 0);
		const elsewhere = { ...one, startTime: one.startTime?.setZone('Asia/Tokyo'), endTime: undefined };
		expect(idsOf([elsewhere])).toEqual(idsOf([one]));
	});

	it('differs with call, time, speaker and text', () => {
		const one = utterance('call-1', 0, { content: 'Yes.' });
		const others = [
			utterance('call-2', 0, { content: 'Yes.' }),
			utterance('call-1', 1, { content: 'Yes.' }),
			utterance('call-1', 0, { content: 'Yes' }),
			reply('call-1', 0, { content: 'Yes.' }),
		];
		expect(new Set(idsOf([one, ...others])).size).toBe(5);
	});

	it('tells lines apart that are alike in everything, the same way in every run', () => {
		const yes = utterance('call-1', 0, { content: 'Yes.' });
		const run = idsOf([yes, reply('call-1', 0), yes, yes]);
		expect(new Set(run).size).toBe(4);
		expect(idsOf([yes, reply('call-1', 0), yes, yes])).toEqual(run);
		// Other lines in between change nothing.
		expect(idsOf([yes, yes])).toEqual([run[0], run[2]]);
	});

	it('is stable and distinct for any input', () => {
		fc.assert(
			fc.property(utterances, (list) => {
				const ids = idsOf(list);
				expect(idsOf(list)).toEqual(ids);
				expect(new Set(ids).size).toBe(list.length);
				// Lines that are alike in nothing else keep their IDs in whatever order they come.
				const alone = list.filter(
					(one) => list.filter((other) => fingerprint(other) === fingerprint(one)).length === 1,
				);
				const byLine = new Map(list.map((one, index) => [one, ids[index]]));
				expect(idsOf(alone.toReversed())).toEqual(alone.toReversed().map((one) => byLine.get(one)));
			}),
		);
	});
});
