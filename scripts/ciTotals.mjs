// Adds up what .ci/run has run: ciTotals.mjs <folder of exit codes and vitest reports>. The last line printed is the verdict.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const vitestSteps = ['test', 'e2e', 'e2e-pbx', 'lts-engine', 'lts-e2e', 'faults'];
const otherSteps = ['demo'];

/** The exit code a step left behind; undefined when it never ran to its end. */
function exitCodeOf(step) {
	const file = join(folder, `${step}.exit`);
	return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/** Tests passed and failed by vitest's own report. A file that could not even be loaded counts as one failed test. */
function readReport(step) {
	const report = parsedReport(join(folder, `${step}.json`));
	if (report === undefined) return { passed: 0, failed: 0 };
	const unloaded = report.testResults.filter(
		({ status, assertionResults }) =>
			status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
	);
	return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** The report, or undefined when vitest never wrote one or was ended while writing it. */
function parsedReport(file) {
	if (!existsSync(file)) return undefined;
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		console.log(`${file} cannot be read: ${error.message}`);
		return undefined;
	}
}

/** A step that failed although no test of it did (lint, types, set-up, a time limit) counts as one failed test. */
function totalsOfVitest(step) {
	const { passed, failed } = readReport(step);
	return { passed, failed: exitCodeOf(step) === 0 ? failed : Math.max(failed, 1) };
}

function totalsOfOther(step) {
	return exitCodeOf(step) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

const totals = [
	...vitestSteps.map((step) => [step, totalsOfVitest(step)]),
	...otherSteps.map((step) => [step, totalsOfOther(step)]),
];
if (exitCodeOf('prerequisites') !== 0) totals.unshift(['prerequisites', { passed: 0, failed: 1 }]);

console.log();
for (const [step, { passed, failed }] of totals) console.log(`${step}: ${passed} passed, ${failed} failed`);
const sum = (name) => totals.reduce((total, [, counts]) => total + counts[name], 0);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
