// Feeds the AMI reader random and mutated byte streams: node --expose-gc test/fuzz/ami.ts [streams] [seed]
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { heapMegabytes } from './heapMegabytes.ts';
import { mutated, seeded, stream, TIGHT } from './amiStreams.ts';
import { checkEverySplit } from './checkReader.ts';
import './ourSources.ts';

const { AMI_LIMITS, AmiReader } = await import('../../nodes/shared/pbx/asterisk/ami/AmiReader.ts');

const fixtures = fileURLToPath(new URL('../fixtures/pbx', import.meta.url));
const recording = Buffer.concat(
	readdirSync(fixtures)
		.filter((name) => name.endsWith('.ami'))
		.map((name) => readFileSync(`${fixtures}/${name}`)),
);

const streams = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const random = seeded(seed);

let readings = 0;
let bytes = 0;
let messages = 0;
let warmHeap = 0;
const started = Date.now();
/** One that never begins anew: whatever it keeps would add up. */
const lasting = new AmiReader();
for (let count = 0; count < streams; count += 1) {
	const piece = stream(random, recording);
	readings += checkEverySplit(piece, TIGHT, (limits) => new AmiReader(limits));
	const long = mutated(random, recording, 4_096);
	messages += lasting.push(long).length + lasting.push(piece).length;
	bytes += piece.length + long.length;
	const { kept } = lasting;
	if (kept.bytes > AMI_LIMITS.line + 1 + AMI_LIMITS.message || kept.fields > AMI_LIMITS.fields) {
		throw new Error(`The lasting reader keeps ${kept.bytes} bytes and ${kept.fields} fields.`);
	}
	if (count === Math.floor(streams / 10)) warmHeap = heapMegabytes();
	if ((count + 1) % 100_000 === 0) process.stdout.write(`${count + 1} streams, ${readings} readings\n`);
}
const growth = heapMegabytes() - warmHeap;
const seconds = Math.round((Date.now() - started) / 1_000);
process.stdout.write(
	`${streams} streams (seed ${seed}) in ${readings} readings, every split point; ${messages} messages in ${bytes} bytes by one lasting reader, ` +
		`${lasting.droppedMessages} dropped, ${lasting.strayLines} stray lines; ` +
		`no throw; heap growth ${growth.toFixed(1)} MB; ${seconds} s\n`,
);
if (growth > 20) {
	process.stderr.write('The heap grew.\n');
	process.exitCode = 1;
}
