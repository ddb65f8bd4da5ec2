import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot, rigs } from '../rigs/folders.ts';

/** A folder from which test/engine/core.ts loads the engine of the full n8n, its nodes, and the built package. */
export interface EngineFolder {
	readonly environment: Record<string, string>;
	remove(): void;
}

/** As an install would place it: the package's own dependencies beside it, everything else found in n8n. */
export function makeEngineFolder(): EngineFolder {
	const folder = mkdtempSync(join(tmpdir(), 'bench-engine-'));
	symlinkSync(join(rigs().n8nFolder, 'node_modules'), join(folder, 'node_modules'));
	const target = join(folder, 'package');
	for (const name of ['dist', 'package.json'])
		cpSync(join(projectRoot, name), join(target, name), { recursive: true });
	const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	for (const name of Object.keys(manifest.dependencies)) {
		const link = join(target, 'node_modules', name);
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(projectRoot, 'node_modules', name), link);
	}
	return {
		environment: { N8N_CORE_FOLDER: folder },
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
