import { createHash } from 'node:crypto';
import { readLine, type EntryLine } from './entryRules.ts';
import type { PartHead, PartSink } from './MultipartReader.ts';

const NEWLINE = 0x0a;

/** A part of an upload as it came, checked line by line and not kept. */
export class TranscriptSink implements PartSink {
	readonly head: PartHead;
	bytes = 0;
	sha256 = '';
	entryCount = 0;
	/** The first entries; how many is said by `keep`. */
	readonly entries: EntryLine[] = [];
	/** Ids of entries for which `isFailing` is true; the first thousand. */
	readonly failingIds: string[] = [];
	/** What is wrong with the file, by line; the first of it. */
	problem: string | undefined;
	private readonly keep: number;
	private readonly isFailing: (entry: EntryLine) => boolean;
	private readonly hash = createHash('sha256');
	private held: Buffer[] = [];
	private line = 0;

	constructor(head: PartHead, keep: number, isFailing: (entry: EntryLine) => boolean) {
		this.head = head;
		this.keep = keep;
		this.isFailing = isFailing;
		if (head.filename === undefined) this.problem = 'the part has no filename, so it is no file';
	}

	write(chunk: Buffer): void {
		this.bytes += chunk.length;
		this.hash.update(chunk);
		let start = 0;
		for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
			this.take(Buffer.concat([...this.held, chunk.subarray(start, at)]));
			this.held = [];
			start = at + 1;
		}
		// Copied, since the chunk's memory belongs to whoever handed it over.
		if (start < chunk.length) this.held.push(Buffer.from(chunk.subarray(start)));
	}

	end(): void {
		if (this.held.length > 0) this.take(Buffer.concat(this.held));
		this.held = [];
		this.sha256 = this.hash.digest('hex');
		if (this.line === 0) this.problem ??= 'the file is empty';
	}

	private take(bytes: Buffer): void {
		this.line += 1;
		if (this.problem !== undefined) return;
		const verdict = readLine(bytes.toString('utf8'));
		const wrong = (why: string): void => void (this.problem = `line ${this.line} ${why}`);
		if (verdict.kind === 'bad') wrong(verdict.why);
		else if (this.line === 1) {
			if (verdict.kind !== 'conversation') wrong('must be of the type conversation');
			else if (verdict.conversationId !== this.head.name)
				wrong("names another conversation than the part's name");
		} else if (verdict.kind === 'conversation') wrong('begins a conversation a second time');
		else if (verdict.entry.conversationId !== this.head.name) wrong('is of another conversation');
		else this.takeEntry(verdict.entry);
	}

	private takeEntry(entry: EntryLine): void {
		this.entryCount += 1;
		if (this.isFailing(entry)) {
			if (this.failingIds.length < 1000) this.failingIds.push(entry.id);
		} else if (this.entries.length < this.keep) this.entries.push(entry);
	}
}
