import { MOST_CALLS } from '../createTranscriptsInBulk';
import { divided, type Entry, type SendMode } from './planBatches';

/** What goes out in one request: a single line, or the lines of up to five calls. */
export interface Batch {
	readonly form: 'single' | 'bulk';
	readonly entries: readonly Entry[];
}

/**
 * The entries still to be sent. A call of which an entry is under way has no other one given out, whatever becomes of
 * it, so that no line overtakes one of the same call. Knows no time and sends nothing.
 */
export class TranscriptQueue {
	/** What is left of each call, the next entry last. */
	private readonly left = new Map<string, Entry[]>();

	/** The calls with nothing under way, in the order of their turns. */
	private readonly ready = new Set<string>();

	constructor(
		plan: ReadonlyMap<string, readonly Entry[]>,
		private readonly mode: SendMode,
	) {
		for (const [callId, entries] of plan) {
			this.left.set(callId, entries.toReversed());
			this.ready.add(callId);
		}
	}

	/** The next request; undefined while every call that has entries left is under way. */
	take(): Batch | undefined {
		const entries: Entry[] = [];
		const most = this.mode === 'single' ? 1 : MOST_CALLS;
		for (const callId of this.ready) {
			const entry = this.left.get(callId)?.at(-1);
			// One that must be by itself goes out when it is its call's turn, not with those before it.
			if (!entry || (entry.alone && entries.length > 0)) continue;
			entries.push(entry);
			if (entry.alone || entries.length === most) break;
		}
		if (entries.length === 0) return undefined;
		for (const { callId } of entries) this.ready.delete(callId);
		return { form: this.formOf(entries), entries };
	}

	/** The entry under way of this call is through with, well or not: its next one may be sent. */
	next(callId: string): void {
		const entries = this.left.get(callId);
		entries?.pop();
		if (entries && entries.length > 0) this.ready.add(callId);
		else this.left.delete(callId);
	}

	/** The entry under way of this call is to be sent again. */
	again(callId: string): void {
		this.ready.add(callId);
	}

	/** The entry under way of this call is to be sent again, by itself. */
	againAlone(callId: string): void {
		this.replace(callId, (entry) => [{ ...entry, alone: true }]);
	}

	/** The entry under way of this call is to be sent again, line by line. */
	againDivided(callId: string): void {
		this.replace(callId, divided);
	}

	/** Takes out all that is left of a call behind the entry under way, and hands it over. */
	giveUp(callId: string): Entry[] {
		const rest = this.left.get(callId)?.toReversed().slice(1) ?? [];
		this.left.delete(callId);
		this.ready.delete(callId);
		return rest;
	}

	private replace(callId: string, change: (entry: Entry) => Entry[]): void {
		const entries = this.left.get(callId);
		const entry = entries?.pop();
		if (entry) entries?.push(...change(entry).reverse());
		this.ready.add(callId);
	}

	private formOf(entries: readonly Entry[]): Batch['form'] {
		if (this.mode === 'automatic')
			return entries.length === 1 && entries[0]?.lines.length === 1 ? 'single' : 'bulk';
		return this.mode;
	}
}
