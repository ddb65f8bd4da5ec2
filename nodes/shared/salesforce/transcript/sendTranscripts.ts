import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { TransportError } from '../../http/TransportError';
import { ServiceError } from '../../ServiceError';
import { createTranscript, type Utterance } from '../createTranscript';
import { type BulkResult, createTranscriptsInBulk } from '../createTranscriptsInBulk';
import { perform, type Session } from '../perform';
import { afterRepeats, notSent, type Tries } from './givenUp';
import { type Entry, planBatches, type SendMode } from './planBatches';
import { type Batch, TranscriptQueue } from './TranscriptQueue';
import { type Limited, type Verdict, verdictOnEntry, verdictOnRequest } from './verdict';

export type LineOutcome =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'dropped'; readonly reason: string }
	| { readonly kind: 'failed'; readonly error: Error };

export interface TranscriptSettings {
	readonly mode: SendMode;
	/** Requests under way at once. */
	readonly concurrency: number;
	/** Begin nothing more once a line has failed. */
	readonly stopAtFailure: boolean;
	/** Ms to wait before each repeat of what a limit refused. */
	readonly waitsMs?: readonly number[];
}

/** What Salesforce's own client waits, 35 s in all against a window of 30 s (contactLensProcessor/axiosWrapper.js). */
const WAITS_MS = [5_000, 10_000, 20_000];

/**
 * Sends utterances, whose fields must have passed `createTranscript.check`, and tells what became of each, in the order
 * of the input; undefined for those not begun because of `stopAtFailure`. Never throws for what happens to a line.
 */
export async function sendTranscripts(
	session: Session,
	utterances: readonly Utterance[],
	settings: TranscriptSettings,
): Promise<Array<LineOutcome | undefined>> {
	return await new Delivery(session, utterances, settings).run();
}

class Delivery {
	private readonly queue: TranscriptQueue;

	private readonly outcomes: Array<LineOutcome | undefined>;

	private readonly session: Session;

	private readonly waitsMs: readonly number[];

	/** Of the entry under way of each call, once it was refused. */
	private readonly tries = new Map<string, Tries>();

	private running = 0;

	private waiting = 0;

	/** Ends the waits when nothing more is to be begun. */
	private readonly stop = new AbortController();

	constructor(
		session: Session,
		private readonly utterances: readonly Utterance[],
		private readonly settings: TranscriptSettings,
	) {
		this.session = { ...session, handsBack429: true };
		this.queue = new TranscriptQueue(planBatches(utterances, settings.mode), settings.mode);
		this.outcomes = utterances.map(() => undefined);
		this.waitsMs = settings.waitsMs ?? WAITS_MS;
		// Many waits may listen at once, of which Node 20 would warn.
		setMaxListeners(0, this.stop.signal);
	}

	async run(): Promise<Array<LineOutcome | undefined>> {
		const { signal } = this.session;
		const onAbort = () => this.stop.abort();
		if (signal?.aborted) onAbort();
		signal?.addEventListener('abort', onAbort, { once: true });
		try {
			await new Promise<void>((resolve, reject) => this.pump(resolve, reject));
		} finally {
			signal?.removeEventListener('abort', onAbort);
		}
		if (signal?.aborted) this.failUnsent();
		return this.outcomes;
	}

	/** Begins what can be begun. Comes back whenever a request or a wait is over, until none is left. */
	private pump(resolve: () => void, reject: (error: unknown) => void): void {
		const again = (): void => this.pump(resolve, reject);
		while (this.running < this.settings.concurrency && !this.stop.signal.aborted) {
			const batch = this.queue.take();
			if (!batch) break;
			this.running += 1;
			this.carry(batch, again).then(() => {
				this.running -= 1;
				again();
			}, reject);
		}
		if (this.running === 0 && this.waiting === 0) resolve();
	}

	private async carry(batch: Batch, wake: () => void): Promise<void> {
		const limited = new Map<Entry, Limited>();
		for (const [entry, verdict] of await this.verdicts(batch)) {
			if (verdict.kind === 'limited') limited.set(entry, verdict);
			else this.judge(entry, verdict);
		}
		this.repeat(limited, wake);
	}

	/** Sends a request and tells what is to become of each of its entries. */
	private async verdicts(batch: Batch): Promise<Array<[Entry, Verdict]>> {
		try {
			const failures = await this.send(batch);
			return batch.entries.map((entry) => {
				const failure = failures.get(entry.callId);
				return [entry, failure ? verdictOnEntry(failure) : { kind: 'accepted' }];
			});
		} catch (thrown) {
			const error = thrown instanceof Error ? thrown : new Error(String(thrown));
			return batch.entries.map((entry) => [entry, verdictOnRequest(error, batch)]);
		}
	}

	private async send({ form, entries }: Batch): Promise<BulkResult['failures']> {
		const lines = ({ lines: indexes }: Entry) => indexes.flatMap((line) => this.utterances[line] ?? []);
		if (form === 'bulk') {
			const fields = {
				entries: entries.map((entry) => ({ callId: entry.callId, utterances: lines(entry) })),
			};
			return (await perform(this.session, createTranscriptsInBulk, fields)).failures;
		}
		for (const utterance of entries.flatMap(lines)) await perform(this.session, createTranscript, utterance);
		return new Map();
	}

	private judge(entry: Entry, verdict: Exclude<Verdict, Limited>): void {
		const { callId, lines } = entry;
		switch (verdict.kind) {
			case 'accepted':
			case 'dropped':
				return this.settle(entry, verdict);
			case 'inCompany':
				return this.queue.againAlone(callId);
			case 'refused':
				if (lines.length > 1) return this.queue.againDivided(callId);
				return this.settle(entry, { kind: 'failed', error: verdict.error });
			case 'impossible':
				return this.giveUp(entry, verdict.error);
		}
	}

	private settle({ callId, lines }: Entry, outcome: LineOutcome): void {
		this.note(lines, outcome);
		this.tries.delete(callId);
		this.queue.next(callId);
	}

	private note(lines: readonly number[], outcome: LineOutcome): void {
		for (const line of lines) this.outcomes[line] = outcome;
		if (outcome.kind === 'failed' && this.settings.stopAtFailure) this.stop.abort();
	}

	/** Sends entries again later, or gives them up after the last repeat. Other calls go on meanwhile. */
	private repeat(limited: ReadonlyMap<Entry, Limited>, wake: () => void): void {
		const calls = new Map<number, string[]>();
		for (const [entry, { error, waitMs }] of limited) {
			const tries = this.tries.get(entry.callId) ?? { repeats: 0, mayBeDone: false };
			this.tries.set(entry.callId, tries);
			tries.mayBeDone ||= error instanceof ServiceError && error.mayBeDone;
			const plannedMs = this.waitsMs[tries.repeats];
			if (plannedMs === undefined) this.giveUp(entry, afterRepeats(error, tries));
			else {
				tries.repeats += 1;
				const ms = waitMs ?? plannedMs;
				calls.set(ms, [...(calls.get(ms) ?? []), entry.callId]);
			}
		}
		for (const [ms, callIds] of calls) void this.after(ms, callIds).then(wake);
	}

	/** Puts calls back in line together, so that they can share a request again; not when all is to be stopped. */
	private async after(ms: number, callIds: readonly string[]): Promise<void> {
		this.waiting += 1;
		try {
			await delay(ms, undefined, { signal: this.stop.signal });
			for (const callId of callIds) this.queue.again(callId);
		} catch {
			// What is stopped stays without an outcome, or gets that of a cancelled execution.
		} finally {
			this.waiting -= 1;
		}
	}

	/** Fails an entry and, unsent, all that follows it in its call: a transcript with holes in it helps nobody. */
	private giveUp(entry: Entry, error: Error): void {
		const rest = this.queue.giveUp(entry.callId);
		this.note(entry.lines, { kind: 'failed', error });
		this.tries.delete(entry.callId);
		if (this.settings.stopAtFailure) return;
		const unsent = { kind: 'failed', error: notSent(error) } as const;
		for (const { lines } of rest) this.note(lines, unsent);
	}

	private failUnsent(): void {
		const { host } = new URL(this.session.credential.baseUrl);
		const error = new TransportError('cancelled', host, false);
		this.outcomes.forEach((outcome, line) => {
			if (!outcome) this.outcomes[line] = { kind: 'failed', error };
		});
	}
}
