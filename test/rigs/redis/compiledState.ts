import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../folders.ts';

/** Writes the stores as plain JavaScript into a folder, for a process that knows no TypeScript. */
export function compileState(target: string): void {
	const source = join(projectRoot, 'nodes/shared');
	mkdirSync(join(target, 'state'), { recursive: true });
	const files = readdirSync(join(source, 'state')).map((name) => `state/${name}`);
	for (const name of ['errorCodes.ts', 'problem.ts', ...files]) {
		const { outputText } = ts.transpileModule(readFileSync(join(source, name), 'utf8'), {
			fileName: name,
			compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
		});
		writeFileSync(join(target, name.replace(/\.ts$/, '.js')), outputText);
	}
	symlinkSync(join(projectRoot, 'node_modules'), join(target, 'node_modules'));
}
