import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './folders.mjs';
import { withLock } from './lock.mjs';
import { installRig, rigFolder, versionIn } from './rig.mjs';

const RIG = 'n8n-core-lts';

/** n8n's execution engine of the 1.123 line in a folder of its own. Gives the folder. */
export async function fetchCoreLts(node) {
	const folder = rigFolder(RIG, 'n8n-core');
	await withLock(join(folder, 'lock'), async () => await install(folder, node));
	return folder;
}

/**
 * n8n's execution engine of the 1.123 line in a folder of its own, and in its subfolder `package` the built package, which
 * there finds that engine's n8n-workflow and not the project's. Gives the folder.
 */
export async function ensureCoreLts(node) {
	const folder = rigFolder(RIG, 'n8n-core');
	await withLock(join(folder, 'lock'), async () => {
		await install(folder, node);
		placePackage(join(folder, 'package'));
	});
	return folder;
}

async function install(folder, node) {
	await installRig(RIG, folder, node, `n8n-core ${versionIn(RIG, 'n8n-core')} (once, about 30 s, 250 MB)`);
}

/** As an install would: what n8n reads, and beside it the dependencies in the project's versions. */
function placePackage(target) {
	const making = `${target}.making`;
	for (const folder of [making, target]) rmSync(folder, { recursive: true, force: true });
	for (const name of ['dist', 'package.json'])
		cpSync(join(root, name), join(making, name), { recursive: true });
	const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	for (const name of Object.keys(dependencies)) {
		const link = join(making, 'node_modules', name);
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(root, 'node_modules', name), link, 'junction');
	}
	renameSync(making, target);
}
