import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Where everything fetched or built for development is kept: `.cache` in the project, or the folder named by
 * N8N_SALESFORCE_VOICE_CACHE, which several clones may share.
 */
export const cache = resolve(root, process.env.N8N_SALESFORCE_VOICE_CACHE || '.cache');

/** A folder below the cache, made when it is missing. */
export function cacheFolder(...names) {
	const folder = join(cache, ...names);
	mkdirSync(folder, { recursive: true });
	return folder;
}

/** Hex SHA-256 over the contents of the files, in order. */
export function digestOf(...files) {
	const hash = createHash('sha256');
	for (const file of files) hash.update(readFileSync(file));
	return hash.digest('hex');
}
