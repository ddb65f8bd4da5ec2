import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';

const WORDS = 'I would like to know where my order is, since it was to arrive on Monday and has not come. ';

/** One line of about 500 bytes, a second after the one before it. */
export function lineText(number: number, startMs: number): string {
	const speaker = number % 2 === 0 ? 'customer' : 'agent';
	const startTime = new Date(startMs + number * 1000).toISOString();
	return `${JSON.stringify({ speaker, text: `${number}: ${WORDS.repeat(4)}${WORDS.slice(0, number % 60)}`, startTime })}\n`;
}

/** Writes a transcript of at least so many bytes, and gives how many lines it has. */
export async function writeTranscript(path: string, bytes: number, startMs: number): Promise<number> {
	const file = createWriteStream(path, { highWaterMark: 1024 * 1024 });
	let written = 0;
	let number = 0;
	while (written < bytes) {
		let text = '';
		for (let line = 0; line < 1000; line += 1) {
			text += lineText(number, startMs);
			number += 1;
		}
		written += Buffer.byteLength(text);
		if (!file.write(text)) await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
	return number;
}

/** The file's bytes, from the first one every time. */
export function fileBytes(path: string): () => AsyncIterable<Uint8Array> {
	return () => createReadStream(path, { highWaterMark: 64 * 1024 });
}
