import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import type { N8n } from '../host/N8n.ts';

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const PATIENCE_MS = 120_000;

const VIEW = { width: 1600, height: 1000 };

/** Around a picture of a workflow, in pixels. Names stand below the nodes, and a plus behind the last ones. */
const MARGIN = 24;
const LABEL_HEIGHT = 48;
const PLUS_WIDTH = 80;

const ONLY_THE_WORKFLOW = `
	body * { visibility: hidden; }
	.vue-flow__background, .vue-flow__background *, .vue-flow__transformationpane * { visibility: visible; }
`;

/** Runs in the page; text, since the tests are compiled without the types of a browser. */
const PASTE = `(text) => {
	const clipboardData = new DataTransfer();
	clipboardData.setData('text/plain', text);
	document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}`;

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** n8n's editor in a real browser, its owner logged in. */
export class Editor {
	readonly page: Page;

	/** The errors that the page's scripts did not catch. */
	readonly complaints: string[] = [];

	readonly #browser: Browser;

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.page = page;
		page.on('pageerror', (error) => this.complaints.push(error.message));
	}

	/** Opens the editor of a running n8n. $CHROMIUM names the browser's program file. */
	static async open(n8n: N8n): Promise<Editor> {
		const browser = await chromium.launch({
			executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium',
			args: FLAGS,
		});
		try {
			const context = await browser.newContext({ viewport: VIEW, baseURL: n8n.baseUrl });
			await keepTo(context, n8n.baseUrl);
			// How long a busy machine takes to draw a page says nothing of the page.
			context.setDefaultTimeout(PATIENCE_MS);
			const editor = new Editor(browser, await context.newPage());
			await editor.#logIn(n8n.owner);
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.#browser.close();
	}

	/** Shows a workflow, all of it fitted into the canvas. */
	async openWorkflow(workflowId: string): Promise<Locator> {
		await this.page.goto(`/workflow/${workflowId}`);
		const canvas = this.page.locator('[data-test-id="canvas"]');
		await this.page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await this.page.locator('[data-test-id="zoom-to-fit"]').click();
		await this.#settle();
		return canvas;
	}

	/** Pastes the text of a workflow file into a new workflow, as people import by hand. Gives the canvas. */
	async pasteIntoNewWorkflow(text: string): Promise<Locator> {
		await this.page.goto('/workflow/new');
		await this.page.locator('[data-test-id="canvas-add-button"], [data-test-id="canvas"]').first().waitFor();
		await this.#settle();
		await this.page.evaluate(`(${PASTE})(${JSON.stringify(text)})`);
		await this.page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await this.#settle();
		return this.page.locator('[data-test-id="canvas"]');
	}

	/** Opens the panel of a node of the workflow that is shown. */
	async openNode(name: string): Promise<Locator> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		const panel = this.page.locator('[data-test-id="ndv"]');
		await panel.waitFor();
		await this.#settle();
		return panel;
	}

	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
	}

	/** Opens the dialog of a saved credential. */
	async openCredential(credentialId: string): Promise<Locator> {
		await this.page.goto(`/home/credentials/${credentialId}`);
		const dialog = this.page.locator('[data-test-id="editCredential-modal"]');
		await dialog.waitFor();
		await this.#settle();
		return dialog;
	}

	/** Writes what is on the screen, or one part of it, to a PNG file. */
	async screenshot(file: string, part?: Locator): Promise<void> {
		mkdirSync(dirname(file), { recursive: true });
		await (part ?? this.page).screenshot({ path: file, animations: 'disabled' });
	}

	/** Writes a picture of the workflow that is shown, without the editor's own buttons around and over it. */
	async picture(file: string): Promise<void> {
		const boxes = await this.page
			.locator('.vue-flow__node')
			.evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON() as Box));
		const left = Math.min(...boxes.map((box) => box.left));
		const top = Math.min(...boxes.map((box) => box.top));
		const right = Math.max(...boxes.map((box) => box.right));
		const bottom = Math.max(...boxes.map((box) => box.bottom));
		mkdirSync(dirname(file), { recursive: true });
		await this.page.screenshot({
			path: file,
			animations: 'disabled',
			style: ONLY_THE_WORKFLOW,
			clip: {
				x: left - MARGIN,
				y: top - MARGIN,
				width: right - left + 2 * MARGIN + PLUS_WIDTH,
				height: bottom - top + 2 * MARGIN + LABEL_HEIGHT,
			},
		});
	}

	async #logIn(owner: { email: string; password: string }): Promise<void> {
		await this.page.goto('/signin');
		await this.page.locator('input[name="emailOrLdapLoginId"]').fill(owner.email);
		await this.page.locator('input[name="password"]').fill(owner.password);
		await this.page.locator('[data-test-id="form-submit-button"]').click();
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}

	/** Until nothing is loading and the animations of opening are over. */
	async #settle(): Promise<void> {
		await this.page.waitForLoadState('networkidle');
		await this.page.waitForTimeout(600);
	}
}

/** The browser reaches this n8n and nothing else. */
async function keepTo(context: BrowserContext, baseUrl: string): Promise<void> {
	await context.route(
		(url) => url.origin !== baseUrl && url.protocol !== 'data:' && url.protocol !== 'blob:',
		(route) => route.abort('blockedbyclient'),
	);
}
