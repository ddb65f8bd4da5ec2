import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../nodes/shared/provider/providers';
import { Editor } from '../rigs/browser/Editor.ts';
import { projectRoot, rigs } from '../rigs/folders.ts';
import { N8n } from '../rigs/host/N8n.ts';
import type { WorkflowJson } from '../rigs/host/shapes.ts';
import { salesforceCredentialFor } from '../rigs/stage.ts';

/** The marks on a node that lacks something, or whose type n8n does not know. */
const PROBLEM_MARKS = '[data-test-id="node-issues"], [data-test-id="node-not-installed"]';

/** Credentials under the names the examples give them; what they hold is never used here. */
const WEBHOOK_CREDENTIALS = [
	...[
		'Twilio Webhook',
		'Zoom Webhook',
		'Amazon Connect Webhook',
		'CloudEvents Webhook',
		'CRM Webhook',
		'Aircall Webhook',
	],
];

interface Shown {
	readonly name: string;
	readonly type: string;
	readonly parameters: Record<string, unknown>;
	readonly credentials: readonly string[];
}

const VOICE = ['salesforceVoiceJwtApi'];

const shown: Shown[] = [
	...PROVIDERS.map(({ name, label }) => ({
		name: `Trigger ${label}`,
		type: 'telephonyEventTrigger',
		parameters: { provider: name, ...(name === 'amazonConnect' ? { delivery: 'eventBridge' } : {}) },
		credentials: ['telephonyWebhookApi'],
	})),
	...['asteriskAmi', 'asteriskAri', 'freeswitch'].map((source) => ({
		name: `PBX ${source}`,
		type: 'pbxTrigger',
		parameters: { source },
		credentials: ['pbxApi'],
	})),
	{ name: 'Sync', type: 'syncVoiceCall', parameters: {}, credentials: VOICE },
	{
		name: 'Sync and Route',
		type: 'syncVoiceCall',
		parameters: { routing: 'route', routingTarget: '00G000000000001AAA' },
		credentials: VOICE,
	},
	{ name: 'Sync and Flow', type: 'syncVoiceCall', parameters: { routing: 'omniFlow' }, credentials: VOICE },
	...['executeOmniFlow', 'reroute', 'requestCallback', 'clearRouting'].map((operation) => ({
		name: `Route ${operation}`,
		type: 'routeVoiceCall',
		parameters: { operation },
		credentials: VOICE,
	})),
	...['realTime', 'postCall'].map((operation) => ({
		name: `Event ${operation}`,
		type: 'sendConversationEvent',
		parameters: { operation, value: '-200' },
		credentials: VOICE,
	})),
	...['placeCall', 'getCall', 'getCurrentCall'].map((operation) => ({
		name: `Outbound ${operation}`,
		type: 'placeOutboundCall',
		parameters: { operation },
		credentials: ['vonageContactCenterApi'],
	})),
	{
		name: 'Outbound dialFromPbx',
		type: 'placeOutboundCall',
		parameters: { operation: 'dialFromPbx' },
		credentials: ['pbxApi'],
	},
	{
		name: 'Transcript live',
		type: 'addCallTranscript',
		parameters: { operation: 'addDuringCall' },
		credentials: VOICE,
	},
	{
		name: 'Transcript list',
		type: 'addCallTranscript',
		parameters: { linesFrom: 'list' },
		credentials: VOICE,
	},
	...['uploadAfterCall', 'getUploadStatus', 'getLines', 'redactTranscript'].map((operation) => ({
		name: `Transcript ${operation}`,
		type: 'addCallTranscript',
		parameters: { operation },
		credentials: ['salesforceOAuth2Api'],
	})),
];

const CREDENTIAL_NAMES: Readonly<Record<string, string>> = {
	salesforceVoiceJwtApi: 'Salesforce Voice',
	telephonyWebhookApi: 'Twilio Webhook',
	salesforceOAuth2Api: 'Salesforce',
	pbxApi: 'Asterisk',
	vonageContactCenterApi: 'Vonage Contact Center',
};

const palette = {
	name: 'Every panel',
	nodes: shown.map(({ name, type, parameters, credentials }, index) => ({
		id: `5b1d6f0e-0000-4000-8000-${String(index).padStart(12, '0')}`,
		name,
		type: `n8n-nodes-salesforce-voice.${type}`,
		typeVersion: 1,
		position: [(index % 6) * 220, Math.floor(index / 6) * 200],
		parameters,
		...(type === 'telephonyEventTrigger'
			? { webhookId: `5b1d6f0e-0000-4000-9000-${String(index).padStart(12, '0')}` }
			: {}),
		credentials: Object.fromEntries(
			credentials.map((credential) => [credential, { id: null, name: CREDENTIAL_NAMES[credential] }]),
		),
	})),
	connections: {},
	settings: { executionOrder: 'v1' },
} as unknown as WorkflowJson;

const examples = readdirSync(join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.workflow.json'))
	.map((file) => file.replace('.workflow.json', ''));

let n8n: N8n;
let editor: Editor;

beforeAll(async () => {
	const { privateKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	n8n = await N8n.start();
	await n8n.importCredentials(
		salesforceCredentialFor('http://127.0.0.1:9', privateKey),
		...WEBHOOK_CREDENTIALS.map((name) => ({
			name,
			type: 'telephonyWebhookApi',
			data: { secret: 'a secret for pictures only', previousSecret: '' },
		})),
		{
			name: 'Vonage Contact Center',
			type: 'vonageContactCenterApi',
			data: { accountKey: 'a1b2c3d4e5', apiToken: 'a token for pictures only', tokenService: 'v0' },
		},
		{ name: 'Salesforce Button', type: 'httpHeaderAuth', data: { name: 'x-button', value: 'a value' } },
		...['Asterisk', 'PBX'].map((name) => ({
			name,
			type: 'pbxApi',
			data: {
				type: 'asteriskAmi',
				host: '127.0.0.1',
				port: 9,
				user: 'n8n',
				secret: 'a secret for pictures only',
			},
		})),
		{
			name: 'Salesforce',
			type: 'salesforceOAuth2Api',
			data: { environment: 'production', clientId: 'client', clientSecret: 'not a secret' },
		},
	);
	editor = await Editor.open(n8n);
});

afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
});

const picture = (name: string): string => join(rigs().cache, 'screenshots', `${name}.png`);

/** Texts by which n8n shows that a description, an expression or a saved value is not right. */
async function faultsIn(part: Locator): Promise<string[]> {
	const text = await part.innerText();
	return text
		.split('\n')
		.filter((line) =>
			/\[object Object\]|\bNaN\b|Install this node|unrecognized node|\[ERROR|invalid syntax|Could not/i.test(
				line,
			),
		);
}

describe('what the editor and an AI agent ask n8n for', () => {
	it.each(['createVoiceCall/1.0.0', 'routeVoiceCall/1.0.0/route', 'placeOutboundCall/1.0.0/dialFromPbx'])(
		'n8n serves the output schema of %s, so that fields can be dragged before the first run',
		async (path) => {
			const [node = '', ...parts] = path.split('/');
			const [version = '', ...operation] = parts;
			const folder = `${node.charAt(0).toUpperCase()}${node.slice(1)}`;
			const own = join(projectRoot, 'nodes', folder, '__schema__', ...[`v${version}`, ...operation]);
			const answer = await fetch(`${n8n.baseUrl}/schemas/n8n-nodes-salesforce-voice.${path}.json`);
			expect(answer.status).toBe(200);
			expect(await answer.json()).toEqual(JSON.parse(readFileSync(`${own}.json`, 'utf8')));
		},
	);

	it('n8n leaves the words for AI agents as they are, and puts none of its own in front', async () => {
		// The list that the editor loads is beside the API and needs its cookie as well.
		const types = (await n8n.api.request('GET', '/../types/nodes.json')) as Array<{
			name: string;
			properties: Array<{ name: string }>;
		}>;
		const names = types
			.filter(({ name }) => name === 'n8n-nodes-salesforce-voice.placeOutboundCallTool')
			.flatMap(({ properties }) => properties.map(({ name }) => name));
		expect(names.filter((name) => name === 'toolDescription')).toHaveLength(4);
		expect(names).not.toContain('descriptionType');
	});
});

describe("every panel in n8n's editor", () => {
	beforeAll(async () => {
		await editor.openWorkflow(await n8n.importWorkflow(palette));
	});

	it.each(shown.map(({ name }) => name))('%s opens without an error', async (name) => {
		const panel = await editor.openNode(name);
		await editor.screenshot(picture(`panel ${name}`));
		expect(await faultsIn(panel)).toEqual([]);
		expect(await panel.innerText()).toContain(name);
		// What the node is to do must be open to choice, whatever credential it takes.
		const { parameters } = shown.find((one) => one.name === name) ?? { parameters: {} };
		for (const chooser of ['operation', 'provider', 'routing', 'source'].filter(
			(field) => field in parameters,
		)) {
			expect(await panel.locator(`[data-test-id="parameter-input-${chooser}"]`).count(), chooser).toBe(1);
		}
		await editor.closeNode();
	});
});

describe("every example in n8n's editor", () => {
	it.each(examples)('%s shows each node, and none with a warning', async (name) => {
		const file = join(projectRoot, 'examples', `${name}.workflow.json`);
		const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
		const canvas = await editor.openWorkflow(await n8n.importWorkflow(workflow));
		await editor.screenshot(picture(`example ${name}`));
		const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		expect(await canvas.locator('[data-test-id="canvas-node"]').count()).toBe(nodes.length);
		expect(await faultsIn(canvas)).toEqual([]);
		expect(await canvas.locator(PROBLEM_MARKS).count()).toBe(0);
	});

	it('never made the page itself fail', () => {
		expect(editor.complaints).toEqual([]);
	});
});
