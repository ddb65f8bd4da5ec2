import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../problem';
import type { StateStore } from '../state/StateStore';
import { type CallRecord, decodeRecord, encodeRecord } from './CallRecord';
import { messageIdOf } from './lines';

/** Each try loses only to another that won, so that this is never reached but by a store that does not do its work. */
const MOST_TRIES = 300;

const LONGEST_PAUSE_MS = 20;

/** A record with the text that it is in the store, which the next writing has to know. */
export interface StoredRecord {
	readonly record: CallRecord;
	readonly text: string | undefined;
}

/** Where calls stand, in a store that several workers share. Every change is made to the newest record, or not at all. */
export class CallRecords {
	constructor(
		private readonly store: StateStore,
		/** How long a call is remembered after its last change, in ms. */
		private readonly ttlMs: number,
	) {}

	async read(callId: string): Promise<StoredRecord> {
		const text = await this.store.get(keyOf(callId));
		return { record: decodeRecord(text), text };
	}

	/** Writes the record unless another was faster; then nothing is changed, and the answer is undefined. */
	async replace(callId: string, before: StoredRecord, record: CallRecord): Promise<StoredRecord | undefined> {
		const text = encodeRecord(record, randomUUID());
		return (await this.swap(callId, before.text, text)) ? { record, text } : undefined;
	}

	/** Changes the newest record, whoever else changes it at the same time. `change` may be asked more than once. */
	async change(callId: string, change: (record: CallRecord) => CallRecord): Promise<StoredRecord> {
		for (let tries = 0; tries < MOST_TRIES; tries++) {
			const before = await this.read(callId);
			const changed = change(before.record);
			if (changed === before.record) return before;
			const after = await this.replace(callId, before, changed);
			if (after) return after;
			await delay(Math.random() * Math.min(tries, LONGEST_PAUSE_MS));
		}
		throw new ProblemError({
			code: 'sync.contention',
			what: `What is known of the call '${callId}' could not be written: it was changed by others every time.`,
			fix: 'Check that the store works, and run the item again.',
		});
	}

	/** Whether the line that an event told has been sent. */
	async isLineSent(callId: string, eventId: string): Promise<boolean> {
		return (await this.store.get(lineKeyOf(callId, eventId))) !== undefined;
	}

	/** Notes that the line that an event told has been sent. Kept apart from the record, which a long talk would fill. */
	async noteLineSent(callId: string, eventId: string): Promise<void> {
		await this.store.claim(lineKeyOf(callId, eventId), this.ttlMs);
	}

	/** Resolves when what was written would survive the sudden end of this process. */
	async persist(): Promise<void> {
		await this.store.persist();
	}

	/** A store that is far away may lose its answer; since no two writings are the same text, what is there then tells. */
	private async swap(callId: string, expected: string | undefined, text: string): Promise<boolean> {
		try {
			return await this.store.compareAndSet(keyOf(callId), expected, text, this.ttlMs);
		} catch (error) {
			const found = await this.store.get(keyOf(callId));
			if (found === text) return true;
			if (found !== expected) return false;
			throw error;
		}
	}
}

function keyOf(callId: string): string {
	return `call:${callId}`;
}

function lineKeyOf(callId: string, eventId: string): string {
	return `line:${messageIdOf(callId, eventId)}`;
}
