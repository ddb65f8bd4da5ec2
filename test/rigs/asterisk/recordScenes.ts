import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Asterisk } from './Asterisk.ts';
import { type SceneName, scenes } from './scenes.ts';

/**
 * Plays scenes on a real Asterisk of its own and writes a file of each with that ending: those that the command line names
 * behind the folder to write into, or all. `record` plays one and gives what was heard.
 */
export async function recordScenes(
	ending: string,
	record: (asterisk: Asterisk, name: SceneName) => Promise<string>,
): Promise<void> {
	const [folder, ...names] = process.argv.slice(2);
	if (folder === undefined) throw new Error('Name the folder to write into.');
	mkdirSync(folder, { recursive: true });
	const asterisk = await Asterisk.start();
	let failures = 0;
	try {
		for (const name of Object.keys(scenes) as SceneName[]) {
			if (names.length > 0 && !names.includes(name)) continue;
			try {
				writeFileSync(join(folder, `${name}.${ending}`), await record(asterisk, name));
				process.stdout.write(`recorded ${name}\n`);
			} catch (error) {
				failures += 1;
				process.stderr.write(`${name} went wrong: ${String(error)}\n`);
			}
		}
	} finally {
		await asterisk.stop();
	}
	process.exitCode = failures === 0 ? 0 : 1;
}
