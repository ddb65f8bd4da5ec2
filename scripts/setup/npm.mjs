import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Trouble } from './console.mjs';

/**
 * npm's own JavaScript file, which any Node can run: the npm that started us, the one beside our Node, or the first on PATH.
 * Run this way it needs no shell and no `npm.cmd`.
 */
export function npmCli() {
	const beside = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath,
		join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...(process.env.PATH ?? '').split(delimiter).map((folder) => linkTarget(join(folder, 'npm'))),
	];
	const found = candidates.find((file) => file?.endsWith('npm-cli.js') && existsSync(file));
	if (found) return found;
	throw new Trouble(
		'npm was not found.',
		'Install Node.js together with npm (nodejs.org, or your system\'s "npm" package).',
	);
}

function linkTarget(file) {
	return existsSync(file) ? realpathSync(file) : undefined;
}

/** The node-gyp that npm brings along. */
export function nodeGyp(npm) {
	return join(dirname(npm), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
}

/** What every install here has in common: no scripts of packages are run, and nothing is asked or advertised. */
export const installFlags = [
	'--ignore-scripts',
	'--no-audit',
	'--no-fund',
	'--no-update-notifier',
	'--loglevel=warn',
];

/** How to go on after a failed install. */
export const installFix =
	'Check that the package registry can be reached (npm ping), then run the same command again: it goes on where it stopped.';
