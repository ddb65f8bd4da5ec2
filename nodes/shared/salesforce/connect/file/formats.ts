import { isRecord } from '../../../isRecord';
import { NEEDED_NAMES } from '../readUtterance';
import { BadLine } from './BadLine';
import { csvFields, CsvSplitter, separatorOf } from './csv';
import { fileProblem } from './FileProblem';
import { JsonArraySplitter } from './JsonArraySplitter';
import { LineSplitter } from './LineSplitter';
import type { Piece, Splitter } from './Piece';

export type Line = Readonly<Record<string, unknown>>;

/**
 * How a file is cut, and how a piece of it becomes the fields of a line; undefined for a piece that is none. Throws a
 * FileProblem when the whole file cannot be read.
 */
export interface Format {
	readonly splitter: Splitter;
	read(piece: Piece): Line | BadLine | undefined;
}

function readJson({ line, text }: Piece): Line | BadLine {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		const fix =
			'Every line must be one JSON object of its own, with double quotes around names and texts; or make the file a JSON list or CSV.';
		return new BadLine(line, 'is not JSON', fix);
	}
	if (isRecord(value)) return value;
	const fix = 'Write it like {"speaker": "customer", "text": "Hello", "startTime": "2026-05-01T09:30:00Z"}.';
	return new BadLine(line, 'is not a JSON object', fix);
}

function csvFormat(): Format {
	let separator = '';
	let header: string[] = [];
	return {
		splitter: new CsvSplitter(),
		read({ line, text }) {
			if (header.length === 0) {
				separator = separatorOf(text);
				header = csvFields(text, separator).map((name) => name.trim());
				const lacking = NEEDED_NAMES.find((names) => !names.some((name) => header.includes(name)));
				if (!lacking) return undefined;
				throw fileProblem(
					'noColumn',
					`The file is taken for CSV, but its first line has no column '${lacking[0]}'.`,
					'Its first line must name the columns: speaker, text and startTime; endTime, messageId and agentId if there are any.',
				);
			}
			const fields = csvFields(text, separator);
			if (fields.length > header.length) {
				const fix = 'Put quotation marks around texts that hold the separator.';
				return new BadLine(line, 'has more fields than the first line', fix);
			}
			return Object.fromEntries(header.map((name, index) => [name, fields[index] ?? '']));
		},
	};
}

/** The format of a file, told by its first byte that is no blank: a JSON list, JSON objects line by line, or CSV. */
export function formatOf(beginning: Buffer): Format {
	if (beginning[0] === 0xff || beginning[0] === 0xfe || beginning.includes(0)) {
		throw fileProblem(
			'notText',
			'The file is not UTF-8 text.',
			"Save the file as UTF-8. If it is compressed, put n8n's Compression node before this one.",
		);
	}
	const first = beginning.toString('latin1').trimStart()[0];
	if (first === '[') return { splitter: new JsonArraySplitter(), read: readJson };
	if (first === '{') return { splitter: new LineSplitter(), read: readJson };
	return csvFormat();
}
