import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './command.mjs';
import { timed } from './console.mjs';
import { cache, digestOf, root } from './folders.mjs';
import { withLock } from './lock.mjs';
import { withNodeFirst } from './node.mjs';
import { installFix, installFlags, npmCli } from './npm.mjs';

/** The project's dependencies exactly as package-lock.json says. The stamp inside node_modules tells for which lock they are. */
export async function ensureModules(node) {
	const stamp = join(root, 'node_modules', '.installed-for-lock');
	const wanted = digestOf(join(root, 'package-lock.json'));
	const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
	if (isThere()) return;
	await withLock(join(cache, 'modules.lock'), async () => {
		if (isThere()) return;
		await timed("Installing the project's dependencies (once, about 1 minute)", () =>
			quietly('install-dependencies', node, [npmCli(), 'ci', '--prefix', root, ...installFlags], {
				env: withNodeFirst(node),
				fix: installFix,
			}),
		);
		writeFileSync(stamp, wanted);
	});
}
