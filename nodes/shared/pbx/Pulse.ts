/** Watches whether a peer is still there: one that died sends no farewell. */
export class Pulse {
	private readonly silenceMs: number;

	private readonly onSilence: () => void;

	private asking: NodeJS.Timeout | undefined;

	private silence: NodeJS.Timeout | undefined;

	/** `onSilence` is called when nothing has come for `silenceMs` milliseconds since a sign of life was asked for. */
	constructor(silenceMs: number, onSilence: () => void) {
		this.silenceMs = silenceMs;
		this.onSilence = onSilence;
	}

	/** Asks for a sign of life every `everyMs` milliseconds. */
	start(everyMs: number, ask: () => void): void {
		this.asking = setInterval(() => {
			this.silence ??= setTimeout(this.onSilence, this.silenceMs);
			ask();
		}, everyMs);
	}

	/** Something came. */
	beat(): void {
		clearTimeout(this.silence);
		this.silence = undefined;
	}

	stop(): void {
		clearInterval(this.asking);
		this.beat();
	}
}
