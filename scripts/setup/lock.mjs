import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './console.mjs';

const BEAT_MS = 5_000;
const STALE_MS = 60_000;

/**
 * Runs `work` while holding the lock folder `lock`, so that two set-ups never write the same place. A holder shows that it lives
 * by touching the folder; one that died, or that has been silent for a minute, loses the lock.
 */
export async function withLock(lock, work) {
	const release = await acquire(lock);
	try {
		return await work();
	} finally {
		release();
	}
}

async function acquire(lock) {
	mkdirSync(dirname(lock), { recursive: true });
	for (let told = false; !take(lock);) {
		if (isAbandoned(lock)) {
			discard(lock);
			continue;
		}
		if (!told)
			say(`another set-up holds ${lock} (process ${ownerOf(lock)?.pid ?? 'unknown'}); waiting for it`);
		told = true;
		await sleep(500);
	}
	const beat = setInterval(() => touch(lock), BEAT_MS);
	beat.unref();
	const remove = () => rmSync(lock, { recursive: true, force: true });
	process.once('exit', remove);
	return () => {
		clearInterval(beat);
		process.off('exit', remove);
		remove();
	};
}

/** Making a folder is atomic: of two that try, one fails. */
function take(lock) {
	try {
		mkdirSync(lock);
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
	writeFileSync(join(lock, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
	return true;
}

function ownerOf(lock) {
	try {
		return JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'));
	} catch {
		// Just made and not yet signed, or just released: the next look will tell.
		return undefined;
	}
}

function isAbandoned(lock) {
	const owner = ownerOf(lock);
	if (owner?.host === hostname() && !isAlive(owner.pid)) return true;
	const info = statSync(lock, { throwIfNoEntry: false });
	return info !== undefined && Date.now() - info.mtimeMs > STALE_MS;
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/**
 * Renamed before it is deleted, so that of two that find it abandoned only one removes it; and looked at once more afterwards,
 * since the other may have taken it anew in between.
 */
function discard(lock) {
	const aside = `${lock}.abandoned-${process.pid}-${Date.now()}`;
	try {
		renameSync(lock, aside);
	} catch (error) {
		if (error.code === 'ENOENT') return;
		throw error;
	}
	if (isAbandoned(aside)) rmSync(aside, { recursive: true, force: true });
	else renameSync(aside, lock);
}

function touch(lock) {
	try {
		const now = new Date();
		utimesSync(lock, now, now);
	} catch (error) {
		if (error.code !== 'ENOENT') throw error;
	}
}
