import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../rigs/folders.ts';

interface Packed {
	readonly filename: string;
	readonly files: ReadonlyArray<{ readonly path: string }>;
}

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;

let folder: string;
let packed: Packed;
let paths: string[];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'nsv-pack-'));
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const answer = execFileSync('npm', args, {
		cwd: projectRoot,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	[packed] = JSON.parse(answer) as [Packed];
	paths = packed.files.map(({ path }) => path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is published', () => {
	it('has everything that package.json names to n8n', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		expect(named.filter((path) => !paths.includes(path))).toEqual([]);
		for (const path of manifest.n8n.nodes) expect(paths).toContain(path.replace(/\.js$/, '.json'));
	});

	it('is built code, icons, codex files and schemas, and nothing of the workshop', () => {
		const expected =
			/^(?:LICENSE\.md|README\.md|CHANGELOG\.md|package\.json|dist\/(?:credentials|nodes)\/.+\.(?:js|json)|dist\/icons\/\w+(?:\.dark)?\.svg)$/;
		expect(paths.filter((path) => !expected.test(path))).toEqual([]);
	});

	it('is found right by publint', async () => {
		const tarball = readFileSync(join(folder, packed.filename));
		const { messages, pkg } = await publint({
			// Its suggestions are for packages that others import.
			level: 'warning',
			pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) },
		});
		expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
	});

	it('has an entry of its version in the changelog', () => {
		const changelog = readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8');
		expect(changelog).toMatch(new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'));
	});
});
