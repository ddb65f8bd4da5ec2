/** Something that stops the set-up: what happened, and how to put it right. */
export class Trouble extends Error {
	constructor(what, fix, options) {
		super(`${what} ${fix}`, options);
		this.name = 'Trouble';
		this.what = what;
		this.fix = fix;
	}
}

/** One line of progress. */
export function say(line) {
	process.stdout.write(`» ${line}\n`);
}

/** Says what starts, runs it, and says how long it took. Gives back what `work` gives. */
export async function timed(line, work) {
	say(`${line} ...`);
	const start = Date.now();
	const result = await work();
	say(`  done in ${Math.max(1, Math.round((Date.now() - start) / 1000))} s`);
	return result;
}

/** A problem in two parts on stderr; anything unforeseen with its stack. */
export function complain(error) {
	if (error instanceof Trouble) {
		process.stderr.write(`\nWhat happened: ${error.what}\nHow to fix it: ${error.fix}\n`);
	} else {
		process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
	}
}
