import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { quietly } from './command.mjs';
import { say, timed } from './console.mjs';
import { cacheFolder } from './folders.mjs';
import { withLock } from './lock.mjs';
import { installFix, installFlags, npmCli } from './npm.mjs';

/** n8n 2.37 and later need Node 24, and its isolated-vm comes ready built for Node 24 but not for 25. */
const VERSION = '24.21.0';

/** The system's own Node when it is a 24, else one fetched from the package registry, where Node itself is a package. */
export async function ensureNode24() {
	return process.versions.node.startsWith('24.') ? process.execPath : await fetchNode24();
}

async function fetchNode24() {
	const folder = cacheFolder('node24');
	return await withLock(join(folder, 'lock'), async () => {
		const node = fetchedNode(folder);
		if (isWorking(node)) return node;
		await timed(
			`Fetching Node ${VERSION}, since this is Node ${process.versions.node} (once, about 10 s)`,
			() =>
				quietly(
					'fetch-node24',
					process.execPath,
					[npmCli(), 'install', '--prefix', folder, ...installFlags, `${packageName()}@${VERSION}`],
					{ cwd: folder, fix: `${installFix} Or install Node 24 yourself.` },
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

function isWorking(node) {
	if (!existsSync(node)) return false;
	try {
		return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim() === `v${VERSION}`;
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
	return headersBeside(node) ?? headersBeside(await fetchNode24());
}

function headersBeside(node) {
	const folders = [join(dirname(node), '..'), dirname(node)];
	return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
}
