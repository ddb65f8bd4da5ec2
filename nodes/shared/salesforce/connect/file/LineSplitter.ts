import { isUtf8 } from 'node:buffer';
import { LONGEST_PIECE_BYTES, notUtf8, tooLong } from './FileProblem';
import type { Piece, Splitter } from './Piece';

const NEWLINE = 0x0a;

const RETURN = 0x0d;

/** Cuts at line ends (`\n` or `\r\n`); empty lines are left out, but counted. */
export class LineSplitter implements Splitter {
	/** Of the line that has begun and not ended. */
	private held: Buffer[] = [];

	private heldBytes = 0;

	private line = 1;

	/** `keepEmpty`: also hand out empty lines, which mean something inside quotes. */
	constructor(private readonly keepEmpty = false) {}

	push(chunk: Buffer): Piece[] {
		const pieces: Piece[] = [];
		let start = 0;
		for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
			this.finish(chunk.subarray(start, at), pieces);
			start = at + 1;
		}
		this.hold(chunk.subarray(start));
		return pieces;
	}

	end(): Piece[] {
		const pieces: Piece[] = [];
		if (this.heldBytes > 0) this.finish(Buffer.alloc(0), pieces);
		return pieces;
	}

	private hold(rest: Buffer): void {
		if (rest.length === 0) return;
		this.heldBytes += rest.length;
		if (this.heldBytes > LONGEST_PIECE_BYTES) throw tooLong(this.line);
		this.held.push(rest);
	}

	private finish(rest: Buffer, pieces: Piece[]): void {
		let bytes = rest;
		if (this.held.length > 0) {
			bytes = Buffer.concat([...this.held, rest]);
			this.held = [];
			this.heldBytes = 0;
		}
		if (bytes.length > LONGEST_PIECE_BYTES) throw tooLong(this.line);
		if (bytes.at(-1) === RETURN) bytes = bytes.subarray(0, -1);
		if (!isUtf8(bytes)) throw notUtf8(this.line);
		const text = bytes.toString('utf8');
		if (this.keepEmpty || text.trim() !== '') pieces.push({ line: this.line, text });
		this.line += 1;
	}
}
