import { setTimeout as delay } from 'node:timers/promises';
import { reconnectMs } from './backoff';
import { PbxFault } from './PbxFault';
import type { PbxLinkState } from './PbxLink';
import type { PbxSource } from './PbxSource';

export interface PatientSourceOptions {
	onState(state: PbxLinkState): void;
	/** Milliseconds before the next attempt; see reconnectMs. */
	readonly retryMs?: (attempt: number) => number;
}

/** A source that may be started while its PBX is away. */
export class PatientSource {
	private readonly closing = new AbortController();

	private trying: Promise<void> | undefined;

	constructor(
		private readonly source: PbxSource,
		private readonly options: PatientSourceOptions,
	) {}

	/** Throws a PbxFault when the first connection cannot be made. */
	async start(): Promise<void> {
		try {
			await this.source.start();
		} catch (error) {
			await this.source.close();
			throw error;
		}
	}

	/**
	 * As `start`, but when the PBX is only away it is tried again until it is back, and nobody waits for that. Throws for
	 * what trying again would not put right.
	 */
	async startPatiently(): Promise<void> {
		try {
			await this.source.start();
		} catch (error) {
			if (!(error instanceof PbxFault) || error.isLasting) {
				await this.source.close();
				throw error;
			}
			this.trying = this.keepTrying(error);
		}
	}

	async close(): Promise<void> {
		this.closing.abort();
		await this.source.close();
		await this.trying;
	}

	private async keepTrying(first: PbxFault): Promise<void> {
		const { onState, retryMs = reconnectMs } = this.options;
		const { signal } = this.closing;
		let fault = first;
		for (let attempt = 0; !signal.aborted; attempt += 1) {
			const waitMs = retryMs(attempt);
			onState({ kind: 'waiting', fault, retryMs: waitMs });
			try {
				await delay(waitMs, undefined, { signal });
				await this.source.start();
				return;
			} catch (error) {
				if (signal.aborted) return;
				if (!(error instanceof PbxFault)) onState({ kind: 'unhandled', error });
				else if (error.isLasting) return onState({ kind: 'failed', fault: error });
				else fault = error;
			}
		}
	}
}
