import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** What `scripts/run.mjs` has set up for the rigs. */
export interface Rigs {
	/** The folder with a full n8n in its node_modules. */
	readonly n8nFolder: string;
	/** Where downloads, logs and screenshots are kept. */
	readonly cache: string;
	/** npm's own JavaScript file. */
	readonly npmCli: string;
}

/** Reads where the rigs are from the environment. Throws when the set-up has not run. */
export function rigs(environment: NodeJS.ProcessEnv = process.env): Rigs {
	const read = (name: string): string => {
		const value = environment[name];
		if (value) return value;
		throw new Error(
			`The real n8n is not set up: ${name} is missing from the environment. ` +
				'Start this with "npm run test:e2e", "npm run demo" or "node scripts/run.mjs screenshots", which set it up.',
		);
	};
	return { n8nFolder: read('N8N_RIG_FOLDER'), cache: read('N8N_RIG_CACHE'), npmCli: read('N8N_RIG_NPM') };
}
