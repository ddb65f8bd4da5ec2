import { isRecord } from '../../../isRecord';
import type { Entry } from '../entry';
import { BadLine } from './BadLine';
import { type Format, formatOf, type Line } from './formats';
import type { Piece } from './Piece';

export interface NumberedLine {
	/** Counted from 1. */
	readonly line: number;
	/** Still to be read, what is wrong, or read already. */
	readonly fields: Line | BadLine | ReadEntry;
}

/** An entry that needs no more reading. */
export class ReadEntry {
	constructor(readonly entry: Entry) {}
}

/** Where the lines of a transcript come from. They can be read as often as need be, and are never held all together. */
export interface LineSource {
	/** Completes "Line 17 of ". */
	readonly name: string;
	open(): AsyncIterable<readonly NumberedLine[]>;
}

const BOM = Buffer.from('\uFEFF');

const LINES_AT_ONCE = 500;

function numbered(format: Format, pieces: readonly Piece[]): NumberedLine[] {
	return pieces.flatMap((piece) => {
		const fields = format.read(piece);
		return fields === undefined ? [] : [{ line: piece.line, fields }];
	});
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly NumberedLine[]> {
	let format: Format | undefined;
	let beginning = Buffer.alloc(0);
	for await (const part of bytes) {
		let chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
		if (!format) {
			beginning = Buffer.concat([beginning, chunk]);
			const hasMark = beginning.subarray(0, BOM.length).equals(BOM);
			chunk = hasMark ? beginning.subarray(BOM.length) : beginning;
			// A file's mark and blanks may come alone; what tells its form is the first other byte.
			if (beginning.length < BOM.length || chunk.toString('latin1').trim() === '') continue;
			format = formatOf(chunk);
		}
		yield numbered(format, format.splitter.push(chunk));
	}
	if (!format && beginning.length > 0) {
		format = formatOf(beginning);
		yield numbered(format, format.splitter.push(beginning));
	}
	if (format) yield numbered(format, format.splitter.end());
}

/** A file in one of the forms of `formatOf`; `open` gives its bytes from the first one, every time. */
export function fileSource(open: () => AsyncIterable<Uint8Array>): LineSource {
	return { name: 'the file', open: () => linesOf(open()) };
}

/** A list of objects that is in memory already. */
export function listSource(list: readonly unknown[]): LineSource {
	return {
		name: 'the list',
		async *open() {
			for (let from = 0; from < list.length; from += LINES_AT_ONCE) {
				yield list.slice(from, from + LINES_AT_ONCE).map((fields, index) => {
					const line = from + index + 1;
					const fix =
						'Write it like {"speaker": "customer", "text": "Hello", "startTime": "2026-05-01T09:30:00Z"}.';
					return { line, fields: isRecord(fields) ? fields : new BadLine(line, 'is not an object', fix) };
				});
			}
		},
	};
}

/** Entries that were put together from the input. */
export function entriesSource(entries: readonly Entry[]): LineSource {
	return {
		name: 'the input',
		async *open() {
			for (let from = 0; from < entries.length; from += LINES_AT_ONCE) {
				yield entries.slice(from, from + LINES_AT_ONCE).map((entry, index) => ({
					line: from + index + 1,
					fields: new ReadEntry(entry),
				}));
			}
		},
	};
}
