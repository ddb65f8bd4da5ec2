import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../rigs/browser/Editor.ts';
import { rigs } from '../rigs/folders.ts';
import { exampleWorkflow, setStage, type Stage } from '../rigs/stage.ts';

const OWN_NODES = exampleWorkflow().nodes.filter(({ type }) =>
	type.startsWith('n8n-nodes-salesforce-voice.'),
);

/** The marks on a node that lacks something, or whose type n8n does not know. */
const PROBLEM_MARKS = '[data-test-id="node-issues"], [data-test-id="node-not-installed"]';

let stage: Stage;
let editor: Editor;

beforeAll(async () => {
	stage = await setStage();
	editor = await Editor.open(stage.n8n);
});

afterAll(async () => {
	await editor?.close();
	await stage?.close();
});

const picture = (name: string): string => join(rigs().cache, 'screenshots', `${name}.png`);

/** Texts by which n8n shows that a description, an expression or a saved value is not right. */
async function faultsIn(part: Locator): Promise<string[]> {
	const text = await part.innerText();
	return text
		.split('\n')
		.filter((line) =>
			/\[object Object\]|\bNaN\b|Install this node|unrecognized node|not found|\[ERROR|invalid syntax|Could not/i.test(
				line,
			),
		);
}

describe("the example workflow in n8n's editor", () => {
	let canvas: Locator;

	beforeAll(async () => {
		canvas = await editor.openWorkflow(stage.workflowId);
	});

	it('shows every node with its icon, and none with a warning', async () => {
		await editor.screenshot(picture('workflow'));
		expect(await faultsIn(canvas)).toEqual([]);
		expect(await canvas.locator(PROBLEM_MARKS).count()).toBe(0);
		for (const { name } of OWN_NODES) {
			const icon = canvas.locator(`[data-test-id="canvas-node"][data-node-name="${name}"] img`).first();
			const width = await icon.evaluate((image) => Number(Reflect.get(image, 'naturalWidth')));
			expect(width, `width of the icon of ${name}`).toBeGreaterThan(0);
		}
	});

	it.each(OWN_NODES.map(({ name }) => name))('shows the panel of %s without an error', async (name) => {
		const panel = await editor.openNode(name);
		await editor.screenshot(picture(`node ${name}`));
		expect(await faultsIn(panel)).toEqual([]);
		expect(await panel.locator('[data-test-id="parameter-issues"]').count()).toBe(0);
		expect(await panel.innerText()).toContain(name);
		await editor.closeNode();
	});

	it.each([
		['Salesforce Voice', 'My Domain URL'],
		['Twilio Webhook', 'Secret'],
	])('shows the dialog of the credential %s without an error', async (name, firstField) => {
		const id = await stage.n8n.credentialId(name);
		const dialog = await editor.openCredential(id);
		await editor.screenshot(picture(`credential ${name}`));
		expect(await dialog.innerText()).toContain(firstField);
		expect(await faultsIn(dialog)).toEqual([]);
	});

	it('can be pasted into a new workflow, where it finds the credentials by their names', async () => {
		const nodes = exampleWorkflow().nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		const pasted = await editor.pasteIntoNewWorkflow(JSON.stringify(exampleWorkflow()));
		await editor.screenshot(picture('workflow pasted'));
		expect(await pasted.locator('[data-test-id="canvas-node"]').count()).toBe(nodes.length);
		expect(await pasted.locator(PROBLEM_MARKS).count()).toBe(0);
	});

	it('never made the page itself fail', () => {
		expect(editor.complaints).toEqual([]);
	});
});
