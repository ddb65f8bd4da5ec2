import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Reads a request's body as UTF-8 text: all of it, or only until a share of the announced length (0 to 1) has
 * come in, leaving the rest unread. Throws when the sender breaks off or sends more than 32 MiB.
 */
export async function readRequest(request: IncomingMessage, share: number): Promise<string> {
	const announced = Number(request.headers['content-length'] ?? 0);
	const enough = share < 1 ? announced * share : Infinity;
	return await new Promise<string>((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		const finish = (): void => {
			request.off('data', take).off('end', finish).off('error', reject);
			resolve(Buffer.concat(chunks).toString('utf8'));
		};
		const take = (chunk: Buffer): void => {
			chunks.push(chunk);
			bytes += chunk.length;
			if (bytes > MAX_BODY_BYTES) reject(new RangeError('The body is larger than 32 MiB.'));
			else if (bytes >= enough) {
				request.pause();
				finish();
			}
		};
		request.on('data', take).on('end', finish).on('error', reject);
	});
}
