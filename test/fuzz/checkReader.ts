import type { AmiMessage } from '../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import type { AmiLimits, AmiReader } from '../../nodes/shared/pbx/asterisk/ami/AmiReader';

export type MakeReader = (limits: AmiLimits) => AmiReader;

/** A reader that is read piece by piece. */
export interface Reading {
	push(piece: Buffer): void;
	/** All that was read and counted so far. */
	told(): string;
	/** Whether it keeps no more than its limits allow. */
	keepsLimits(): boolean;
}

/**
 * Reads a stream whole, cut in two at every byte, and byte by byte; gives how many readings that were. Throws when two of
 * them differ, or when a reader keeps more than its limits allow.
 */
export function checkSplits(bytes: Buffer, begin: () => Reading): number {
	const whole = begin();
	whole.push(bytes);
	const expected = whole.told();
	for (let at = 0; at <= bytes.length; at += 1) {
		const reading = begin();
		reading.push(bytes.subarray(0, at));
		if (!reading.keepsLimits()) throw failure('keeps more than its limits', bytes, at);
		reading.push(bytes.subarray(at));
		if (reading.told() !== expected) throw failure('reads otherwise when it is cut', bytes, at);
	}
	const single = begin();
	for (let at = 0; at < bytes.length; at += 1) single.push(bytes.subarray(at, at + 1));
	if (single.told() !== expected) throw failure('reads otherwise byte by byte', bytes, -1);
	return bytes.length + 3;
}

/** The same for the AMI reader. */
export function checkEverySplit(bytes: Buffer, limits: AmiLimits, makeReader: MakeReader): number {
	return checkSplits(bytes, () => {
		const reader = makeReader(limits);
		const messages: AmiMessage[] = [];
		return {
			push: (piece) => void messages.push(...reader.push(piece)),
			told: () =>
				JSON.stringify([
					reader.banner,
					reader.droppedMessages,
					reader.strayLines,
					reader.kept,
					messages.map(({ fields }) => fields.map(({ name, value }) => [name, value])),
				]),
			keepsLimits: () => {
				const { kept } = reader;
				return kept.bytes <= limits.line + 1 + limits.message && kept.fields <= limits.fields;
			},
		};
	});
}

function failure(what: string, bytes: Buffer, at: number): Error {
	return new Error(`The reader ${what} at ${at}: ${bytes.toString('base64')}`);
}
