import { ProblemError } from '../problem';
import { ExpiringMap } from './ExpiringMap';
import { Journal, type JournalLine } from './Journal';
import type { StateStore } from './StateStore';

export interface ProcessStoreOptions {
	/** The file that carries the state over a restart. */
	readonly path: string;
	/** How many entries are kept. */
	readonly capacity: number;
	/** Told what keeps the file from being read or written; the store goes on in memory. */
	readonly onProblem: (error: unknown) => void;
	/** Epoch ms. */
	readonly now?: () => number;
	/** How many ms a change may wait for its line in the file. */
	readonly writeDelayMs?: number;
}

/**
 * How long a change stays in memory only. If the process dies before the execution an event started is stored, its
 * claim is most likely not in the file either, so that the provider's repetition is let in again: an event may come
 * twice, which `vendorCallKey` makes harmless, but none is lost.
 */
const WRITE_DELAY_MS = 500;

/** A file is written anew when it holds this many lines more than twice what is still true. */
const WASTED_LINES = 1_000;

/**
 * State of one n8n process, in memory, with a file to survive a restart. Memory decides, at once and without waiting,
 * which is what makes each method atomic; the file follows in batches, and when the process ends. Two processes with
 * one file (a main and a webhook process on one machine) do no harm to each other, but only see what the other wrote
 * before they started.
 */
export class ProcessStore implements StateStore {
	private readonly entries: ExpiringMap;

	private readonly journal: Journal;

	private readonly now: () => number;

	private readonly writeDelayMs: number;

	private readonly onProblem: (error: unknown) => void;

	private readonly unwritten = new Map<string, JournalLine>();

	private linesInFile = 0;

	/** The file could not be written, so that it must be written anew. Reported once, not with every change. */
	private fileIsBehind = false;

	private timer: NodeJS.Timeout | undefined;

	constructor(options: ProcessStoreOptions) {
		this.entries = new ExpiringMap(options.capacity);
		this.journal = new Journal(options.path);
		this.now = options.now ?? Date.now;
		this.writeDelayMs = options.writeDelayMs ?? WRITE_DELAY_MS;
		this.onProblem = options.onProblem;
		this.load();
	}

	async claim(key: string, ttlMs: number): Promise<boolean> {
		return await this.compareAndSet(key, undefined, '', ttlMs);
	}

	async release(key: string): Promise<void> {
		this.entries.delete(key);
		this.writeSoon([key, null, 0]);
	}

	async get(key: string): Promise<string | undefined> {
		return this.entries.get(key, this.now())?.value;
	}

	async compareAndSet(
		key: string,
		expected: string | undefined,
		value: string,
		ttlMs: number,
	): Promise<boolean> {
		const now = this.now();
		if (this.entries.get(key, now)?.value !== expected) return false;
		const expiresAt = now + ttlMs;
		this.entries.set(key, { value, expiresAt }, now);
		this.writeSoon([key, value, expiresAt]);
		return true;
	}

	async persist(): Promise<void> {
		this.flush();
		if (!this.fileIsBehind) return;
		throw new ProblemError({
			code: 'state.notWritten',
			what: "What must be remembered cannot be written into n8n's folder.",
			fix: 'Check that n8n may write there and that the disk is not full.',
		});
	}

	/** Writes what has not been written yet. Synchronous, for the moment the process ends. */
	flush(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		if (this.unwritten.size === 0) return;
		const lines = [...this.unwritten.values()];
		this.unwritten.clear();
		try {
			if (this.fileIsBehind) {
				this.compact();
			} else {
				this.journal.append(lines);
				this.linesInFile += lines.length;
				if (this.linesInFile > 2 * this.entries.size + WASTED_LINES) this.compact();
			}
			this.fileIsBehind = false;
		} catch (error) {
			if (!this.fileIsBehind) this.onProblem(error);
			this.fileIsBehind = true;
		}
	}

	private load(): void {
		try {
			const now = this.now();
			const lines = this.journal.read();
			for (const [key, value, expiresAt] of lines) {
				if (value === null || expiresAt <= now) this.entries.delete(key);
				else this.entries.set(key, { value, expiresAt }, now);
			}
			this.linesInFile = lines.length;
			if (this.linesInFile > this.entries.size) this.compact();
		} catch (error) {
			this.fileIsBehind = true;
			this.onProblem(error);
		}
	}

	private compact(): void {
		const lines = this.entries
			.alive(this.now())
			.map(([key, { value, expiresAt }]): JournalLine => [key, value, expiresAt]);
		this.journal.rewrite(lines);
		this.linesInFile = lines.length;
	}

	/** Only the last change of a key needs a line. */
	private writeSoon(line: JournalLine): void {
		this.unwritten.set(line[0], line);
		// Unref'd, so that a pending write keeps no process alive that wants to end; it is flushed on exit.
		this.timer ??= setTimeout(() => this.flush(), this.writeDelayMs).unref();
	}
}
