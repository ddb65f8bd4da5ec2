// Adds up what .ci/run has run: ciTotals.mjs <folder of exit codes and vitest reports>. The last line printed is the verdict.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const folder = process.argv[2];
const vitestSteps = ['test', 'e2e', 'e2e-pbx', 'e2e-crashes', 'lts-engine', 'lts-e2e', 'faults'];
const otherSteps = ['rigs', 'demo'];

/** The exit code a step left behind; undefined when it never ran to its end. */
function exitCodeOf(step) {
	const file = join(folder, `${step}.exit`);
	return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/** Tests passed by vitest's own report, and what failed. A file that could not even be loaded is one failed test. */
function readReport(step) {
	const report = parsedReport(join(folder, `${step}.json`));
	if (report === undefined) return { passed: 0, failures: [] };
	const failures = report.testResults
		.filter(({ status }) => status === 'failed')
		.flatMap(({ name, message, assertionResults }) => {
			const tests = assertionResults.filter((test) => test.status === 'failed');
			if (tests.length === 0) return [`${relative('.', name)}: ${firstLine(message)}`];
			return tests.map(
				({ fullName, failureMessages }) =>
					`${relative('.', name)} > ${fullName}: ${firstLine(failureMessages[0])}`,
			);
		});
	return { passed: report.numPassedTests, failures };
}

function firstLine(text = '') {
	return text.split('\n', 1)[0].slice(0, 300);
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
	const { passed, failures } = readReport(step);
	const isWell = exitCodeOf(step) === 0 || failures.length > 0;
	return { passed, failures: isWell ? failures : [endOf(step)] };
}

function totalsOfOther(step) {
	return exitCodeOf(step) === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [endOf(step)] };
}

function endOf(step) {
	const code = exitCodeOf(step);
	if (code === undefined) return 'it never ran';
	return code === 124 ? 'it was stopped, as it took too long' : `it ended with code ${code}`;
}

/** How long a step took, as it wrote down. */
function secondsOf(step) {
	const file = join(folder, `${step}.seconds`);
	return existsSync(file) ? ` in ${readFileSync(file, 'utf8').trim()} s` : '';
}

const totals = [
	...vitestSteps.map((step) => [step, totalsOfVitest(step)]),
	...otherSteps.map((step) => [step, totalsOfOther(step)]),
];
if (exitCodeOf('prerequisites') !== 0) {
	totals.unshift(['prerequisites', { passed: 0, failures: [endOf('prerequisites')] }]);
}

console.log();
for (const [step, { failures }] of totals)
	for (const failure of failures) console.log(`FAILED ${step}: ${failure}`);
for (const [step, { passed, failures }] of totals) {
	console.log(`${step}: ${passed} passed, ${failures.length} failed${secondsOf(step)}`);
}
const passed = totals.reduce((total, [, counts]) => total + counts.passed, 0);
const failed = totals.reduce((total, [, counts]) => total + counts.failures.length, 0);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
