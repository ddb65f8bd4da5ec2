import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../../nodes/shared/problem';
import { onlyOnce } from '../../../nodes/shared/state/onlyOnce';
import { ProcessStore } from '../../../nodes/shared/state/ProcessStore';
import type { StateStore } from '../../../nodes/shared/state/StateStore';

const HOUR = 3_600_000;

const keys = Array.from({ length: 200 }, (_, n) => `lead ${n}`);

let folder: string;
let clock: number;
let ran: string[];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'only-once-'));
	clock = 1_777_887_000_000;
	ran = [];
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

function open(path = join(folder, 'state.jsonl')): ProcessStore {
	return new ProcessStore({
		path,
		capacity: 1_000,
		onProblem: () => undefined,
		now: () => clock,
		// Long enough that nothing is written but by persist().
		writeDelayMs: 600_000,
	});
}

const surelyNot = () => false;

const perhaps = () => true;

async function once(store: StateStore, key: string, mayBeDone = perhaps) {
	const run = async () => {
		ran.push(key);
		return await Promise.resolve(`${key} done`);
	};
	return await onlyOnce({ store, key, periodMs: HOUR }, run, mayBeDone);
}

async function fiveTimesEach(store: StateStore) {
	const asked = [1, 2, 3, 4, 5].flatMap(() => keys.map(async (key) => await once(store, key)));
	return (await Promise.all(asked)).filter((outcome) => outcome !== undefined);
}

describe('what happens only once', () => {
	it('happens once for each of 200 keys asked for five times at once', async () => {
		const outcomes = await fiveTimesEach(open());
		expect(ran.toSorted()).toEqual(keys.toSorted());
		expect(outcomes).toEqual(keys.map((key) => ({ result: `${key} done` })));
	});

	it('does not happen again after the process died without warning', async () => {
		await fiveTimesEach(open());
		expect(await fiveTimesEach(open())).toEqual([]);
		expect(ran).toHaveLength(200);
	});

	it('may happen again when the period is over', async () => {
		const store = open();
		await once(store, 'lead');
		clock += HOUR - 1;
		expect(await once(store, 'lead')).toBeUndefined();
		clock += 1;
		expect(await once(store, 'lead')).toEqual({ result: 'lead done' });
	});

	it('is on disk before it begins', async () => {
		const outcome = await onlyOnce(
			{ store: open(), key: 'lead', periodMs: HOUR },
			async () => await open().claim('lead', HOUR),
			perhaps,
		);
		expect(outcome).toEqual({ result: false });
	});
});

describe('what fails', () => {
	const failure = new Error('refused');

	async function fail(store: StateStore, mayBeDone: (error: unknown) => boolean): Promise<void> {
		await onlyOnce(
			{ store, key: 'lead', periodMs: HOUR },
			async () => await Promise.reject<string>(failure),
			mayBeDone,
		);
	}

	it('gives its key back when it surely was not done', async () => {
		const store = open();
		await expect(fail(store, surelyNot)).rejects.toBe(failure);
		expect(await once(store, 'lead')).toEqual({ result: 'lead done' });
	});

	it('keeps its key when it may have been done, also over a restart', async () => {
		const store = open();
		await expect(fail(store, perhaps)).rejects.toBe(failure);
		expect(await once(store, 'lead')).toBeUndefined();
		expect(await once(open(), 'lead')).toBeUndefined();
		expect(ran).toEqual([]);
	});

	it('says that the key stays taken when it cannot be given back', async () => {
		const store = open();
		store.release = async () =>
			await Promise.reject(new ProblemError({ code: 'x', what: 'Redis is gone.', fix: 'Start it.' }));
		const refused = new ProblemError({ code: 'y', what: 'Vonage refused it.', fix: 'Correct it.' });
		const work = onlyOnce(
			{ store, key: 'lead', periodMs: HOUR },
			async () => await Promise.reject<string>(refused),
			surelyNot,
		);
		await expect(work).rejects.toMatchObject({
			code: 'state.notReleased',
			what: 'Vonage refused it. It was not done, but its key stays taken: Redis is gone.',
			fix: 'Put right what is named first, and do it by hand or with another key before the period is over.',
			cause: refused,
		});
	});
});

describe('what cannot be remembered', () => {
	it('is not begun, and its key is free again', async () => {
		const blocked = join(folder, 'blocked');
		writeFileSync(blocked, 'a file where a folder should be');
		const store = open(join(blocked, 'state.jsonl'));
		await expect(once(store, 'lead', perhaps)).rejects.toMatchObject({
			code: 'state.notWritten',
			what: "What must be remembered cannot be written into n8n's folder.",
			fix: 'Check that n8n may write there and that the disk is not full.',
		});
		expect(ran).toEqual([]);
		rmSync(blocked);
		mkdirSync(blocked);
		expect(await once(store, 'lead')).toEqual({ result: 'lead done' });
	});

	it('is not begun when the store cannot be asked', async () => {
		const store = open();
		const gone = new ProblemError({ code: 'x', what: 'Redis is gone.', fix: 'Start it.' });
		store.claim = async () => await Promise.reject(gone);
		await expect(once(store, 'lead', surelyNot)).rejects.toBe(gone);
		expect(ran).toEqual([]);
	});
});
