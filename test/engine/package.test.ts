import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { Engine } from './Engine.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as Manifest;

let engine: Engine;
beforeAll(async () => {
	engine = await Engine.start();
});

describe('the built package', () => {
	it('has every node and credential that the source has, under their fixed names', () => {
		expect(Object.keys(engine.nodeTypes).sort()).toEqual([
			'addCallTranscript',
			'createVoiceCall',
			'pbxTrigger',
			'placeOutboundCall',
			'routeVoiceCall',
			'sendConversationEvent',
			'syncVoiceCall',
			'telephonyEventTrigger',
			'updateVoiceCall',
		]);
		expect(Object.keys(engine.credentialTypes).sort()).toEqual([
			'pbxApi',
			'salesforceVoiceJwtApi',
			'telephonyWebhookApi',
			'vonageContactCenterApi',
		]);
		const folders = readdirSync(join(PROJECT, 'nodes')).filter((name) => name !== 'shared');
		expect(manifest.n8n.nodes).toEqual(folders.sort().map((name) => `dist/nodes/${name}/${name}.node.js`));
	});

	it('shows a light and a dark icon of its own for each node and credential', () => {
		const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const seen = new Set<string>();
		for (const file of files) {
			const source = readFileSync(join(PROJECT, file), 'utf8');
			for (const mode of ['light', 'dark']) {
				const icon = new RegExp(`${mode}: 'file:([^']+)'`).exec(source)?.[1];
				const path = resolve(PROJECT, dirname(file), icon ?? 'no icon');
				expect(existsSync(path), `${file} ${mode}`).toBe(true);
				seen.add(readFileSync(path, 'utf8'));
			}
		}
		expect(seen.size).toBe(files.length * 2);
	});

	it('is found by the words people type, since n8n has read each codex file', () => {
		for (const [name, { type }] of Object.entries(engine.nodeTypes)) {
			const { codex } = 'nodeVersions' in type ? { codex: undefined } : type.description;
			expect(codex?.categories, name).toContain('Communication');
			expect(codex?.alias, name).toEqual(expect.arrayContaining(['phone', 'call', 'telephony', 'SCV']));
			expect(codex?.resources?.primaryDocumentation?.[0]?.url, name).toMatch(/^https:\/\//);
		}
	});

	it('leaves every field visible, since the editor shows none that a credential names under show', () => {
		const hidden = Object.entries(engine.nodeTypes).flatMap(([name, { type }]) => {
			const description = 'nodeVersions' in type ? undefined : type.description;
			const named = (description?.credentials ?? []).flatMap(({ displayOptions }) =>
				Object.keys(displayOptions?.show ?? {}),
			);
			const fields = new Set(description?.properties.map((property) => property.name));
			return named.filter((field) => fields.has(field)).map((field) => `${name}.${field}`);
		});
		expect(hidden).toEqual([]);
	});

	it('masks every secret of its credentials', () => {
		const masked = Object.values(engine.credentialTypes).flatMap(({ type }) =>
			type.properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name),
		);
		expect(masked.sort()).toEqual([
			'apiToken',
			'clientSecret',
			'passphrase',
			'previousSecret',
			'privateKey',
			'secret',
			'secret',
		]);
	});

	it('gives every field a label, and no two fields of a node the same name with different labels but by choice', () => {
		const unlabelled: string[] = [];
		const visit = (node: string, properties: readonly unknown[]): void => {
			for (const property of properties as INodeProperties[]) {
				if (!property.displayName && !('value' in property)) unlabelled.push(`${node}.${property.name}`);
				if (property.options) visit(node, property.options);
			}
		};
		for (const [name, { type }] of Object.entries(engine.nodeTypes)) {
			if ('description' in type && 'properties' in type.description)
				visit(name, type.description.properties as unknown[]);
		}
		expect(unlabelled).toEqual([]);
	});
});
