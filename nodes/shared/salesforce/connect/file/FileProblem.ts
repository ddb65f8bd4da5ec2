import { ProblemError } from '../../../problem';

/** A transcript file that cannot be read, with the line it is about. */
export class FileProblem extends ProblemError {
	override readonly name = 'FileProblem';
}

export function fileProblem(code: string, what: string, fix: string): FileProblem {
	return new FileProblem({ code: `transcriptFile.${code}`, what, fix });
}

/** An utterance of this length would be hours of speech; more is a file of another kind. */
export const LONGEST_PIECE_BYTES = 1024 * 1024;

export function tooLong(line: number): FileProblem {
	return fileProblem(
		'tooLong',
		`Line ${line} of the file is longer than 1 MiB.`,
		'Give every utterance a line of its own.',
	);
}

export function notUtf8(line: number): FileProblem {
	return fileProblem(
		'notUtf8',
		`Line ${line} of the file is not UTF-8 text.`,
		"Save the file as UTF-8. If it is compressed, put n8n's Compression node before this one.",
	);
}
