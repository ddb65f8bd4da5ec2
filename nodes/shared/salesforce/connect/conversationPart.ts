import { ProblemError } from '../../problem';
import { conversationLine, type Entry, entryLine } from './entry';
import { EntryIds } from './entryIds';
import { BadLine } from './file/BadLine';
import { type LineSource, type NumberedLine, ReadEntry } from './file/sources';
import { type Conversation, isSalesforceForm, readSalesforceLine, readUtterance } from './readUtterance';

/** 512 MB for one upload (Connect REST API, Inputs and Binary File Upload Examples), less room for what is around it. */
export const LARGEST_UPLOAD_BYTES = 512 * 1024 * 1024 - 4096;

/** So many lines with something wrong are looked for before it is said. */
const MOST_BAD_LINES = 5;

/** The part of an upload that holds one conversation. */
export interface ConversationPart {
	readonly conversationId: string;
	/** Bytes. */
	readonly length: number;
	readonly entries: number;
	/** The first line that is earlier than the one before it; undefined when all are in order of time. */
	readonly earlierLine: number | undefined;
	open(): AsyncIterable<Uint8Array>;
}

function asBadLine(
	line: number,
	faults: ReadonlyArray<{ field: string; what: string; fix: string }>,
): BadLine {
	const what = faults.map((fault) => `'${fault.field}' ${fault.what}`).join('; ');
	return new BadLine(line, `cannot be used: ${what}`, [...new Set(faults.map(({ fix }) => fix))].join(' '));
}

function read(
	{ line, fields }: NumberedLine,
	conversation: Conversation,
	ids: EntryIds,
): Entry | BadLine | undefined {
	if (fields instanceof BadLine) return fields;
	if (fields instanceof ReadEntry) return fields.entry;
	const entry = isSalesforceForm(fields)
		? readSalesforceLine(fields, conversation)
		: readUtterance(fields, conversation, ids);
	return Array.isArray(entry) ? asBadLine(line, entry) : entry;
}

interface Rendered {
	readonly text: string;
	readonly entries: number;
	readonly earlierLine?: number | undefined;
}

/** NDJSON of a conversation, in the order of its source. Lines with something wrong go to `onBad`. */
async function* render(
	source: LineSource,
	conversation: Conversation,
	onBad: (bad: BadLine) => void,
): AsyncGenerator<Rendered> {
	const { conversationId } = conversation;
	const ids = new EntryIds(conversationId);
	let before = 0;
	yield { text: conversationLine(conversationId), entries: 0 };
	for await (const lines of source.open()) {
		let text = '';
		let entries = 0;
		let earlierLine: number | undefined;
		for (const line of lines) {
			const entry = read(line, conversation, ids);
			if (entry instanceof BadLine) onBad(entry);
			else if (entry) {
				text += `\n${entryLine(conversationId, entry)}`;
				entries += 1;
				if (entry.clientSentTimestamp < before) earlierLine ??= line.line;
				before = entry.clientSentTimestamp;
			}
		}
		if (entries > 0) yield { text, entries, earlierLine };
	}
}

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `transcript.${code}`, what, fix });
}

function complaint({ name }: LineSource, bad: readonly BadLine[]): ProblemError {
	const [only, second] = bad;
	if (only && !second) return problem('line', `Line ${only.line} of ${name} ${only.what}.`, only.fix);
	const numbers = bad.map(({ line }) => line).join(', ');
	const more = bad.length === MOST_BAD_LINES ? ' There may be more.' : '';
	return problem(
		'lines',
		`${bad.length} lines of ${name} need to be put right: ${numbers}.${more}`,
		bad.map(({ line, what, fix }, index) => `(${index + 1}) Line ${line} ${what}. ${fix}`).join(' '),
	);
}

function tooLarge(name: string): ProblemError {
	return problem(
		'tooLarge',
		`The transcript in ${name} comes to more than the 512 MB that Salesforce takes in one upload.`,
		'Split it into several files and upload them one after the other.',
	);
}

/** Sends the same bytes as were counted. Should the source have changed meanwhile, what is wrong is thrown. */
async function* bytesOf(source: LineSource, conversation: Conversation): AsyncGenerator<Uint8Array> {
	const refuse = (bad: BadLine): never => {
		throw complaint(source, [bad]);
	};
	for await (const { text } of render(source, conversation, refuse)) yield Buffer.from(text, 'utf8');
}

/**
 * Reads a transcript once, without keeping it: checks every line and counts what the part will come to, so that nothing
 * is sent of a file with something wrong in it and the upload's length is known beforehand. Throws a ProblemError that
 * names the first lines that cannot be used.
 */
export async function readConversation(
	source: LineSource,
	conversation: Conversation,
	signal?: AbortSignal,
): Promise<ConversationPart> {
	const bad: BadLine[] = [];
	let length = 0;
	let entries = 0;
	let earlierLine: number | undefined;
	const collect = (found: BadLine): void => {
		bad.push(found);
		if (bad.length === MOST_BAD_LINES) throw complaint(source, bad);
	};
	for await (const rendered of render(source, conversation, collect)) {
		signal?.throwIfAborted();
		length += Buffer.byteLength(rendered.text);
		entries += rendered.entries;
		earlierLine ??= rendered.earlierLine;
		if (length > LARGEST_UPLOAD_BYTES) throw tooLarge(source.name);
	}
	if (bad.length > 0) throw complaint(source, bad);
	if (entries === 0) {
		const fix = 'Check that the right one was picked, and that lines were written into it.';
		throw problem('empty', `There is no line of a transcript in ${source.name}.`, fix);
	}
	const { conversationId } = conversation;
	return { conversationId, length, entries, earlierLine, open: () => bytesOf(source, conversation) };
}
