// Runs on any Node from 18 on, with nothing installed: it fetches what a task needs, then runs the task's steps.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureAsterisk } from './setup/asterisk.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { complain, say, Trouble } from './setup/console.mjs';
import { passSignalsOn, show } from './setup/command.mjs';
import { findChromium } from './setup/chromium.mjs';
import { ensureCoreLts, fetchCoreLts } from './setup/core.mjs';
import { ensureModules } from './setup/modules.mjs';
import { ensureN8n, LTS } from './setup/n8n.mjs';
import { ensureNode, withNodeFirst } from './setup/node.mjs';
import { npmCli } from './setup/npm.mjs';
import { cache, root } from './setup/folders.mjs';

const vitestFile = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** By itself vitest leaves one processor unused, which on two of them is half. */
const workers = `--maxWorkers=${availableParallelism()}`;

/** As the package's own code is TypeScript that has to be compiled, and the heap is looked at. */
const fuzzFlags = ['--expose-gc', '--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

/** Those of byte streams take the number as it is. */
function streams(args) {
	const at = args.indexOf('--runs');
	return at === -1 ? args : [args[at + 1]];
}

/** As the engine of the tests lies in a folder that says nothing of modules. */
const benchFlags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];

/** The fuzzing programs, and how each takes `--runs N` (and others). */
const fuzzers = {
	ami: { file: 'test/fuzz/ami.ts', options: streams },
	esl: { file: 'test/fuzz/esl.ts', options: streams },
	parsers: { file: 'test/fuzz/parsers.ts', options: (args) => args },
};

/** The end-to-end tests that are run on n8n 1.123 as well, unless others are named: those in which n8n itself has a part. */
const LTS_E2E_TESTS = [
	'activation',
	'credential',
	'examples',
	'inboundCall',
	'onlyOncePer',
	'outboundCall',
	'syncVoiceCall',
].map((name) => `test/e2e/${name}.test.ts`);

const tasks = {
	test: async (kit, args) => {
		await ensureBuilt(kit.node);
		await kit.step('lint', kit.npmRun('lint'));
		await kit.step('typecheck', kit.npmRun('typecheck'));
		await kit.step('tests', kit.vitest(['fast', 'engine'], [workers, ...args]));
	},
	'test:e2e': async (kit, args) => {
		const chromium = findChromium();
		await ensureBuilt(kit.node);
		const host = await ensureN8n(kit.node);
		const variables = { CHROMIUM: chromium, ...hostVariables(host), ...(await asteriskVariables()) };
		await kit.step('end-to-end tests', kit.vitest(['e2e'], args, variables));
	},
	/** Fetches all that the slow tests need, so that they find it there. */
	rigs: async (kit) => {
		await ensureN8n(kit.node);
		await asteriskVariables();
		const older = await ensureNode(22);
		await fetchCoreLts(older);
		await ensureN8n(older, LTS);
	},
	faults: async (kit, args) => {
		await kit.step('fault sweep', kit.vitest(['faults'], args));
	},
	'test:lts': async (kit, args) => {
		await tasks['test:lts:engine'](kit, args);
		await tasks['test:lts:e2e'](kit, args);
	},
	'test:lts:engine': async (kit, args) => {
		await ensureBuilt(kit.node);
		const older = kitFor(await ensureNode(22), kit.failed);
		const variables = { N8N_CORE_FOLDER: await ensureCoreLts(older.node) };
		await older.step('engine tests on n8n 1.123', older.vitest(['engine'], [workers, ...args], variables));
	},
	'test:lts:e2e': async (kit, args) => {
		const chromium = findChromium();
		await ensureBuilt(kit.node);
		const older = kitFor(await ensureNode(22), kit.failed);
		const host = await ensureN8n(older.node, LTS);
		const variables = { CHROMIUM: chromium, SYNCED_CALLS: '100', ...hostVariables(host) };
		const files = args.some((arg) => !arg.startsWith('-')) ? [] : LTS_E2E_TESTS;
		await older.step('end-to-end tests on n8n 1.123', older.vitest(['e2e'], [...files, ...args], variables));
	},
	fuzz: async (kit, args) => {
		const [name, ...rest] = args[0]?.startsWith('--') ? [undefined, ...args] : args;
		const programs = Object.entries(fuzzers).filter(([fuzzer]) => name === undefined || fuzzer === name);
		if (programs.length === 0) {
			throw new Trouble(
				`There is no fuzzing program "${name}".`,
				`Name one of: ${Object.keys(fuzzers).join(', ')}; or none for all of them.`,
			);
		}
		for (const [fuzzer, { file, options }] of programs) {
			await kit.step(`fuzzing: ${fuzzer}`, kit.program(file, options(rest), {}, fuzzFlags));
		}
	},
	bench: async (kit, args) => {
		await ensureBuilt(kit.node);
		const host = await ensureN8n(kit.node);
		await kit.step('benchmarks', kit.program('test/bench/run.ts', args, hostVariables(host), benchFlags));
	},
	demo: async (kit, args) => {
		await ensureBuilt(kit.node);
		const host = await ensureN8n(kit.node);
		await kit.step('demo', kit.program('examples/demo.ts', args, hostVariables(host)));
	},
	screenshots: async (kit, args) => {
		const chromium = findChromium();
		await ensureBuilt(kit.node);
		const host = await ensureN8n(kit.node);
		const variables = { CHROMIUM: chromium, ...hostVariables(host) };
		await kit.step('screenshots', kit.program('test/rigs/browser/takeScreenshots.ts', args, variables));
	},
};

/** How the rigs in test/rigs learn where the full n8n, the cache and npm are. */
function hostVariables(n8nFolder) {
	return { N8N_RIG_FOLDER: n8nFolder, N8N_RIG_CACHE: cache, N8N_RIG_NPM: npmCli() };
}

/** Where the real Asterisk is. Without one its tests are skipped, and the reason is said; in CI there must be one. */
async function asteriskVariables() {
	try {
		return { ASTERISK_RIG_FOLDER: await ensureAsterisk() };
	} catch (error) {
		if (!(error instanceof Trouble) || process.env.CI) throw error;
		say(`The tests with a real Asterisk are skipped: ${error.message}`);
		return {};
	}
}

/** The ways to run a step on that Node. A failed step is put into `failed`, and the following ones are run all the same. */
function kitFor(node, failed = []) {
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
	const node = await ensureNode(24);
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
