import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProblemError } from '../../nodes/shared/problem';
import { seeded } from '../fuzz/amiStreams.ts';
import { TARGETS } from '../fuzz/targets/all.ts';

/** A short run of what `node scripts/run.mjs fuzz parsers` does at length: every parser, validator, reader and URL builder. */
it.each(TARGETS.map((target) => [target.name, target] as const))(
	'throws nothing but problems in two parts, and keeps its rules: %s',
	async (_name, target) => {
		const own = Reflect.ownKeys(Object.prototype).length;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 - 1 }), async (seed) => {
				let input: unknown;
				try {
					await target.run(seeded(seed), (given) => (input = given));
				} catch (error) {
					if (!(error instanceof ProblemError)) {
						throw new Error(`Given ${JSON.stringify(input)?.slice(0, 2_000)}`, { cause: error });
					}
					expect([error.code, error.what, error.fix].filter((text) => text.trim() === '')).toEqual([]);
				}
				expect(Reflect.ownKeys(Object.prototype)).toHaveLength(own);
			}),
			{ numRuns: 200 },
		);
	},
	30_000,
);
