import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { cacheFolder, root } from './folders.mjs';
import { Trouble } from './console.mjs';

const running = new Set();
let stoppedBy;

/** From here on a signal goes to the commands under way first; when they have ended, so does this process, by the same signal. */
export function passSignalsOn() {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => {
			stoppedBy ??= signal;
			if (running.size === 0) process.exit(exitCodeOf(signal));
			for (const child of running) child.kill(signal);
		});
	}
}

/** The shell's way to tell that a signal ended a program. */
function exitCodeOf(signal) {
	return 128 + (constants.signals[signal] ?? 0);
}

/** Runs a command that shows its own output. Gives its exit code; a signal that came meanwhile ends this process after it. */
export async function show(program, args, options = {}) {
	const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
	return await endOf(child, program);
}

/**
 * Runs a command whose output goes to `<cache>/logs/<name>.log`.
 * Throws a Trouble with the last lines of it and `fix` when the command fails.
 */
export async function quietly(name, program, args, { fix, ...options }) {
	const file = join(cacheFolder('logs'), `${name}.log`);
	const log = createWriteStream(file);
	const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const code = await endOf(child, program);
	log.end();
	await finished(log);
	if (code === 0) return;
	const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
	throw new Trouble(`${name} failed (exit code ${code}). The end of ${file}:\n${tail}\n`, fix);
}

async function endOf(child, program) {
	running.add(child);
	try {
		const [code, signal] = await new Promise((resolve, reject) => {
			child.once('error', (cause) =>
				reject(
					new Trouble(
						`${program} could not be started: ${cause.message}.`,
						'Check that the file is there and may be run.',
					),
				),
			);
			child.once('close', (...end) => resolve(end));
		});
		if (stoppedBy !== undefined) process.exit(exitCodeOf(stoppedBy));
		return code ?? exitCodeOf(signal);
	} finally {
		running.delete(child);
	}
}
