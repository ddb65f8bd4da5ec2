import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

/** A piece of a file in bytes; divisible by 3, so that Base64 can be cut at the same places. */
const PIECE_BYTES = 96 * 1024;

async function* stored(context: IExecuteFunctions, id: string): AsyncGenerator<Uint8Array> {
	yield* (await context.helpers.getBinaryStream(id, PIECE_BYTES)) as AsyncIterable<Uint8Array>;
}

/** n8n keeps files in memory as Base64 in some set-ups. They are decoded by the piece, so as not to be there twice. */
async function* inMemory(base64: string): AsyncGenerator<Uint8Array> {
	const step = (PIECE_BYTES / 3) * 4;
	for (let from = 0; from < base64.length; from += step) {
		yield Buffer.from(base64.slice(from, from + step), 'base64');
	}
}

/** The bytes of a file of an item, from the first one every time `open` is called, and never all at once. */
export function binarySource(context: IExecuteFunctions, file: IBinaryData): () => AsyncIterable<Uint8Array> {
	const { id, data } = file;
	return () => (id === undefined ? inMemory(data) : stored(context, id));
}

/** The file in a field of an item; undefined when the item has none there. */
export function binaryField(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(itemIndex, field);
	} catch {
		// n8n's own words name no label; the caller says what is wrong.
		return undefined;
	}
}
