// Prints what CHANGELOG.md says of the version that a tag names. Fails unless package.json has that version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/folders.mjs';

function notesOf(tag) {
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	if (tag !== `v${version}`) {
		throw new Error(`The tag is "${tag}", but package.json has version ${version}. Tag it v${version}.`);
	}
	const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m);
	const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
	if (section === undefined) {
		throw new Error(`CHANGELOG.md has no section "## ${version}". Write what changed.`);
	}
	return section.slice(section.indexOf('\n')).trim();
}

try {
	process.stdout.write(`${notesOf(process.argv[2] ?? '')}\n`);
} catch (error) {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
