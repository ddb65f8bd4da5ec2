import { readdirSync, readFileSync } from 'node:fs';
import { processFigures } from '../rigs/host/processFigures.ts';

function childrenOf(pid: number): number[] {
	return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
		readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
	);
}

function nameOf(pid: number): string {
	const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
	if (words.some((word) => word.endsWith('/n8n')))
		return `n8n ${words.findLast((word) => word !== '') ?? ''}`;
	if (words.some((word) => word.endsWith('simulated.ts'))) return 'simulator';
	return words[0]?.split('/').at(-1)?.replace(/:$/, '') ?? '';
}

/** Processor seconds that every process below this one has used so far, by what it is; Linux only. */
export function processTimes(pid = process.pid, found = new Map<string, number>()): Map<string, number> {
	for (const child of childrenOf(pid)) {
		try {
			const name = nameOf(child);
			found.set(name, (found.get(name) ?? 0) + processFigures(child).cpuSeconds);
			processTimes(child, found);
		} catch (error) {
			// It ended while it was looked at.
			if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')))
				throw error;
		}
	}
	return found;
}
