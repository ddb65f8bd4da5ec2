// Feeds every parser, validator, signature reader and URL builder mutated and odd input. Only our own errors, each with what
// happened and how to put it right, may be thrown: node --expose-gc --experimental-transform-types test/fuzz/parsers.ts
// [--runs N] [--seed N] [--case N] [--only text]
import { inspect, parseArgs } from 'node:util';
import { heapMegabytes } from './heapMegabytes.ts';
import type { Random } from './mutations.ts';
import type { Target } from './Target.ts';
import './ourSources.ts';

const { ProblemError } = await import('../../nodes/shared/problem.ts');
const { seeded } = await import('./amiStreams.ts');
const { TARGETS } = await import('./targets/all.ts');

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '1000000' },
		seed: { type: 'string', default: '1' },
		case: { type: 'string' },
		only: { type: 'string', default: '' },
	},
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const targets = TARGETS.filter(({ name }) => name.includes(values.only));

interface Tally {
	cases: number;
	refusals: number;
	slowestMs: number;
}

const tallies = new Map<string, Tally>(
	targets.map(({ name }) => [name, { cases: 0, refusals: 0, slowestMs: 0 }]),
);

const weights = targets.map(({ weight = 1 }) => weight);
const weightOfAll = weights.reduce((sum, weight) => sum + weight, 0);

function targetFor(random: Random): Target {
	let left = random() * weightOfAll;
	for (const target of targets) {
		left -= target.weight ?? 1;
		if (left < 0) return target;
	}
	return targets[targets.length - 1] as Target;
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const untouched = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);

function isPolluted(): boolean {
	return prototypes.some((prototype, index) => Reflect.ownKeys(prototype).length !== untouched[index]);
}

function isClassified(error: unknown): boolean {
	return (
		error instanceof ProblemError &&
		error.what.trim() !== '' &&
		error.fix.trim() !== '' &&
		error.code.trim() !== '' &&
		error.message === `${error.what} ${error.fix}`
	);
}

let violations = 0;

/** What was shown already: the same fault in the same place is shown once. */
const shown = new Set<string>();

function report(number: number, target: Target, input: unknown, what: unknown): void {
	violations += 1;
	const stack = what instanceof Error ? (what.stack ?? what.message) : String(what);
	const place = /\n\s+at [^\n]*\/nodes\/[^\n]*/.exec(stack)?.[0] ?? stack.split('\n', 1)[0] ?? '';
	const kind = `${target.name} ${place}`;
	if (shown.has(kind)) return;
	shown.add(kind);
	process.stderr.write(
		`\n${target.name}: seed ${seed}, case ${number}\n${inspect(input, { depth: 12, maxStringLength: 4_000 })}\n${stack}\n`,
	);
}

async function runCase(number: number): Promise<void> {
	const random = seeded(Math.imul(seed, 0x9e3779b1) + number);
	const target = targetFor(random);
	const tally = tallies.get(target.name) as Tally;
	let input: unknown;
	const started = performance.now();
	try {
		const outcome = target.run(random, (given) => (input = given));
		if (outcome instanceof Promise) await outcome;
	} catch (error) {
		if (isClassified(error)) tally.refusals += 1;
		else report(number, target, input, error);
	}
	tally.cases += 1;
	tally.slowestMs = Math.max(tally.slowestMs, performance.now() - started);
	if (isPolluted()) {
		report(number, target, input, 'A prototype was changed.');
		throw new Error('A prototype was changed, so that what follows would mean nothing.');
	}
}

const started = Date.now();
let warmHeap = 0;
if (values.case === undefined) {
	for (let number = 0; number < runs; number += 1) {
		await runCase(number);
		if (number === Math.floor(runs / 10)) warmHeap = heapMegabytes();
		if ((number + 1) % 200_000 === 0) process.stdout.write(`${number + 1} cases\n`);
	}
} else {
	await runCase(Number(values.case));
}
const growth = heapMegabytes() - warmHeap;
const seconds = Math.round((Date.now() - started) / 1_000);
let cases = 0;
let refusals = 0;
for (const [name, tally] of tallies) {
	cases += tally.cases;
	refusals += tally.refusals;
	process.stdout.write(
		`${name.padEnd(44)} ${String(tally.cases).padStart(7)} cases ${String(tally.refusals).padStart(7)} refused, slowest ${tally.slowestMs.toFixed(1)} ms\n`,
	);
}
process.stdout.write(
	`${targets.length} targets, ${cases} cases (seed ${seed}): ${refusals} classified refusals, ${violations} violations; ` +
		`${seconds} s; heap growth ${growth.toFixed(1)} MB\n`,
);
if (violations > 0 || (values.case === undefined && growth > 20)) process.exitCode = 1;
