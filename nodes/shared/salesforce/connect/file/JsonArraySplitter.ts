import { isUtf8 } from 'node:buffer';
import { fileProblem, LONGEST_PIECE_BYTES, notUtf8, tooLong } from './FileProblem';
import type { Piece, Splitter } from './Piece';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
/** `[` and `{`, `]` and `}`: whether they fit each other is for JSON.parse to say. */
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Cuts a JSON array into the texts of its elements, without holding more than one. */
export class JsonArraySplitter implements Splitter {
	/** 1 within the array itself. */
	private depth = 0;

	private inText = false;

	private escaped = false;

	private line = 1;

	private elementLine = 0;

	private held: Buffer[] = [];

	private heldBytes = 0;

	push(chunk: Buffer): Piece[] {
		const pieces: Piece[] = [];
		let start = 0;
		for (let at = 0; at < chunk.length; at += 1) {
			const byte = chunk[at] ?? 0;
			if (byte === NEWLINE) this.line += 1;
			if (this.inText) {
				if (this.escaped) this.escaped = false;
				else if (byte === BACKSLASH) this.escaped = true;
				else if (byte === QUOTE) this.inText = false;
				continue;
			}
			if (byte === QUOTE) this.inText = true;
			const isOpening = OPENING.has(byte);
			if (isOpening && this.depth === 0) start = at + 1;
			if (this.depth === 1 && this.elementLine === 0 && byte > 0x20 && byte !== COMMA) {
				this.elementLine = this.line;
			}
			if (isOpening) this.depth += 1;
			const ends = this.depth === 1 && (byte === COMMA || CLOSING.has(byte));
			if (ends) {
				this.hold(chunk.subarray(start, at));
				this.finish(pieces);
				start = at + 1;
			}
			if (CLOSING.has(byte)) this.depth -= 1;
		}
		if (this.depth > 0) this.hold(chunk.subarray(start));
		return pieces;
	}

	end(): Piece[] {
		if (this.depth === 0) return [];
		throw fileProblem(
			'cutOff',
			"The file's JSON list has no end.",
			'It was cut off: create or download the file again.',
		);
	}

	private hold(part: Buffer): void {
		if (part.length === 0) return;
		this.heldBytes += part.length;
		if (this.heldBytes > LONGEST_PIECE_BYTES) throw tooLong(this.elementLine || this.line);
		this.held.push(part);
	}

	private finish(pieces: Piece[]): void {
		const bytes = Buffer.concat(this.held);
		this.held = [];
		this.heldBytes = 0;
		const line = this.elementLine || this.line;
		this.elementLine = 0;
		if (!isUtf8(bytes)) throw notUtf8(line);
		const text = bytes.toString('utf8').trim();
		if (text !== '') pieces.push({ line, text });
	}
}
