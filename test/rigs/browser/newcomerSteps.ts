import type { Locator } from 'playwright-core';
import { until } from '../until.ts';
import type { Newcomer } from './Newcomer.ts';

/** What a newcomer does in n8n's editor, step by step: each is a few clicks on what is on the screen. */

export const nodeOnCanvas = (person: Newcomer, name: string): Locator =>
	person.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

export const searchBar = (person: Newcomer): Locator => person.part('node-creator-search-bar');

/** The names in the list of nodes, as they stand there now. */
export async function foundNodes(person: Newcomer): Promise<string[]> {
	const names = await person.part('node-creator-item-name', person.part('node-creator')).allInnerTexts();
	return names.map((name) => name.trim());
}

export async function chooseFoundNode(person: Newcomer, name: string): Promise<void> {
	const names = person.part('node-creator-item-name', person.part('node-creator'));
	await person.click(names.getByText(name, { exact: true }).first());
}

/** By the card of the empty start page. */
export async function buildFirstWorkflow(person: Newcomer): Promise<void> {
	await person.click(person.part('new-workflow-card'));
	await person.part('canvas-plus-button').waitFor();
}

/** By the plus at the top left. */
export async function addFromMenu(person: Newcomer, what: 'New workflow' | 'New credential'): Promise<void> {
	await person.click(person.part('universal-add'));
	await person.click(person.page.getByRole('menuitem').filter({ hasText: what }));
}

/** Opens the list of nodes from the plus in the middle of an empty canvas. */
export async function openTriggerList(person: Newcomer): Promise<void> {
	await person.click(person.part('canvas-plus-button'));
	await searchBar(person).waitFor();
}

/** Opens the list of nodes from the plus behind a node, so that the new one is connected to it. */
export async function openListBehind(person: Newcomer, node: string): Promise<void> {
	await person.click(person.part('canvas-handle-plus', nodeOnCanvas(person, node)));
	await searchBar(person).waitFor();
}

/** Takes one of the actions or triggers that n8n lists for a node. */
export async function chooseAction(person: Newcomer, action: string): Promise<void> {
	await person.click(person.part('node-creator').getByText(action, { exact: true }));
	await person.part('ndv').waitFor();
}

export async function openNode(person: Newcomer, name: string): Promise<Locator> {
	await person.doubleClick(nodeOnCanvas(person, name));
	const panel = person.part('ndv');
	await panel.waitFor();
	return panel;
}

export async function closeNode(person: Newcomer): Promise<void> {
	await person.click(person.part('ndv-close-button'));
	await person.part('ndv').waitFor({ state: 'hidden' });
}

/** Opens the list of a field with choices, types the beginning of one and takes it. */
export async function choose(person: Newcomer, field: string, typed: string, choice: string): Promise<void> {
	await person.type(person.part(`parameter-input-${field}`), typed);
	const open = person.page.locator('.el-popper:visible');
	await person.click(open.locator('.option-headline').getByText(choice, { exact: true }));
}

export const credentialDialog = (person: Newcomer): Locator => person.part('editCredential-modal');

const fieldOf = (person: Newcomer, name: string): Locator =>
	person.part(`parameter-input-${name}`, credentialDialog(person));

export async function pasteInto(person: Newcomer, field: string, text: string): Promise<void> {
	await person.paste(fieldOf(person, field).locator('input'), text);
}

export async function switchOn(person: Newcomer, field: string): Promise<void> {
	await person.click(fieldOf(person, field).locator('.el-switch'));
}

export async function saveCredential(person: Newcomer): Promise<void> {
	await person.click(person.part('credential-save-button', credentialDialog(person)));
}

export async function closeCredential(person: Newcomer): Promise<void> {
	await person.click(credentialDialog(person).locator('.el-dialog__headerbtn'));
	await credentialDialog(person).waitFor({ state: 'hidden' });
}

/** Saves, which tests as well, and waits until n8n shows exactly this as the reason why the credential does not work. */
export async function saveAndSeeFault(person: Newcomer, reason: string): Promise<void> {
	await saveCredential(person);
	const dialog = credentialDialog(person);
	await until(
		`the dialog says: ${reason}`,
		async () => {
			// n8n hides the reason behind a link.
			const more = dialog.getByText('More details');
			if (await more.isVisible()) await person.click(more);
			return await dialog.getByText(reason, { exact: true }).isVisible();
		},
		{ everyMs: 250, explain: async () => await dialog.innerText() },
	);
	await person.see('Couldn’t connect with these settings', dialog);
}

/** Publishes, in n8n's word, the workflow that is shown. */
export async function publish(person: Newcomer): Promise<void> {
	await person.click(person.part('workflow-open-publish-modal-button'));
	await person.click(person.part('workflow-publish-button'));
}
