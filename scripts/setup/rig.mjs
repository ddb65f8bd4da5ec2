import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './command.mjs';
import { timed } from './console.mjs';
import { cacheFolder, digestOf, root } from './folders.mjs';
import { withNodeFirst } from './node.mjs';
import { installFix, installFlags, npmCli } from './npm.mjs';

const fileOf = (rig, name) => join(root, 'test', 'rigs', rig, name);

/** The folder below the cache for what `test/rigs/<rig>` lists, named by its lock file: a change of version makes a new one. */
export function rigFolder(rig, prefix) {
	return cacheFolder(`${prefix}-${digestOf(fileOf(rig, 'package-lock.json')).slice(0, 12)}`);
}

/** The version of a package that `test/rigs/<rig>` lists. */
export function versionIn(rig, name) {
	return JSON.parse(readFileSync(fileOf(rig, 'package.json'), 'utf8')).dependencies[name];
}

/** Installs what `test/rigs/<rig>` lists into `folder`, exactly as its lock file says, unless that has been done. */
export async function installRig(rig, folder, node, what) {
	const stamp = join(folder, '.installed');
	if (existsSync(stamp)) return;
	for (const name of ['package.json', 'package-lock.json'])
		copyFileSync(fileOf(rig, name), join(folder, name));
	await timed(`Installing ${what}`, () =>
		quietly(
			`install-${rig}`,
			node,
			[npmCli(), 'ci', '--prefix', folder, '--legacy-peer-deps', ...installFlags],
			{ cwd: folder, env: withNodeFirst(node), fix: installFix },
		),
	);
	writeFileSync(stamp, '');
}
