import type { AmiMessage } from '../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import type { AmiLimits, AmiReader } from '../../nodes/shared/pbx/asterisk/ami/AmiReader';

export type MakeReader = (limits: AmiLimits) => AmiReader;

function told(reader: AmiReader, messages: readonly AmiMessage[]): string {
	const { banner, droppedMessages, strayLines, kept } = reader;
	return JSON.stringify([
		banner,
		droppedMessages,
		strayLines,
		kept,
		messages.map(({ fields }) => fields.map(({ name, value }) => [name, value])),
	]);
}

function keepsLimits({ kept }: AmiReader, limits: AmiLimits): boolean {
	return kept.bytes <= limits.line + 1 + limits.message && kept.fields <= limits.fields;
}

/**
 * Reads a stream whole, cut in two at every byte, and byte by byte; gives how many readings that were. Throws when two of
 * them differ, or when a reader keeps more than its limits allow.
 */
export function checkEverySplit(bytes: Buffer, limits: AmiLimits, makeReader: MakeReader): number {
	const whole = makeReader(limits);
	const expected = told(whole, whole.push(bytes));
	for (let at = 0; at <= bytes.length; at += 1) {
		const reader = makeReader(limits);
		const messages = reader.push(bytes.subarray(0, at));
		if (!keepsLimits(reader, limits)) throw failure('keeps more than its limits', bytes, at);
		messages.push(...reader.push(bytes.subarray(at)));
		if (told(reader, messages) !== expected) throw failure('reads otherwise when it is cut', bytes, at);
	}
	const single = makeReader(limits);
	const messages: AmiMessage[] = [];
	for (let at = 0; at < bytes.length; at += 1) messages.push(...single.push(bytes.subarray(at, at + 1)));
	if (told(single, messages) !== expected) throw failure('reads otherwise byte by byte', bytes, -1);
	return bytes.length + 3;
}

function failure(what: string, bytes: Buffer, at: number): Error {
	return new Error(`The reader ${what} at ${at}: ${bytes.toString('base64')}`);
}
