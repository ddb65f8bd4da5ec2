/** A part of what is signed, or the signature, with one bit turned over. */
export interface BitFlip {
	readonly name: string;
	readonly bit: number;
	readonly changed: string;
}

/**
 * `count` different ones, spread evenly over the parts of these names. Bytes are turned over in UTF-8; what is then
 * no UTF-8 arrives as the replacement character, as it does from a request. Throws when the parts have too few bits.
 */
export function bitFlips(
	parts: Readonly<Record<string, string>>,
	names: readonly string[],
	count: number,
): BitFlip[] {
	const places = names.flatMap((name) =>
		Array.from({ length: Buffer.byteLength(parts[name] ?? '') * 8 }, (_, bit) => ({ name, bit })),
	);
	if (places.length < count) throw new Error(`Only ${places.length} bits can be turned over.`);
	return Array.from({ length: count }, (_, index) => {
		const { name = '', bit = 0 } = places[Math.floor((index * places.length) / count)] ?? {};
		const bytes = Buffer.from(parts[name] ?? '');
		bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		return { name, bit, changed: bytes.toString('utf8') };
	});
}
