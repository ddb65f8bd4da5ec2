import { randomUUID } from 'node:crypto';
import { displayText } from '../../call-event/displayText';
import { AmiConnection } from '../asterisk/ami/AmiConnection';
import { AmiFault } from '../asterisk/ami/AmiFault';
import type { AmiSettings } from '../asterisk/ami/AmiSettings';
import { AmiDialCourse } from './AmiDialCourse';
import { originateFields } from './amiOriginate';
import type { DialOrder } from './DialOrder';
import { mayBeDialed, notDialed } from './dialProblem';
import { News } from './News';
import { DIAL_TIMING, type DialTiming, type PbxDialer } from './PbxDialer';
import type { Verdict } from './Verdict';
import type { PbxTiming } from '../PbxTiming';

/** Asterisk's words for a number the context does not know (action_originate in main/manager.c). */
const UNKNOWN_NUMBER = /extension does not exist/i;

/** The faults that an answer of Asterisk makes; after any other it is not known whether it has acted. */
const REFUSALS: ReadonlySet<string> = new Set(['actionRefused', 'notPermitted']);

const RIGHTS =
	"Add to the user in manager.conf 'write = originate' and 'read = call', then run 'manager reload' in Asterisk.";

export interface AmiDialerOptions {
	readonly settings: Omit<AmiSettings, 'events'>;
	readonly timing?: Partial<PbxTiming & DialTiming> | undefined;
}

/** Places calls over the manager interface of an Asterisk; its user needs `write = originate` and `read = call`. */
export class AmiDialer implements PbxDialer {
	private readonly settings: AmiSettings;

	private readonly timing: Partial<PbxTiming> & DialTiming;

	private connection: AmiConnection | undefined;

	private course: AmiDialCourse | undefined;

	private readonly news = new News();

	private ended: AmiFault | undefined;

	constructor({ settings, timing }: AmiDialerOptions) {
		this.settings = { ...settings, events: 'call' };
		this.timing = { ...DIAL_TIMING, ...timing };
	}

	async dial(order: DialOrder, signal?: AbortSignal): Promise<string> {
		const id = `n8n-${randomUUID()}`;
		const fields = originateFields(order, id);
		if (signal?.aborted) throw notDialed('cancelled', order);
		const connection = await this.connected(order, signal);
		const course = new AmiDialCourse(id);
		this.course = course;
		try {
			// Nothing is awaited between the look at the connection and the sending.
			const answer = await connection.perform('Originate', fields);
			course.actionId = answer.actionId;
		} catch (error) {
			throw this.unanswered(error, order, id);
		}
		const { kind, reason } = await this.outcome(course, order, id, signal);
		if (kind !== 'answered') throw notDialed(kind, order, { detail: displayText(reason, 80) });
		return id;
	}

	async close(): Promise<void> {
		const { connection } = this;
		this.connection = undefined;
		await connection?.close();
	}

	/** The connection of the calls before, while it lasts. */
	private async connected(order: DialOrder, signal: AbortSignal | undefined): Promise<AmiConnection> {
		if (this.connection && !this.ended) return this.connection;
		this.ended = undefined;
		try {
			this.connection = await AmiConnection.open(
				this.settings,
				{
					event: (message) => {
						this.course?.hear(message);
						this.news.spread();
					},
					closed: (fault) => {
						this.ended = fault;
						this.news.spread();
					},
				},
				{ timing: this.timing, signal },
			);
			return this.connection;
		} catch (error) {
			throw signal?.aborted ? notDialed('cancelled', order) : error;
		}
	}

	private unanswered(error: unknown, order: DialOrder, id: string): unknown {
		if (!(error instanceof AmiFault)) return error;
		if (!REFUSALS.has(error.kind)) return mayBeDialed(error.what, order, id, error);
		if (error.kind === 'notPermitted') return notDialed('notPermitted', order, { fix: RIGHTS });
		if (UNKNOWN_NUMBER.test(error.what)) return notDialed('unknownNumber', order);
		return notDialed('refused', order, { detail: /\(Originate: (.*)\)\.$/.exec(error.what)?.[1] });
	}

	/** Waits for what Asterisk tells of the phone, a little longer than it rings. */
	private async outcome(
		course: AmiDialCourse,
		order: DialOrder,
		id: string,
		signal: AbortSignal | undefined,
	): Promise<Verdict> {
		const isOver = () => this.ended !== undefined || signal?.aborted === true;
		const decided = await this.news.until(
			() => course.isDecided || isOver(),
			order.ringSeconds * 1000 + this.timing.graceMs,
			signal,
		);
		if (course.isDecided) {
			await this.news.until(() => course.verdict() !== undefined || isOver(), this.timing.reasonMs, signal);
		}
		const verdict = course.verdict(true);
		if (verdict) return verdict;
		if (signal?.aborted) throw mayBeDialed('The execution was cancelled.', order, id);
		if (decided && this.ended) throw mayBeDialed(this.ended.what, order, id, this.ended);
		throw mayBeDialed(
			"Asterisk did not tell what became of the call; it does so for a user with 'read = call' in manager.conf.",
			order,
			id,
		);
	}
}
