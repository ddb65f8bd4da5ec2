// Feeds the reader of FreeSWITCH's event socket random and mutated byte streams: node --expose-gc test/fuzz/esl.ts [streams] [seed]
import { heapMegabytes } from './heapMegabytes.ts';
import { mutated, seeded, stream } from './amiStreams.ts';
import './ourSources.ts';

const { EslReader, ESL_LIMITS } = await import('../../nodes/shared/pbx/freeswitch/EslReader.ts');
const { EslEvent } = await import('../../nodes/shared/pbx/freeswitch/EslEvent.ts');
const { checkEveryEslSplit, eslPackets, ESL_TIGHT, ESL_WORDS, keepsEslLimits } =
	await import('./eslStreams.ts');

const whole = eslPackets();
const recording = Buffer.concat(whole);
const streams = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const random = seeded(seed);

let readings = 0;
let bytes = 0;
let packets = 0;
let events = 0;
let warmHeap = 0;
const started = Date.now();
/** One that never begins anew: whatever it keeps would add up. Its bodies are short, so that it soon reads headers again. */
const limits = { ...ESL_LIMITS, body: 8_192 };
const lasting = new EslReader(limits);
/** One that begins anew when what comes can no longer be read, as a connection does. */
let connected = new EslReader();
for (let count = 0; count < streams; count += 1) {
	const piece = stream(random, recording, ESL_WORDS);
	readings += checkEveryEslSplit(piece, ESL_TIGHT, (tight) => new EslReader(tight));
	const long = mutated(random, recording, 4_096);
	packets += lasting.push(long).length + lasting.push(piece).length;
	const one = whole[Math.floor(random() * whole.length)] ?? piece;
	for (const packet of connected.push(random() < 0.2 ? mutated(random, one, one.length) : one)) {
		if (packet.contentType === undefined || packet.body === '') connected = new EslReader();
		const event = EslEvent.in(packet);
		if (event) events += Math.sign(Object.keys(event.toRecord()).length);
	}
	bytes += piece.length + long.length + one.length;
	if (!keepsEslLimits(lasting, limits)) {
		throw new Error(`The lasting reader keeps ${JSON.stringify(lasting.kept)}.`);
	}
	if (count === Math.floor(streams / 10)) warmHeap = heapMegabytes();
	if ((count + 1) % 100_000 === 0) process.stdout.write(`${count + 1} streams, ${readings} readings\n`);
}
const growth = heapMegabytes() - warmHeap;
const seconds = Math.round((Date.now() - started) / 1_000);
process.stdout.write(
	`${streams} streams (seed ${seed}) in ${readings} readings, every split point; ${events} events, and ${packets} packets ` +
		`by one lasting reader in ${bytes} bytes, ${lasting.droppedPackets} dropped, ${lasting.strayLines} stray lines; ` +
		`no throw; heap growth ${growth.toFixed(1)} MB; ${seconds} s\n`,
);
if (growth > 20) {
	process.stderr.write('The heap grew.\n');
	process.exitCode = 1;
}
