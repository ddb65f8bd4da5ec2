import { ProblemError } from '../../../problem';

/** What goes with an action; a name with several values stands several times. */
export type ActionFields = Readonly<Record<string, string | readonly string[]>>;

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** CR or LF would begin another field, or another action; the others have no meaning here. */
const CONTROL_CHARACTER = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

/** Asterisk reads into 1,024 bytes, the line's end and a closing zero included, and throws longer lines away. */
const LONGEST_LINE = 1_021;

const MOST_FIELDS = 128;

function unfit(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `ami.${code}`, what, fix });
}

function lineOf(name: string, value: string): string {
	if (!NAME.test(name)) {
		throw unfit(
			'fieldName',
			`The field ${JSON.stringify(name.slice(0, 40))} of an action is no name Asterisk knows.`,
			'Name fields with letters and digits.',
		);
	}
	if (CONTROL_CHARACTER.test(value)) {
		throw unfit(
			'controlCharacter',
			`The '${name}' for Asterisk holds a line break or another control character.`,
			'Remove it: such a character would send Asterisk another command.',
		);
	}
	const line = `${name}: ${value}`;
	if (Buffer.byteLength(line) > LONGEST_LINE) {
		throw unfit(
			'tooLong',
			`The '${name}' for Asterisk is too long.`,
			`Asterisk takes ${LONGEST_LINE} bytes with the name; shorten it.`,
		);
	}
	return `${line}\r\n`;
}

/**
 * An action as Asterisk reads it, ended by an empty line. Throws a ProblemError for a name or value with which it would
 * become another action or be cut off; no value is in its text, since it may be a secret.
 */
export function encodeAction(action: string, actionId: string, fields: ActionFields = {}): string {
	const lines = [
		lineOf('Action', action),
		lineOf('ActionID', actionId),
		...Object.entries(fields).flatMap(([name, value]) =>
			(typeof value === 'string' ? [value] : value).map((each) => lineOf(name, each)),
		),
	];
	if (lines.length > MOST_FIELDS) {
		throw unfit(
			'tooMany',
			`An action for Asterisk has ${lines.length} fields.`,
			`Asterisk takes ${MOST_FIELDS}.`,
		);
	}
	return `${lines.join('')}\r\n`;
}
