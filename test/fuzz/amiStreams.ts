import type { AmiLimits } from '../../nodes/shared/pbx/asterisk/ami/AmiReader';

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** So small that a few bytes go beyond them. */
export const TIGHT: AmiLimits = { line: 12, fields: 3, message: 28 };

const WORDS = [
	'Event',
	':',
	' ',
	'\r\n',
	'\n',
	'\r',
	'\r\n\r\n',
	'A',
	'b: c',
	'\u0000',
	'é',
	'\u2028',
	'::',
	'ActionID: 1',
];

const LONGEST = 64;

function words(random: () => number, vocabulary: readonly string[]): Buffer {
	const count = Math.floor(random() * 14);
	const word = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? '';
	const parts = Array.from({ length: count }, word);
	return Buffer.from(parts.join('')).subarray(0, LONGEST);
}

function noise(random: () => number): Buffer {
	return Buffer.from(Array.from({ length: Math.floor(random() * 24) }, () => Math.floor(random() * 256)));
}

/** A piece of what a real Asterisk sent, with bytes changed, left out, doubled or put in. */
export function mutated(random: () => number, recording: Buffer, longest: number): Buffer {
	const from = Math.floor(random() * recording.length);
	const piece = Buffer.from(recording.subarray(from, from + 1 + Math.floor(random() * longest)));
	const bytes = [...piece];
	for (let changes = Math.floor(random() * 4); changes > 0; changes -= 1) {
		const at = Math.floor(random() * (bytes.length + 1));
		const byte = Math.floor(random() * 256);
		const kind = random();
		if (kind < 0.4) bytes[Math.min(at, bytes.length - 1)] = byte;
		else if (kind < 0.6) bytes.splice(at, 1);
		else if (kind < 0.8) bytes.splice(at, 0, byte);
		else bytes.splice(at, 0, ...bytes.slice(at, at + 8));
	}
	return Buffer.from(bytes);
}

/** One short stream: noise, words of the protocol in any order, or a mutated piece of a recording. */
export function stream(
	random: () => number,
	recording: Buffer,
	vocabulary: readonly string[] = WORDS,
): Buffer {
	const kind = random();
	if (kind < 0.25) return noise(random);
	return kind < 0.6 ? words(random, vocabulary) : mutated(random, recording, LONGEST - 24);
}
