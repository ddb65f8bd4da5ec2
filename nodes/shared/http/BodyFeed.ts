import { ProblemError } from '../problem';
import type { StreamedBody } from './HttpTransport';

function wrongLength(): ProblemError {
	return new ProblemError({
		code: 'transport.bodyLength',
		what: 'What was being sent changed while it was sent.',
		fix: 'Run the item again once nothing writes to the file any more.',
	});
}

/**
 * Hands a streamed body to the connection piece by piece. Tells of every piece that is asked for, keeps the length that
 * was announced, and lets go of the source when the exchange is over, however it ended.
 */
export class BodyFeed implements AsyncIterable<Uint8Array> {
	/** What the source threw, wrapped since it may be anything. */
	failure: { readonly error: unknown } | undefined;

	private source: AsyncIterator<Uint8Array> | undefined;

	private sent = 0;

	private stopped = false;

	constructor(
		private readonly body: StreamedBody,
		private readonly onProgress: () => void,
	) {}

	get length(): number {
		return this.body.length;
	}

	[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
		return {
			next: async () => await this.next(),
			return: async () => {
				this.stop();
				return { done: true, value: undefined };
			},
		};
	}

	/** undici may never ask again once a connection is gone, so that the source would stay open. */
	stop(): void {
		if (this.stopped) return;
		this.stopped = true;
		// The outcome of the exchange is settled; what closing the source comes to can change nothing.
		this.source?.return?.().then(undefined, () => undefined);
	}

	private async next(): Promise<IteratorResult<Uint8Array>> {
		if (this.stopped) return { done: true, value: undefined };
		this.onProgress();
		try {
			this.source ??= this.body.open()[Symbol.asyncIterator]();
			const piece = await this.source.next();
			this.sent += piece.done ? 0 : piece.value.byteLength;
			if (piece.done ? this.sent < this.body.length : this.sent > this.body.length) throw wrongLength();
			return piece;
		} catch (error) {
			this.failure = { error };
			throw error;
		}
	}
}
