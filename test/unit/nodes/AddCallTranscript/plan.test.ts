import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plan } from '../../../../nodes/AddCallTranscript/upload/plan';

const MIB = 1024 * 1024;

const conversation = (length: number) => ({
	part: {
		conversationId: `c-${length}`,
		length,
		entries: 1,
		earlierLine: undefined,
		open: async function* () {},
	},
});

it('puts up to ten small conversations into a request', () => {
	const sizes = plan(Array.from({ length: 25 }, () => conversation(1000))).map((request) => request.length);
	expect(sizes).toEqual([10, 10, 5]);
});

it('sends a large conversation alone', () => {
	const requests = plan([conversation(1), conversation(100 * MIB), conversation(1), conversation(2)]);
	expect(requests.map((request) => request.map(({ part }) => part.length))).toEqual([
		[1],
		[100 * MIB],
		[1, 2],
	]);
});

it('loses, doubles and reorders none (property)', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 20 * MIB }), { maxLength: 60 }), (lengths) => {
			const requests = plan(lengths.map(conversation));
			expect(requests.flat().map(({ part }) => part.length)).toEqual(lengths);
			for (const request of requests) {
				const bytes = request.reduce((sum, { part }) => sum + part.length, 0);
				expect(request.length === 1 || (request.length <= 10 && bytes <= 8 * MIB)).toBe(true);
			}
		}),
	);
});
