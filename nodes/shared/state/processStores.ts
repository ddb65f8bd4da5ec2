import { readdirSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ProcessStore } from './ProcessStore';

const stores = new Map<string, ProcessStore>();

const JOURNAL = /^[0-9a-f]{32}\.jsonl$/;

let flushesOnExit = false;

function flushAll(): void {
	for (const store of stores.values()) store.flush();
}

/** Removes the files of nodes that are no longer used: nothing in a file untouched for so long is still true. */
function removeStale(folder: string, olderThanMs: number): void {
	let names: string[];
	try {
		names = readdirSync(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
		throw error;
	}
	for (const name of names.filter((file) => JOURNAL.test(file))) {
		const path = join(folder, name);
		if (Date.now() - statSync(path).mtimeMs > olderThanMs) rmSync(path, { force: true });
	}
}

export interface StorePlace {
	/** A folder only this package writes to. */
	readonly folder: string;
	/** Whose state it is, e.g. workflow and node. One store for each owner, so that none crowds out another. */
	readonly owner: string;
	readonly capacity: number;
	/** The longest time to live the owner gives; files untouched for twice as long are removed. */
	readonly longestTtlMs: number;
	readonly onProblem: (error: unknown) => void;
}

/** The one ProcessStore of an owner in this process; opened, and its file read, when it is first asked for. */
export function processStore(place: StorePlace): ProcessStore {
	const name = createHash('sha256').update(place.owner).digest('hex').slice(0, 32);
	const path = join(place.folder, `${name}.jsonl`);
	const known = stores.get(path);
	if (known) return known;
	try {
		removeStale(place.folder, 2 * place.longestTtlMs);
	} catch (error) {
		place.onProblem(error);
	}
	const store = new ProcessStore({ path, capacity: place.capacity, onProblem: place.onProblem });
	stores.set(path, store);
	if (!flushesOnExit) {
		flushesOnExit = true;
		process.once('exit', flushAll);
	}
	return store;
}
