import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './command.mjs';
import { Trouble, timed } from './console.mjs';
import { withLock } from './lock.mjs';
import { headersFor, withNodeFirst } from './node.mjs';
import { nodeGyp, npmCli } from './npm.mjs';
import { installRig, rigFolder, versionIn } from './rig.mjs';

/** The two lines of n8n that the tests start: the current one and 1.123, which n8n keeps supporting. */
export const CURRENT = { rig: 'n8n', takes: 'about 3 minutes, 2.2 GB' };
export const LTS = { rig: 'n8n-lts', takes: 'about 2 minutes, 1.4 GB' };

/**
 * A full n8n of that line in a folder of its own, with its native code built for `node`. Gives that folder.
 * Each of the two steps is remembered, so an interrupted set-up goes on where it stopped.
 */
export async function ensureN8n(node, { rig, takes } = CURRENT) {
	const folder = rigFolder(rig, 'n8n');
	if (isReady(folder, node)) return folder;
	await withLock(join(folder, 'lock'), async () => {
		if (isReady(folder, node)) return;
		demandBuildTools();
		await installRig(rig, folder, node, `n8n ${versionIn(rig, 'n8n')} (once, ${takes})`);
		await timed('Building the SQLite driver for n8n (once, 1 to 2 minutes)', () => buildSqlite(folder, node));
		if (!loadsSqlite(folder, node)) {
			throw new Trouble(
				`The SQLite driver in ${folder} was built but does not load.`,
				`Delete that folder and run the same command again.`,
			);
		}
		writeFileSync(readyStamp(folder), abiOf(node));
	});
	return folder;
}

const readyStamp = (folder) => join(folder, '.ready-for-abi');

function isReady(folder, node) {
	return existsSync(readyStamp(folder)) && readFileSync(readyStamp(folder), 'utf8') === abiOf(node);
}

/** Native code fits every Node with the same number. */
function abiOf(node) {
	return execFileSync(node, ['-p', 'process.versions.modules'], { encoding: 'utf8' }).trim();
}

async function buildSqlite(folder, node) {
	const headers = await headersFor(node);
	// A setting `nodedir` in the user's own npm configuration must not win over the flag.
	const env = withNodeFirst(node, { npm_config_nodedir: headers });
	await quietly('build-sqlite', node, [nodeGyp(npmCli()), 'rebuild', `--nodedir=${headers}`], {
		cwd: join(folder, 'node_modules', 'sqlite3'),
		env,
		fix: 'Install python3, make and g++ (Debian: apt-get install python3 make g++), then run the same command again.',
	});
}

function loadsSqlite(folder, node) {
	try {
		execFileSync(node, ['-e', "require('sqlite3')"], { cwd: folder, stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

function demandBuildTools() {
	if (process.platform === 'win32') return;
	const missing = ['python3', 'make', 'g++'].filter((tool) => !runs(tool));
	if (missing.length === 0) return;
	throw new Trouble(
		`The real n8n needs a compiler once, for its SQLite driver. Missing: ${missing.join(', ')}.`,
		`Install it (Debian: apt-get install ${missing.join(' ')}), then run the same command again.`,
	);
}

function runs(tool) {
	try {
		execFileSync(tool, ['--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
