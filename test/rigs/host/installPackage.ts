import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, type Rigs } from '../folders.ts';

const run = promisify(execFile);

/**
 * Packs the built project and installs the archive where n8n looks for community packages, as an admin does by hand.
 * Needs `npm run build` to have run.
 */
export async function installPackage(rigs: Rigs, userFolder: string): Promise<void> {
	await demandBuilt();
	const archives = join(userFolder, 'archive');
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(archives, { recursive: true });
	await mkdir(nodes, { recursive: true });
	await npm(rigs, projectRoot, 'pack', '--ignore-scripts', '--pack-destination', archives);
	const [archive] = (await readdir(archives)).filter((name) => name.endsWith('.tgz'));
	if (archive === undefined) throw new Error(`npm pack wrote no archive to ${archives}.`);
	await writeFile(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true }));
	await npm(
		rigs,
		nodes,
		'install',
		join(archives, archive),
		'--legacy-peer-deps',
		'--ignore-scripts',
		'--prefer-offline',
	);
}

/** An archive without them would install well, and n8n would only say that it does not know the types. */
async function demandBuilt(): Promise<void> {
	const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const missing = [...manifest.n8n.nodes, ...manifest.n8n.credentials].filter(
		(file) => !existsSync(join(projectRoot, file)),
	);
	if (missing.length === 0) return;
	throw new Error(`The package is not built: ${missing.join(', ')} is missing. Run "npm run build" first.`);
}

async function npm(rigs: Rigs, folder: string, ...args: string[]): Promise<void> {
	const flags = ['--prefix', folder, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
	try {
		await run(process.execPath, [rigs.npmCli, ...args, ...flags], {
			cwd: folder,
			maxBuffer: 16 * 1024 * 1024,
		});
	} catch (error) {
		const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
		throw new Error(`npm ${args[0]} failed in ${folder}:\n${output.slice(-2_000)}`, { cause: error });
	}
}
