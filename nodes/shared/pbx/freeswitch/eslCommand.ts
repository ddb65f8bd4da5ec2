import { ProblemError } from '../../problem';

/** CR or LF would end the command and begin another, NUL would cut it off; the others have no meaning here. */
const CONTROL_CHARACTER = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

/** Older FreeSWITCHes read into 2,048 bytes (mod_event_socket.c, read_packet). */
const LONGEST = 2_000;

function unfit(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `freeswitch.${code}`, what, fix });
}

/**
 * A command as FreeSWITCH reads it, ended by an empty line. Throws a ProblemError for one that would become another or be
 * cut off; nothing of it is in the text, since it may hold a secret. `name` says which it is.
 */
export function encodeCommand(name: string, command: string): string {
	if (CONTROL_CHARACTER.test(command)) {
		throw unfit(
			'controlCharacter',
			`The command '${name}' for FreeSWITCH holds a line break or another control character.`,
			'Remove it: such a character would send FreeSWITCH another command.',
		);
	}
	if (Buffer.byteLength(command) > LONGEST) {
		throw unfit(
			'tooLong',
			`The command '${name}' for FreeSWITCH is too long.`,
			`FreeSWITCH takes ${LONGEST} bytes; shorten it.`,
		);
	}
	return `${command}\n\n`;
}
