import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A key's value and when it runs out (epoch ms); null when the key was released. */
export type JournalLine = readonly [key: string, value: string | null, expiresAt: number];

function parseLine(line: string): JournalLine | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(line);
	} catch (error) {
		// Half a line is what a crash or a full disk leaves behind. It stands for one forgotten entry, no more.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
	if (!Array.isArray(parsed) || parsed.length !== 3) return undefined;
	const [key, value, expiresAt] = parsed as unknown[];
	if (typeof key !== 'string' || typeof expiresAt !== 'number') return undefined;
	return value === null || typeof value === 'string' ? [key, value, expiresAt] : undefined;
}

function encode(lines: readonly JournalLine[]): string {
	return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * An append-only file of JSON lines, one for each change. Only the user n8n runs as can read it. Writing is
 * synchronous, since it must also work while the process ends; the lines are few and short.
 */
export class Journal {
	private readonly path: string;

	constructor(path: string) {
		this.path = path;
	}

	/** Every line that can be read; the others are passed over. None when there is no file yet. Throws on other faults. */
	read(): JournalLine[] {
		let text: string;
		try {
			text = readFileSync(this.path, 'utf8');
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
			throw error;
		}
		return text
			.split('\n')
			.map(parseLine)
			.filter((line) => line !== undefined);
	}

	/** Begins on a new line, so that half a line left by a crash spoils none of these. */
	append(lines: readonly JournalLine[]): void {
		this.makeFolder();
		appendFileSync(this.path, `\n${encode(lines)}`, { mode: 0o600 });
	}

	/** Puts these lines in place of all others. A crash leaves either the old file or the new one. */
	rewrite(lines: readonly JournalLine[]): void {
		this.makeFolder();
		const draft = `${this.path}.${process.pid}.tmp`;
		writeFileSync(draft, encode(lines), { mode: 0o600 });
		renameSync(draft, this.path);
	}

	private makeFolder(): void {
		mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
	}
}
