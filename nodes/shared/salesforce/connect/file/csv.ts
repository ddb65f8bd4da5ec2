import { fileProblem, LONGEST_PIECE_BYTES, tooLong } from './FileProblem';
import { LineSplitter } from './LineSplitter';
import type { Piece, Splitter } from './Piece';

/** Cuts CSV into records: lines, joined where a quoted field holds line ends (RFC 4180). */
export class CsvSplitter implements Splitter {
	private readonly lines = new LineSplitter(true);

	private open: Piece | undefined;

	push(chunk: Buffer): Piece[] {
		return this.join(this.lines.push(chunk));
	}

	end(): Piece[] {
		const pieces = this.join(this.lines.end());
		if (!this.open) return pieces;
		throw fileProblem(
			'openQuote',
			`The quotation mark in line ${this.open.line} of the file is never closed.`,
			'Close it. A quotation mark inside a quoted field is written twice.',
		);
	}

	private join(lines: readonly Piece[]): Piece[] {
		const records: Piece[] = [];
		for (const { line, text } of lines) {
			const record = this.open
				? { line: this.open.line, text: `${this.open.text}\n${text}` }
				: { line, text };
			if (record.text.length > LONGEST_PIECE_BYTES) throw tooLong(record.line);
			this.open = record.text.split('"').length % 2 === 0 ? record : undefined;
			if (!this.open && record.text.trim() !== '') records.push(record);
		}
		return records;
	}
}

/** What stands between the fields of a header line: of these the one it has most. */
export function separatorOf(header: string): string {
	const count = (separator: string): number => header.split(separator).length;
	return [',', ';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** The fields of a record, with quotes taken off. */
export function csvFields(record: string, separator: string): string[] {
	const fields: string[] = [];
	let at = 0;
	while (at <= record.length) {
		if (record[at] === '"') {
			let text = '';
			let from = at + 1;
			let end = record.indexOf('"', from);
			while (end !== -1 && record[end + 1] === '"') {
				text += record.slice(from, end + 1);
				from = end + 2;
				end = record.indexOf('"', from);
			}
			const close = end === -1 ? record.length : end;
			text += record.slice(from, close);
			const next = record.indexOf(separator, close);
			fields.push(text);
			at = next === -1 ? record.length + 1 : next + 1;
		} else {
			const next = record.indexOf(separator, at);
			fields.push(record.slice(at, next === -1 ? record.length : next).trim());
			at = next === -1 ? record.length + 1 : next + 1;
		}
	}
	return fields;
}
