import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { rigs } from '../folders.ts';
import type { Editor } from './Editor.ts';

/** Between two keystrokes; n8n loses some when they come as fast as a program can send them. */
const KEY_DELAY_MS = 25;

/** For one thing to appear, on a machine that is busy with other tests. */
const PATIENCE_MS = 60_000;

export interface Effort {
	readonly seconds: number;
	readonly clicks: number;
	/** Fields filled in, by typing or pasting. */
	readonly fields: number;
	/** Keys pressed; a paste is two. */
	readonly keystrokes: number;
}

/** Someone in front of n8n's editor with a mouse, a keyboard and a clipboard, whose every move is counted. */
export class Newcomer {
	readonly page: Page;

	readonly #editor: Editor;

	#pictures = 0;

	#clicks = 0;

	#fields = 0;

	#keystrokes = 0;

	#startedAt = Date.now();

	constructor(editor: Editor) {
		this.#editor = editor;
		this.page = editor.page;
		this.page.setDefaultTimeout(PATIENCE_MS);
	}

	/** Counts from here. */
	begin(): void {
		this.#clicks = 0;
		this.#fields = 0;
		this.#keystrokes = 0;
		this.#startedAt = Date.now();
	}

	effort(): Effort {
		const seconds = Math.round((Date.now() - this.#startedAt) / 1_000);
		return { seconds, clicks: this.#clicks, fields: this.#fields, keystrokes: this.#keystrokes };
	}

	async click(target: Locator): Promise<void> {
		this.#clicks += 1;
		await target.click();
	}

	async doubleClick(target: Locator): Promise<void> {
		this.#clicks += 2;
		await target.dblclick();
	}

	/** Clicks into a field, selects what is there and types over it. */
	async type(field: Locator, text: string): Promise<void> {
		await this.#enter(field);
		this.#keystrokes += text.length;
		await this.page.keyboard.type(text, { delay: KEY_DELAY_MS });
	}

	/** The same with a text from the clipboard. */
	async paste(field: Locator, text: string): Promise<void> {
		await this.#enter(field);
		this.#keystrokes += 2;
		await this.page.keyboard.insertText(text);
	}

	async #enter(field: Locator): Promise<void> {
		this.#fields += 1;
		this.#keystrokes += 2;
		await this.click(field);
		await this.page.keyboard.press('Control+A');
	}

	/** Empties a field. */
	async clear(field: Locator): Promise<void> {
		await this.#enter(field);
		this.#keystrokes += 1;
		await this.page.keyboard.press('Backspace');
	}

	async hover(target: Locator): Promise<void> {
		await target.hover();
	}

	/** A part of the page by n8n's own name for it. */
	part(name: string, within: Page | Locator = this.page): Locator {
		return within.locator(`[data-test-id="${name}"]`);
	}

	/** Waits until something is on the screen, and gives its text with every run of white space as one space. */
	async read(target: Locator): Promise<string> {
		await target.waitFor();
		return (await target.innerText()).replace(/\s+/g, ' ').trim();
	}

	/** Waits until a text is on the screen. */
	async see(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
		await within.getByText(text).first().waitFor();
	}

	/** Writes what is on the screen to the next numbered picture. */
	async lookAt(name: string): Promise<void> {
		this.#pictures += 1;
		const number = String(this.#pictures).padStart(2, '0');
		// For the picture alone: what has just opened is still moving.
		await this.page.waitForTimeout(500);
		await this.#editor.screenshot(join(rigs().cache, 'screenshots', 'newcomer', `${number}-${name}.png`));
	}
}
