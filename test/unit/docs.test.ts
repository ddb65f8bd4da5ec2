import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { ICredentialType, INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../nodes/shared/provider/providers';

const PROJECT = resolve(import.meta.dirname, '..', '..');
const REPOSITORY = 'https://github.com/n8n-nodes-salesforce-voice/n8n-nodes-salesforce-voice';

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

const pages = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: PROJECT })].sort();
const texts = new Map(pages.map((page) => [page, read(page)]));
const everything = [...texts.values()].join('\n');

/** A page's text with its lines joined, as labels of several words may be broken over two. */
const joined = (page: string): string => (texts.get(page) ?? '').replace(/\s+/g, ' ');

/** A page without its code, in which brackets are no links and # begins a comment. */
function prose(text: string): string {
	return text.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, 'code');
}

/** The anchors GitHub makes of the headings: lower case, dashes for blanks, without other signs, numbered when repeated. */
function anchorsOf(text: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of text.replace(/^( *)```[\s\S]*?^\1```/gm, '').matchAll(/^#{1,6} +(.+)$/gm)) {
		const anchor = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-');
		let name = anchor;
		for (let n = 1; anchors.has(name); n++) name = `${anchor}-${n}`;
		anchors.add(name);
	}
	return anchors;
}

/** Where a page points to: links and images, in Markdown and in HTML. */
function targetsIn(text: string): string[] {
	const markdown = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
	const html = [...prose(text).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target = '']) => target);
	return [...markdown, ...html];
}

/** Why a target leads nowhere; undefined when it is there. Other sites are not asked. */
function faultOf(target: string, page: string): string | undefined {
	const own = target.startsWith(`${REPOSITORY}/blob/main/`)
		? target.slice(`${REPOSITORY}/blob/main/`.length)
		: target.startsWith(`${REPOSITORY}#`)
			? target.replace(`${REPOSITORY}#`, 'README.md#')
			: undefined;
	if (own === undefined && /^[a-z]+:/i.test(target)) return undefined;
	const [path = '', anchor] = (own ?? target).split('#');
	const file =
		own !== undefined ? path : path === '' ? page : relative(PROJECT, resolve(PROJECT, dirname(page), path));
	if (!existsSync(join(PROJECT, file))) return `${page}: ${target}: there is no ${file}`;
	if (anchor === undefined || anchorsOf(read(file)).has(anchor)) return undefined;
	return `${page}: ${target}: ${file} has no heading for #${anchor}`;
}

const isFault = (fault: string | undefined): fault is string => fault !== undefined;

const nodeFolders = readdirSync(join(PROJECT, 'nodes')).filter((name) => name !== 'shared');
const nodes = await Promise.all(
	nodeFolders.map(async (name) => {
		const module = (await import(`../../nodes/${name}/${name}.node.ts`)) as Record<
			string,
			new () => INodeType
		>;
		const NodeClass = module[name];
		if (!NodeClass) throw new Error(`${name} is not exported by its file.`);
		return { name, description: new NodeClass().description };
	}),
);
const credentials = await Promise.all(
	readdirSync(join(PROJECT, 'credentials')).map(async (file) => {
		const name = file.replace('.credentials.ts', '');
		const module = (await import(`../../credentials/${name}.credentials.ts`)) as Record<
			string,
			new () => ICredentialType
		>;
		const CredentialClass = module[name];
		if (!CredentialClass) throw new Error(`${name} is not exported by its file.`);
		return new CredentialClass();
	}),
);
const examples = readdirSync(join(PROJECT, 'examples')).filter((file) => file.endsWith('.workflow.json'));

/** The labels of fields, options and rows, without those that only frame others. */
function labelsIn(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap((property) => {
		if (property.type === 'notice' || property.type === 'hidden') return [];
		const inner = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return labelsIn(option.values);
			return 'displayName' in option ? labelsIn([option]) : [];
		});
		return [property.displayName, ...inner];
	});
}

function pageOf({ displayName }: Pick<INodeTypeDescription, 'displayName'>): string {
	return `docs/nodes/${displayName.toLowerCase().replaceAll(' ', '-')}.md`;
}

const without = (text: string, names: readonly string[]): string[] =>
	[...new Set(names)].filter((name) => !text.includes(name));

describe('README.md and docs/', () => {
	it.each(pages)('%s points to files and headings that exist', (page) => {
		const targets = targetsIn(texts.get(page) ?? '');
		expect(targets.map((target) => faultOf(target, page)).filter(isFault)).toEqual([]);
	});

	it('use every picture, and every page is linked from the README or from another page', () => {
		const targets = pages.flatMap((page) =>
			targetsIn(texts.get(page) ?? '').map((target) =>
				relative(PROJECT, resolve(PROJECT, dirname(page), target.split('#')[0] ?? '')),
			),
		);
		const files = globSync('docs/**/*.{md,png}', { cwd: PROJECT });
		expect(files.filter((file) => !targets.includes(file))).toEqual([]);
	});

	it('have their examples point to files and headings that exist', () => {
		const faults = examples.flatMap((file) => {
			const { nodes: all } = JSON.parse(read(`examples/${file}`)) as {
				nodes: Array<{ parameters: { content?: string } }>;
			};
			const notes = all.map(({ parameters }) => parameters.content ?? '').join('\n');
			return targetsIn(notes).map((target) => faultOf(target, `examples/${file}`));
		});
		expect(faults.filter(isFault)).toEqual([]);
	});

	it('name every node, credential, provider and example', () => {
		const names = [
			...nodes.map(({ description }) => description.displayName),
			...credentials.map(({ displayName }) => displayName),
			...PROVIDERS.map(({ label }) => label.replace('Generic Signed Webhook', 'Generic')),
		];
		expect(without(everything, names)).toEqual([]);
		expect(without(texts.get('README.md') ?? '', examples)).toEqual([]);
	});

	it.each(nodes.map(({ description }) => description))('have a page for $displayName', (description) => {
		const page = texts.get(pageOf(description)) ?? '';
		expect(page).toMatch(new RegExp(`^# ${description.displayName}\n`));
		for (const heading of ['## Example', 'Output']) expect(page).toContain(heading);
	});

	it.each(nodes.map(({ description }) => description))(
		'name every operation and every field of $displayName on its page, by its label',
		(description) => {
			const page = joined(pageOf(description));
			const operations = description.properties
				.filter(({ name }) => name === 'operation')
				.flatMap(({ options = [] }) => options.map(({ name }) => name));
			const labels = labelsIn(description.properties).filter(
				(label) => !['Options', 'Operation'].includes(label),
			);
			const shared = joined('docs/nodes/common.md');
			expect(without(page, operations)).toEqual([]);
			expect(without(page + shared, labels)).toEqual([]);
		},
	);

	it('name every field of every credential, by its label', () => {
		const page = joined('docs/credentials.md');
		for (const { displayName, properties } of credentials) {
			expect(without(page, labelsIn(properties)), displayName).toEqual([]);
		}
	});

	it('are where the nodes and credentials send people to', () => {
		const addresses = [
			...credentials.map(({ name, documentationUrl }) => [name, documentationUrl ?? 'none'] as const),
			...nodeFolders.flatMap((name) => {
				const { resources } = JSON.parse(read(`nodes/${name}/${name}.node.json`)) as {
					resources: Record<string, Array<{ url: string }>>;
				};
				expect(Object.keys(resources).sort()).toEqual(['credentialDocumentation', 'primaryDocumentation']);
				return Object.values(resources).flatMap((list) => list.map(({ url }) => [name, url] as const));
			}),
		];
		expect(addresses.filter(([, url]) => !url.startsWith(`${REPOSITORY}/blob/main/docs/`))).toEqual([]);
		expect(addresses.map(([name, url]) => faultOf(url, name)).filter(isFault)).toEqual([]);
	});

	it('show commands that exist', () => {
		const runner = read('scripts/run.mjs');
		const tasks = [...runner.matchAll(/^\t'?([a-z][a-z0-9:]*)'?: async \(kit/gm)].map(
			([, name = '']) => name,
		);
		expect(tasks).toContain('screenshots');
		const run = [...everything.matchAll(/node scripts\/run\.mjs ([a-z0-9:]+)/g)].map(([, name = '']) => name);
		expect(run.filter((name) => !tasks.includes(name))).toEqual([]);
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const npm = [...everything.matchAll(/`npm (?:run )?(test[a-z0-9:]*|demo|build|lint|typecheck)\b/g)];
		expect(npm.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
	});

	it("name only variables that n8n reads, or the package's own", () => {
		const config = globSync('node_modules/@n8n/config/dist/**/*.js', { cwd: PROJECT }).map(read).join('\n');
		expect(config).toContain('N8N_ENCRYPTION_KEY');
		const own = globSync(['scripts/**/*.mjs', 'test/rigs/**/*.ts'], { cwd: PROJECT }).map(read).join('\n');
		const named = everything.match(/\b(?:N8N|QUEUE_BULL|DB|EXECUTIONS)_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [];
		expect(named).toContain('N8N_SSRF_PROTECTION_ENABLED');
		expect(without(config + own, named)).toEqual([]);
	});
});
