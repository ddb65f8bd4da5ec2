import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './command.mjs';
import { Trouble, timed } from './console.mjs';
import { cacheFolder, digestOf, root } from './folders.mjs';
import { withLock } from './lock.mjs';
import { headersFor, withNodeFirst } from './node24.mjs';
import { installFix, installFlags, nodeGyp, npmCli } from './npm.mjs';

const rig = join(root, 'test', 'rigs', 'n8n');

/**
 * A full n8n in a folder of its own, named by its lock file, so that a change of version makes a new one.
 * Gives that folder. Each of the two steps is remembered, so an interrupted set-up goes on where it stopped.
 */
export async function ensureN8n(node) {
	const folder = cacheFolder(`n8n-${digestOf(join(rig, 'package-lock.json')).slice(0, 12)}`);
	if (isReady(folder, node)) return folder;
	await withLock(join(folder, 'lock'), async () => {
		if (isReady(folder, node)) return;
		demandBuildTools();
		await installOnce(folder, node);
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

async function installOnce(folder, node) {
	const stamp = join(folder, '.installed');
	if (existsSync(stamp)) return;
	for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(rig, name), join(folder, name));
	await timed(`Installing n8n ${versionOfN8n()} (once, about 3 minutes, 2.2 GB)`, () =>
		quietly(
			'install-n8n',
			node,
			[npmCli(), 'ci', '--prefix', folder, '--legacy-peer-deps', ...installFlags],
			{
				cwd: folder,
				env: withNodeFirst(node),
				fix: installFix,
			},
		),
	);
	writeFileSync(stamp, '');
}

function versionOfN8n() {
	return JSON.parse(readFileSync(join(rig, 'package.json'), 'utf8')).dependencies.n8n;
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
