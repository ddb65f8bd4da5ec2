// Prints one line of JSON for each measure, most of them ratios of two sides measured in turn in this run:
// npm run bench -- [--only creates,webhook,memory,sustained,transcripts] [--rounds 5] [--minutes 5] [--profile folder]
import { generateKeyPairSync } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Bench } from './Bench.ts';
import { makeEngineFolder } from './engineFolder.ts';
import { measureCreates } from './measures/creates.ts';
import { measureMemory } from './measures/memory.ts';
import { measureSustained } from './measures/sustained.ts';
import { measureTranscripts } from './measures/transcripts.ts';
import { measureWebhook } from './measures/webhook.ts';
import { progress } from './report.ts';

const MEASURES: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
	creates: measureCreates,
	webhook: measureWebhook,
	memory: measureMemory,
	sustained: measureSustained,
	transcripts: measureTranscripts,
};

const { values } = parseArgs({
	options: {
		only: { type: 'string', default: Object.keys(MEASURES).join(',') },
		rounds: { type: 'string', default: '5' },
		minutes: { type: 'string', default: '5' },
		profile: { type: 'string' },
	},
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const engine = makeEngineFolder();
const bench: Bench = {
	rounds: Number(values.rounds),
	minutes: Number(values.minutes),
	engine,
	privateKey,
	publicKey,
	profile: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
};

try {
	for (const name of values.only.split(',')) {
		const measure = MEASURES[name];
		if (!measure)
			throw new Error(`There is no measure "${name}". Name some of: ${Object.keys(MEASURES).join(', ')}.`);
		progress(`measuring: ${name}`);
		await measure(bench);
	}
} finally {
	engine.remove();
}
