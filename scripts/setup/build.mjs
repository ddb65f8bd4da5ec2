import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { quietly } from './command.mjs';
import { timed } from './console.mjs';
import { cache, root } from './folders.mjs';
import { withLock } from './lock.mjs';
import { withNodeFirst } from './node.mjs';
import { npmCli } from './npm.mjs';

/** All that a build is made of. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'gulpfile.js',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
];

/**
 * The package in `dist`, built unless it is what the sources make already. Under a lock, since a build begins by removing
 * what another one has just made; and a task that runs beside another one leaves alone what that one uses.
 */
export async function ensureBuilt(node) {
	const stamp = join(cache, 'built.txt');
	const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === stampNow();
	await withLock(join(cache, 'build.lock'), async () => {
		if (isThere()) return;
		await timed('Building the package (about 5 s)', () =>
			quietly('build', node, [npmCli(), 'run', '--silent', 'build'], {
				env: withNodeFirst(node),
				fix: 'Correct the code above, then run the same command again.',
			}),
		);
		writeFileSync(stamp, stampNow());
	});
}

/** What the sources are, and when each built file was written. */
function stampNow() {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		for (const file of filesIn(join(root, source)))
			hash.update(relative(root, file)).update(readFileSync(file));
	}
	for (const file of filesIn(join(root, 'dist')))
		hash.update(`${relative(root, file)} ${statSync(file).mtimeMs}`);
	return hash.digest('hex');
}

function filesIn(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
