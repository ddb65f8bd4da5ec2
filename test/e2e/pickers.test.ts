import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Editor } from '../rigs/browser/Editor.ts';
import { rigs } from '../rigs/folders.ts';
import type { CredentialData, WorkflowJson } from '../rigs/host/shapes.ts';
import { setStage, type Stage } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import { testApp, testConnect, USERNAME } from '../simulator/testConnect.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';

const SUPPORT = '00G000000000001AAA';

let stage: Stage;
let editor: Editor;
let workflowId: string;

/** n8n's own credential for the data of the organization. */
function jwtCredential(simulatorUrl: string): CredentialData {
	return {
		name: 'Salesforce',
		type: 'salesforceJwtApi',
		data: {
			environment: 'production',
			clientId: testApp().clientId,
			username: USERNAME,
			privateKey: testContactCenter().privateKey,
			myDomainUrl: simulatorUrl,
		},
	};
}

function node(index: number, type: string, name: string, parameters: object, credentials: string[]): object {
	return {
		id: `7c1d6f0e-0000-4000-8000-00000000000${index}`,
		name,
		type,
		typeVersion: 1,
		position: [index * 260, 0],
		parameters,
		credentials: Object.fromEntries(
			credentials.map((type) => [type, { id: null, name: 'Salesforce Voice' }]),
		),
	};
}

const VOICE = ['salesforceVoiceJwtApi'];
const CALL = { vendorCallKey: 'call-1', from: '+14155550123', to: '+18005550100', startTime: '={{ $now }}' };

const workflow = {
	name: 'Choosing instead of typing',
	nodes: [
		node(0, 'n8n-nodes-base.manualTrigger', 'Start', {}, []),
		node(1, 'n8n-nodes-salesforce-voice.createVoiceCall', 'Create', CALL, VOICE),
		node(2, 'n8n-nodes-salesforce-voice.routeVoiceCall', 'Route', {}, VOICE),
	],
	connections: {
		Start: { main: [[{ node: 'Create', type: 'main', index: 0 }]] },
		Create: { main: [[{ node: 'Route', type: 'main', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
} as unknown as WorkflowJson;

beforeAll(async () => {
	stage = await setStage({ simulator: { connect: testConnect() } });
	await stage.n8n.importCredentials(jwtCredential(stage.simulator.url));
	workflowId = await stage.n8n.importWorkflow(workflow);
	editor = await Editor.open(stage.n8n);
	await editor.openWorkflow(workflowId);
	editor.page.setDefaultTimeout(15_000);
});

afterAll(async () => {
	await editor?.close();
	await stage?.close();
});

const picture = (name: string): string => join(rigs().cache, 'screenshots', `${name}.png`);

const part = (panel: Locator, name: string): Locator => panel.locator(`[data-test-id="${name}"]`);

/** One of the choices of a drop-down field. */
async function choose(panel: Locator, field: string, choice: string): Promise<void> {
	await part(panel, `parameter-input-${field}`).click();
	await editor.page.locator('.el-select-dropdown__item:visible', { hasText: choice }).click();
}

/** Turns the lists of a node on, and selects n8n's own Salesforce credential for them. */
async function turnListsOn(panel: Locator): Promise<void> {
	await choose(panel, 'listsFrom', 'With Salesforce JWT');
	await part(panel, 'node-credentials-select').last().click();
	await editor.page.getByText('Salesforce JWT API', { exact: true }).click();
}

/** Opens the list of a field that is still entered by hand. */
async function openList(panel: Locator, name: string): Promise<Locator> {
	const field = part(panel, `resource-locator-${name}`);
	await part(field, 'rlc-mode-selector').click();
	await editor.page.locator('[data-test-id="mode-list"]:visible').click();
	await part(field, 'rlc-input').click();
	return field;
}

/** By the keyboard, once no field is in use: a drop-down field would keep Escape to itself. */
async function closePanel(): Promise<void> {
	await editor.page.getByText('No output data').click();
	await editor.closeNode();
}

describe('choosing instead of typing', () => {
	it('says what to do while lists are off', async () => {
		const panel = await editor.openNode('Route');
		await openList(panel, 'routingTarget');
		const message = editor.page.getByText('Lists are off for this node.');
		await message.waitFor();
		await editor.screenshot(picture('lists off'));
		expect(await message.innerText()).toBe(
			"Lists are off for this node. To choose from a list, set 'Read Lists From Salesforce' to With Salesforce OAuth2 or With Salesforce JWT and select a credential. Or enter the value by hand.",
		);
		await editor.page.keyboard.press('Escape');
	});

	it('finds a queue by a part of its name, with mouse and keyboard', async () => {
		const { page } = editor;
		const panel = page.locator('[data-test-id="ndv"]');
		await turnListsOn(panel);
		const field = part(panel, 'resource-locator-routingTarget');
		await part(field, 'rlc-input').click();
		const items = page.locator('[data-test-id="rlc-item"]:visible');
		await items.nth(2).waitFor();
		expect(await items.allInnerTexts()).toEqual(['Billing', "Murphy's 50%_off", 'Support']);
		await page.keyboard.type('supp');
		await page.waitForFunction(`document.querySelectorAll('[data-test-id="rlc-item"]').length === 1`);
		await editor.screenshot(picture('queue by name'));
		await items.click();
		expect(await part(field, 'rlc-input').inputValue()).toBe('Support');
		await editor.screenshot(picture('queue chosen'));
		await closePanel();
	});

	it('offers the fields of the voice call record', async () => {
		const { page } = editor;
		const panel = await editor.openNode('Create');
		await turnListsOn(panel);
		await choose(panel, 'attributesFrom', 'By Choosing Fields');
		const mapper = part(panel, 'resource-mapper-container');
		await mapper.getByText('Add field to send').click();
		const priority = page.getByText('Priority', { exact: true });
		await priority.waitFor();
		await editor.screenshot(picture('fields to add'));
		expect(await page.getByText('Follow-Up Date', { exact: true }).isVisible()).toBe(true);
		await priority.click();
		await mapper.locator('input[role="combobox"]').first().click();
		await page.locator('.el-select-dropdown__item:visible', { hasText: 'High' }).click();
		await editor.screenshot(picture('field filled in'));
		await closePanel();
	});

	it('runs with what was chosen', async () => {
		await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
		await until('the call is routed', () => bodies().length >= 2, {
			explain: () => JSON.stringify(stage.simulator.violations),
		});
		const [created, routed] = bodies();
		expect(created).toMatchObject({ vendorCallKey: 'call-1', callAttributes: '{"Priority__c":"High"}' });
		expect(routed).toEqual({ routingTarget: SUPPORT });
		await editor.page.getByText('Workflow executed successfully').waitFor();
		await editor.screenshot(picture('run with what was chosen'));
		expect(stage.simulator.violations).toEqual([]);
		expect(editor.complaints).toEqual([]);
	});
});

function bodies(): Array<Record<string, unknown>> {
	return stage.simulator.requests
		.filter(({ path, body }) => path.startsWith('/telephony') && body !== '')
		.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}
