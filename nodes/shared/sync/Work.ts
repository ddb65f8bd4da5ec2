import type { Lease } from '../state/Lease';
import { begun, done, failed, leftBehind } from './advance';
import type { CallRecord } from './CallRecord';
import type { StoredRecord } from './CallRecords';
import { type Answer, isRefusal, mayBeDone } from './carryOut';
import { standingOfFirst, viewOf } from './chain';
import { planSteps } from './planSteps';
import { whyNoLines } from './standing';
import { isOnceOnly, type Step } from './Step';
import { cancelled, type Settlement, type SyncContext } from './SyncContext';

/** How often a line is tried with as many events before it is given up. */
const MOST_TRIES_OF_A_LINE = 3;

function withoutLine(record: CallRecord, step: Step): CallRecord {
	if (step.kind !== 'transcript') return record;
	return { ...record, lines: record.lines.filter(({ eventId }) => eventId !== step.eventId) };
}

/** A line that Salesforce refuses, or that failed often enough, must not make every later event of the call fail. */
function afterFailure(record: CallRecord, step: Step, error: unknown): CallRecord {
	const progress = failed(record.progress, step, mayBeDone(error));
	if (step.kind !== 'transcript') return { ...record, progress };
	if (isRefusal(error)) return withoutLine(record, step);
	const lines = record.lines
		.map((line) => (line.eventId === step.eventId ? { ...line, tries: line.tries + 1 } : line))
		.filter(({ tries }) => tries < MOST_TRIES_OF_A_LINE);
	return { ...record, lines };
}

/** One worker's work on one call, from taking the lease until nothing is left or the lease is lost. */
export class Work {
	/** Steps that failed; they are not tried again with this event. */
	private readonly leftOut = new Set<string>();

	constructor(
		private readonly context: SyncContext,
		private readonly callId: string,
		private readonly lease: Lease,
		private readonly settlement: Settlement,
	) {}

	/** True when nothing is left that can be done now, false when the lease was lost. */
	async run(): Promise<boolean> {
		const { records, signal } = this.context;
		for (;;) {
			if (signal?.aborted) throw cancelled(signal.reason);
			if (!(await this.lease.renew())) return false;
			const stored = await records.read(this.callId);
			if (await this.tidiedUp(stored)) continue;
			const step = await this.nextStep(stored);
			if (step === 'lookAgain') continue;
			if (step) await this.take(step, stored);
			else if (await this.covered(stored)) return true;
		}
	}

	private async replace(
		stored: StoredRecord,
		changes: Partial<CallRecord>,
	): Promise<StoredRecord | undefined> {
		return await this.context.records.replace(this.callId, stored, { ...stored.record, ...changes });
	}

	/** What somebody who died left behind. True when the record is to be read anew. */
	private async tidiedUp(stored: StoredRecord): Promise<boolean> {
		const { progress, warnings } = leftBehind(stored.record.progress);
		if (warnings.length === 0) return false;
		if (await this.replace(stored, { progress })) this.settlement.warnings.push(...warnings);
		return true;
	}

	private async nextStep(stored: StoredRecord): Promise<Step | 'lookAgain' | undefined> {
		const { records, settings } = this.context;
		const { record } = stored;
		const view = await viewOf(records, this.callId, record, settings);
		const noLines = whyNoLines(view, record.progress, settings);
		if (record.lines.length > 0 && noLines !== undefined) {
			if (await this.replace(stored, { lines: [] })) {
				const count = record.lines.length === 1 ? 'A line' : `${record.lines.length} lines`;
				this.settlement.warnings.push(`${count} of the transcript was not sent. ${noLines}`);
			}
			return 'lookAgain';
		}
		if (view.parent?.standing === 'notYet' && (await this.waitsFor(view.parent.firstKey))) return 'lookAgain';
		return planSteps(view, record.progress, settings, this.leftOut)[0];
	}

	/** Leaves word with the first call of the chain, so that this one is seen to as soon as Salesforce has that one. */
	private async waitsFor(firstKey: string): Promise<boolean> {
		const { records, settings } = this.context;
		const { record } = await records.change(firstKey, (first) =>
			Object.hasOwn(first.successors, this.callId)
				? first
				: { ...first, successors: { ...first.successors, [this.callId]: 'open' } },
		);
		// It may have come there since it was last looked at, and would not look for who waits again.
		return standingOfFirst(firstKey, record, settings) !== 'notYet';
	}

	/** True when the record says that nothing is left; false when news came in the meantime. */
	private async covered(stored: StoredRecord): Promise<boolean> {
		const { arrivals, covered } = stored.record;
		if (covered === arrivals || this.leftOut.size > 0) return true;
		return (await this.replace(stored, { covered: arrivals })) !== undefined;
	}

	private async take(step: Step, stored: StoredRecord): Promise<void> {
		const { records, sender, signal } = this.context;
		if (step.kind === 'transcript' && (await records.isLineSent(this.callId, step.eventId))) {
			await records.change(this.callId, (record) => withoutLine(record, step));
			return;
		}
		if (isOnceOnly(step) && !(await this.begin(step, stored))) return;
		const either = signal ? AbortSignal.any([signal, this.lease.signal]) : this.lease.signal;
		let answer: Answer;
		try {
			answer = await sender.send(step, either);
		} catch (error) {
			return await this.failure(step, error);
		}
		// Whatever goes wrong from here on, the step has been done.
		this.settlement.did.push({ step, answer });
		this.settlement.warnings.push(...answer.warnings);
		if (step.kind === 'transcript') await records.noteLineSent(this.callId, step.eventId);
		await records.change(this.callId, (record) => ({
			...withoutLine(record, step),
			progress: done(record.progress, step, answer),
		}));
	}

	/** Notes a step that must not be done twice before it is sent. False when somebody else changed the record. */
	private async begin(step: Step, stored: StoredRecord): Promise<boolean> {
		const { records } = this.context;
		const { progress } = stored.record;
		if (!(await this.replace(stored, { progress: begun(progress, step) }))) return false;
		try {
			await records.persist();
			if (!this.lease.isLost) return true;
		} catch (error) {
			await this.notSent(step);
			throw error;
		}
		await this.notSent(step);
		return false;
	}

	private async notSent(step: Step): Promise<void> {
		await this.context.records.change(this.callId, (record) => ({
			...record,
			progress: failed(record.progress, step, false),
		}));
	}

	private async failure(step: Step, error: unknown): Promise<void> {
		const { records, signal } = this.context;
		const { record } = await records.change(this.callId, (known) => afterFailure(known, step, error));
		// Given up because the lease was lost: whoever has it goes on.
		if (this.lease.isLost && !signal?.aborted) return;
		this.leftOut.add(step.key);
		this.settlement.failures.push({ step, error });
		if (step.kind === 'transcript' && !record.lines.some(({ eventId }) => eventId === step.eventId)) {
			this.settlement.warnings.push(
				'The line of the transcript is not tried again; add it with Add Call Transcript.',
			);
		}
	}
}
