import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byteFaults } from './faults.ts';
import { STEP } from './sweepStep.ts';
import { Suite } from './Suite.ts';
import { SUBJECTS } from './subjects/index.ts';

const SIDE_BY_SIDE = 250;

/** Of what is sent over a connection used before, one byte in so many. */
const WARM_STEP = 11 * STEP;

let suite: Suite;

beforeAll(async () => {
	suite = await Suite.open(SIDE_BY_SIDE);
}, 60_000);

afterAll(async () => {
	await suite.close();
	const { trials, violations } = suite;
	process.stdout.write(
		`Fault sweep: ${SUBJECTS.length} operations, ${trials} faulted, ${violations} violations\n`,
	);
});

const limit = { timeout: 600_000 };

describe.each(SUBJECTS)('$name', (subject) => {
	test('has a true outcome wherever its connection breaks off', limit, async () => {
		const broken = await suite.strike(
			(_subject, baseline) => [...byteFaults(baseline, STEP), ...byteFaults(baseline, WARM_STEP, true)],
			{ subjects: [subject] },
		);
		expect(broken).toEqual([]);
	});
});
