import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../problem';
import type { StateStore } from '../state/StateStore';
import { type CallRecord, coveredIn, decodeRecord, encodeRecord } from './CallRecord';
import { messageIdOf } from './lines';
import { isClosed } from './treatment';

/** Each try loses only to another that won, so that this is never reached but by a store that does not do its work. */
const MOST_TRIES = 300;

const LONGEST_PAUSE_MS = 20;

/** A call that is not closed is remembered for so long at least: forgotten while it goes on, it could not be closed with all its data. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;

/** A record with the text that it is in the store, which the next writing has to know. */
export interface StoredRecord {
	readonly record: CallRecord;
	readonly text: string | undefined;
}

/** Where calls stand, in a store that several workers share. Every change is made to the newest record, or not at all. */
export class CallRecords {
	constructor(
		private readonly store: StateStore,
		/** How long a call that is closed is remembered after its last change, in ms. */
		private readonly ttlMs: number,
	) {}

	async read(callId: string): Promise<StoredRecord> {
		const text = await this.store.get(keyOf(callId));
		return { record: decodeRecord(text), text };
	}

	/** Whether Salesforce has everything up to this news of the call. Cheap, since those who wait for it ask often. */
	async isCovered(callId: string, arrival: number): Promise<boolean> {
		const text = await this.store.get(keyOf(callId));
		return text !== undefined && coveredIn(text) >= arrival;
	}

	/** Writes the record unless another was faster; then nothing is changed, and the answer is undefined. */
	async replace(callId: string, before: StoredRecord, record: CallRecord): Promise<StoredRecord | undefined> {
		const text = encodeRecord(record, randomUUID());
		const ttlMs = isClosed(record.progress) ? this.ttlMs : Math.max(this.ttlMs, LONGEST_CALL_MS);
		return (await this.swap(callId, before.text, text, ttlMs)) ? { record, text } : undefined;
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
	private async swap(
		callId: string,
		expected: string | undefined,
		text: string,
		ttlMs: number,
	): Promise<boolean> {
		try {
			return await this.store.compareAndSet(keyOf(callId), expected, text, ttlMs);
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
