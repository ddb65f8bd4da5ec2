import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { quietly } from './command.mjs';
import { say, timed } from './console.mjs';
import { cacheFolder } from './folders.mjs';
import { withLock } from './lock.mjs';
import { installFix, installFlags, npmCli } from './npm.mjs';

/**
 * For each line of Node: the release that is fetched, and the oldest minor version of the system's own that will do. n8n 2.37 and
 * later need 24, and their isolated-vm comes ready built for 24 but not for 25; that of n8n 1.123 comes so for 22. On 22, vitest
 * needs 22.12.
 */
const LINES = {
	24: { release: '24.21.0', minor: 0 },
	22: { release: '22.23.3', minor: 12 },
};

/** The system's own Node when it is of that line, else one fetched from the package registry, where Node itself is a package. */
export async function ensureNode(line) {
	const [major, minor] = process.versions.node.split('.').map(Number);
	return major === line && minor >= LINES[line].minor ? process.execPath : await fetchNode(line);
}

async function fetchNode(line) {
	const { release } = LINES[line];
	const folder = cacheFolder(`node${line}`);
	return await withLock(join(folder, 'lock'), async () => {
		const node = fetchedNode(folder);
		if (isWorking(node, release)) return node;
		await timed(
			`Fetching Node ${release}, since this is Node ${process.versions.node} (once, about 10 s)`,
			() =>
				quietly(
					`fetch-node${line}`,
					process.execPath,
					[npmCli(), 'install', '--prefix', folder, ...installFlags, `${packageName()}@${release}`],
					{ cwd: folder, fix: `${installFix} Or install Node ${line} yourself.` },
				),
		);
		return node;
	});
}

function packageName() {
	const system = process.platform === 'win32' ? 'win' : process.platform;
	return `node-${system}-${process.arch}`;
}

function fetchedNode(folder) {
	return join(
		folder,
		'node_modules',
		packageName(),
		'bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
}

function isWorking(node, release) {
	if (!existsSync(node)) return false;
	try {
		return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim() === `v${release}`;
	} catch (error) {
		say(`the fetched Node does not start (${error.message.split('\n')[0]}); fetching it again`);
		return false;
	}
}

/** The environment in which `node`, and with it npm's and our own scripts, is that Node. */
export function withNodeFirst(node, more = {}) {
	const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	return {
		...process.env,
		[pathName]: `${dirname(node)}${delimiter}${process.env[pathName] ?? ''}`,
		...more,
	};
}

/** The folder that holds `include/node`, to build native code for this Node against. A system's Node often comes without. */
export async function headersFor(node) {
	return headersBeside(node) ?? headersBeside(await fetchNode(lineOf(node)));
}

function lineOf(node) {
	return Number(execFileSync(node, ['-p', "process.versions.node.split('.')[0]"], { encoding: 'utf8' }));
}

function headersBeside(node) {
	const folders = [join(dirname(node), '..'), dirname(node)];
	return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
}
