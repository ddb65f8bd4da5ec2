import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playCall } from '../../../examples/demo/playCall.ts';
import { projectRoot, rigs } from '../folders.ts';
import type { WorkflowJson } from '../host/shapes.ts';
import { setStage, type Stage } from '../stage.ts';
import { Editor } from './Editor.ts';

/** `node scripts/run.mjs screenshots`: makes the pictures of README.md and docs/ in n8n's editor. */
const say = (line: string): void => void process.stdout.write(`» ${line}\n`);

/** Below the last of the nodes found, in pixels. */
const MARGIN = 16;

const fileOf = (name: string): string => join(projectRoot, 'docs', 'images', `${name}.png`);

/** The middle column of a panel: those beside it are empty before a first run. */
const PARAMETERS = '[data-test-id="node-parameters"]';

/** n8n's own request for wishes, which stands below the fields. */
const WITHOUT_WISHES = '[class*="featureRequest"], [data-test-id*="feature-request"] { visibility: hidden; }';

function example(name: string): WorkflowJson {
	return JSON.parse(
		readFileSync(join(projectRoot, 'examples', `${name}.workflow.json`), 'utf8'),
	) as WorkflowJson;
}

async function workflows(editor: Editor, { n8n, workflowId }: Stage): Promise<void> {
	await editor.openWorkflow(workflowId);
	await editor.picture(fileOf('workflow'));
	await editor.openWorkflow(await n8n.importWorkflow(example('calls-in-step-from-twilio')));
	await editor.picture(fileOf('quick-start'));
}

async function searchForNodes(editor: Editor): Promise<void> {
	const { page } = editor;
	await page.goto('/workflow/new');
	await page.locator('[data-test-id="canvas-add-button"], [data-test-id="canvas"]').first().waitFor();
	await page.waitForTimeout(1_000);
	await page.keyboard.press('n');
	const search = page.locator('[data-test-id="node-creator"] input').first();
	await search.waitFor();
	await search.fill('salesforce voice');
	await page.locator('[data-test-id="node-creator"]').getByText('Sync Voice Call').first().waitFor();
	await page.waitForTimeout(600);
	const panel = await page.locator('[data-test-id="node-creator"]').boundingBox();
	const last = await page
		.locator('[data-test-id="node-creator"] [data-test-id="item-iterator-item"]')
		.last()
		.boundingBox();
	if (!panel || !last) throw new Error('The list of nodes is not shown.');
	const height = last.y + last.height + MARGIN - panel.y;
	await page.screenshot({ path: fileOf('search'), animations: 'disabled', clip: { ...panel, height } });
}

/** As it looks after Test: the simulator has checked the token. */
async function credential(editor: Editor, { n8n, salesforceCredential }: Stage): Promise<void> {
	const saved = (await n8n.api.request('GET', '/credentials')) as readonly { id: string; name: string }[];
	const id = saved.find(({ name }) => name === salesforceCredential.name)?.id;
	if (id === undefined) throw new Error('The Salesforce credential was not imported.');
	const dialog = await editor.openCredential(id);
	await dialog
		.getByText(/Connection tested successfully|Couldn't connect/)
		.first()
		.waitFor({ timeout: 20_000 });
	await editor.screenshot(fileOf('credential'), dialog);
}

async function panel(
	editor: Editor,
	stage: Stage,
	[workflow, node, file]: readonly [string, string, string],
) {
	await editor.openWorkflow(await stage.n8n.importWorkflow(example(workflow)));
	await editor.openNode(node);
	const parameters = editor.page.locator(PARAMETERS).first();
	await parameters.screenshot({ path: fileOf(file), animations: 'disabled', style: WITHOUT_WISHES });
}

/** The runs of one phone call, the last of them opened. */
async function executions(editor: Editor, stage: Stage): Promise<void> {
	await playCall(stage);
	await stage.n8n.finishedExecutions(stage.workflowId, 4);
	const { page } = editor;
	await page.goto(`/workflow/${stage.workflowId}/executions`);
	await page
		.getByText(/^Succeeded/)
		.first()
		.waitFor();
	await page.waitForTimeout(4_000);
	await editor.screenshot(fileOf('executions'));
}

const PANELS = [
	['calls-in-step-from-twilio', 'Phone Call from Twilio', 'trigger'],
	['calls-in-step-from-twilio', 'Keep Call in Step', 'sync'],
	['calls-from-asterisk', 'Calls of the PBX', 'pbx-trigger'],
	['click-to-dial', 'Dial From PBX', 'dial-from-pbx'],
] as const;

const stage = await setStage({ progress: say });
try {
	await stage.n8n.importCredentials(
		{
			name: 'Asterisk',
			type: 'pbxApi',
			data: { type: 'asteriskAmi', host: 'pbx.example.com', user: 'n8n', secret: 'for pictures only' },
		},
		{
			name: 'PBX',
			type: 'pbxApi',
			data: { type: 'asteriskAmi', host: 'pbx.example.com', user: 'n8n', secret: 'for pictures only' },
		},
	);
	const shots: readonly (readonly [string, (editor: Editor) => Promise<void>])[] = [
		['workflows', (editor) => workflows(editor, stage)],
		['search', searchForNodes],
		['credential', (editor) => credential(editor, stage)],
		...PANELS.map((one) => [one[2], (editor: Editor) => panel(editor, stage, one)] as const),
		['executions', (editor) => executions(editor, stage)],
	];
	const wanted = process.argv.slice(2);
	for (const [name, shoot] of shots) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		// A browser of its own, so that no picture shows what is left of the one before.
		const editor = await Editor.open(stage.n8n);
		try {
			await shoot(editor);
			say(`made: ${name}`);
		} catch (error) {
			const seen = join(rigs().cache, 'screenshots', `failed ${name}.png`);
			await editor.screenshot(seen);
			say(`NOT made: ${name} (see ${seen}): ${error instanceof Error ? error.message : String(error)}`);
			process.exitCode = 1;
		} finally {
			await editor.close();
		}
	}
} finally {
	await stage.close();
}
