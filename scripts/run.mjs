// Runs on any Node from 18 on, with nothing installed: it fetches what a task needs, then runs the task's steps.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureAsterisk } from './setup/asterisk.mjs';
import { complain, say, timed, Trouble } from './setup/console.mjs';
import { passSignalsOn, quietly, show } from './setup/command.mjs';
import { findChromium } from './setup/chromium.mjs';
import { withLock } from './setup/lock.mjs';
import { ensureModules } from './setup/modules.mjs';
import { ensureN8n } from './setup/n8n.mjs';
import { ensureNode24, withNodeFirst } from './setup/node24.mjs';
import { npmCli } from './setup/npm.mjs';
import { cache, root } from './setup/folders.mjs';

const vitestFile = join(root, 'node_modules', 'vitest', 'vitest.mjs');

const tasks = {
	test: async (kit, args) => {
		await build(kit.node);
		await kit.step('lint', kit.npmRun('lint'));
		await kit.step('typecheck', kit.npmRun('typecheck'));
		// By itself vitest leaves one processor unused, which on two of them is half.
		const workers = `--maxWorkers=${availableParallelism()}`;
		await kit.step('tests', kit.vitest(['fast', 'engine'], [workers, ...args]));
	},
	'test:e2e': async (kit, args) => {
		const chromium = findChromium();
		await build(kit.node);
		const host = await ensureN8n(kit.node);
		const variables = { CHROMIUM: chromium, ...hostVariables(host), ...(await asteriskVariables()) };
		await kit.step('end-to-end tests', kit.vitest(['e2e'], args, variables));
	},
	fuzz: async (kit, args) => {
		await kit.step('fuzzing', kit.program('test/fuzz/ami.ts', args, {}, ['--expose-gc']));
	},
	demo: async (kit, args) => {
		await build(kit.node);
		const host = await ensureN8n(kit.node);
		await kit.step('demo', kit.program('examples/demo.ts', args, hostVariables(host)));
	},
	screenshots: async (kit, args) => {
		const chromium = findChromium();
		await build(kit.node);
		const host = await ensureN8n(kit.node);
		const variables = { CHROMIUM: chromium, ...hostVariables(host) };
		await kit.step('screenshots', kit.program('test/rigs/browser/takeScreenshots.ts', args, variables));
	},
};

/** Under a lock, since a build begins by removing what another one has just made. */
async function build(node) {
	const work = () =>
		quietly('build', node, [npmCli(), 'run', '--silent', 'build'], {
			env: withNodeFirst(node),
			fix: 'Correct the code above, then run the same command again.',
		});
	await withLock(join(cache, 'build.lock'), () => timed('Building the package (about 5 s)', work));
}

/** How the rigs in test/rigs learn where the full n8n, the cache and npm are. */
function hostVariables(n8nFolder) {
	return { N8N_RIG_FOLDER: n8nFolder, N8N_RIG_CACHE: cache, N8N_RIG_NPM: npmCli() };
}

/** Where the real Asterisk is. Without one its tests are skipped, and the reason is said. */
async function asteriskVariables() {
	try {
		return { ASTERISK_RIG_FOLDER: await ensureAsterisk() };
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
		say(`The tests with a real Asterisk are skipped: ${error.message}`);
		return {};
	}
}

/** The ways to run a step. A failed step is remembered, and the following ones are run all the same. */
function kitFor(node) {
	const failed = [];
	return {
		node,
		failed,
		step: async (name, run) => {
			say(name);
			const code = await run();
			if (code !== 0) failed.push({ name, code });
		},
		npmRun: (script) => () => show(node, [npmCli(), 'run', '--silent', script], { env: withNodeFirst(node) }),
		vitest: (projects, args, variables) => () =>
			show(node, [vitestFile, 'run', ...projects.flatMap((project) => ['--project', project]), ...args], {
				env: withNodeFirst(node, variables),
			}),
		program:
			(file, args, variables, flags = []) =>
			() =>
				show(node, [...flags, join(root, file), ...args], { env: withNodeFirst(node, variables) }),
	};
}

async function main([name, ...args]) {
	const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
	if (task === undefined) {
		throw new Trouble(
			name === undefined ? 'No task was named.' : `There is no task "${name}".`,
			`Name one of: ${Object.keys(tasks).join(', ')}.`,
		);
	}
	const node = await ensureNode24();
	await ensureModules(node);
	const kit = kitFor(node);
	await task(kit, args);
	if (kit.failed.length === 0) return 0;
	process.stderr.write(`\nFailed: ${kit.failed.map(({ name: step }) => step).join(', ')}\n`);
	return kit.failed[0].code;
}

passSignalsOn();
main(process.argv.slice(2)).then(
	(code) => process.exit(code),
	(error) => {
		complain(error);
		process.exit(1);
	},
);
