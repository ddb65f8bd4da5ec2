import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SUBJECTS } from './subjects/index.ts';

const NODES = fileURLToPath(new URL('../../nodes', import.meta.url));

/** What carries requests for all operations, and is no operation itself. */
const CARRIERS = /^shared\/http\//;

/** Every operation, and every place that sends something without one, as `file#name`. */
function written(): string[] {
	return globSync('**/*.ts', { cwd: NODES })
		.filter((file) => !CARRIERS.test(file))
		.flatMap((file) => {
			const text = readFileSync(`${NODES}/${file}`, 'utf8');
			const operations = [...text.matchAll(/const (\w+): (?:Service)?Operation</g)].map(([, name]) => name);
			const isSender = /\btransport\s*\.send\(/.test(text);
			return [...operations, ...(isSender ? ['send'] : [])].map((name) => `${file}#${name}`);
		});
}

test('every operation that is written is in the fault suite', () => {
	const covered = new Set(SUBJECTS.map(({ covers }) => `shared/${covers}`));
	expect(written().toSorted()).toEqual([...covered].toSorted());
});
