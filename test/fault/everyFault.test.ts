import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpSite } from '../unit/http/servers.ts';
import { ANSWER_FAULTS, AT_OPENING, byteFaults, HANGS, redirects } from './faults.ts';
import { Suite } from './Suite.ts';
import { SUBJECTS } from './subjects/index.ts';
import { addressFaults, tlsFaults } from './unreachable.ts';

/** Most of a trial is waiting to send again. */
const SIDE_BY_SIDE = 100;

/** Where a time limit runs, few enough that an answer is not late because of the others. */
const IN_TIME = 30;

/** Here one byte in so many; the sweep (`node scripts/run.mjs faults`) takes every byte. */
const STEP = 97;

let suite: Suite;

beforeAll(async () => {
	suite = await Suite.open(SIDE_BY_SIDE);
}, 60_000);

afterAll(async () => await suite.close());

/** Far more than it takes: what is waited for ends by itself. */
const limit = { timeout: 300_000 };

test('whatever an answer is, every outcome is true', limit, async () => {
	expect(await suite.strike(() => ANSWER_FAULTS)).toEqual([]);
});

test('whatever comes too late, every outcome is true', limit, async () => {
	expect(await suite.strike(() => HANGS, { most: IN_TIME })).toEqual([]);
});

test('wherever a connection breaks off, every outcome is true', limit, async () => {
	const broken = await suite.strike((_subject, baseline) => [
		AT_OPENING,
		...byteFaults(baseline, STEP),
		...byteFaults(baseline, STEP * 3, true),
	]);
	expect(broken).toEqual([]);
});

test('a host that cannot be reached is never said to have done anything', limit, async () => {
	const tls = await tlsFaults();
	expect(await suite.strike(() => [...addressFaults(), ...tls.faults])).toEqual([]);
	await tls.close();
});

test('no redirect is followed', limit, async () => {
	const elsewhere = await httpSite((_request, response) => response.end('{}'));
	expect(await suite.strike(() => redirects(`${elsewhere.url}/telephony/v1/voiceCalls`))).toEqual([]);
	expect(elsewhere.connections()).toBe(0);
});

test('the count of it', () => {
	const { trials, violations } = suite;
	process.stdout.write(
		`Fault suite: ${SUBJECTS.length} operations, ${trials} faulted, ${violations} violations\n`,
	);
	expect([trials > 2_500, violations]).toEqual([true, 0]);
});
