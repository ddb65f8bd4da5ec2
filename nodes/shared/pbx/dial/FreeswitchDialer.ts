import { randomUUID } from 'node:crypto';
import { displayText } from '../../call-event/displayText';
import { EslConnection } from '../freeswitch/EslConnection';
import type { EslEvent } from '../freeswitch/EslEvent';
import { FreeswitchFault } from '../freeswitch/FreeswitchFault';
import type { FreeswitchSettings } from '../freeswitch/FreeswitchSettings';
import type { DialOrder } from './DialOrder';
import { mayBeDialed, notDialed, type Obstacle } from './dialProblem';
import { originateCommand } from './freeswitchOriginate';
import { News } from './News';
import { DIAL_TIMING, type DialTiming, type PbxDialer } from './PbxDialer';
import type { Verdict } from './Verdict';
import type { PbxTiming } from '../PbxTiming';

/** FreeSWITCH's names of what kept a phone from being answered (src/switch_channel.c). */
const CAUSES: Readonly<Record<string, Obstacle>> = {
	USER_BUSY: 'busy',
	CALL_REJECTED: 'declined',
	NO_ANSWER: 'noAnswer',
	NO_USER_RESPONSE: 'noAnswer',
	ALLOTTED_TIMEOUT: 'noAnswer',
	PROGRESS_TIMEOUT: 'noAnswer',
	USER_NOT_REGISTERED: 'unknownPhone',
	SUBSCRIBER_ABSENT: 'unknownPhone',
	UNALLOCATED_NUMBER: 'unknownPhone',
	NO_ROUTE_DESTINATION: 'unknownPhone',
	INVALID_NUMBER_FORMAT: 'unknownPhone',
	CHAN_NOT_IMPLEMENTED: 'unknownPhone',
};

/** The answers to a command that say that it was not carried out. */
const REFUSALS: ReadonlySet<string> = new Set(['commandRefused', 'notPermitted']);

const RIGHTS =
	"Add 'bgapi originate' to the user's 'esl-allowed-api' and 'BACKGROUND_JOB' to its 'esl-allowed-events' in the directory, then run 'reloadxml' in FreeSWITCH.";

export interface FreeswitchDialerOptions {
	readonly settings: FreeswitchSettings;
	readonly timing?: Partial<PbxTiming & DialTiming> | undefined;
}

/** What the result of the command says. */
export function verdictOf(result: string): Verdict {
	const words = result.trim();
	if (words.startsWith('+OK')) return { kind: 'answered' };
	const cause = /^-ERR\s+(\w+)/.exec(words)?.[1] ?? '';
	const kind = Object.hasOwn(CAUSES, cause) ? CAUSES[cause] : undefined;
	return kind ? { kind } : { kind: 'failed', reason: words.replace(/^-ERR\s*/, '') };
}

/** Places calls over the event socket of a FreeSWITCH. */
export class FreeswitchDialer implements PbxDialer {
	private readonly settings: FreeswitchSettings;

	private readonly timing: Partial<PbxTiming> & DialTiming;

	private connection: EslConnection | undefined;

	private ended: FreeswitchFault | undefined;

	/** Results of the jobs of this call, by their ids: one may come before the answer that names the job. */
	private results = new Map<string, string>();

	private readonly news = new News();

	constructor({ settings, timing }: FreeswitchDialerOptions) {
		this.settings = settings;
		this.timing = { ...DIAL_TIMING, ...timing };
	}

	async dial(order: DialOrder, signal?: AbortSignal): Promise<string> {
		const id = randomUUID();
		const command = originateCommand(order, id);
		if (signal?.aborted) throw notDialed('cancelled', order);
		const connection = await this.connected(order, signal);
		this.results = new Map();
		let job: string;
		try {
			// Nothing is awaited between the look at the connection and the sending.
			job = await connection.background(command);
		} catch (error) {
			if (!(error instanceof FreeswitchFault)) throw error;
			if (!REFUSALS.has(error.kind)) throw mayBeDialed(error.what, order, id, error);
			if (error.kind === 'notPermitted') throw notDialed('notPermitted', order, { fix: RIGHTS });
			throw notDialed('refused', order, { detail: /\(bgapi: (.*)\)\.$/.exec(error.what)?.[1] });
		}
		const { kind, reason } = await this.outcome(job, order, id, signal);
		if (kind !== 'answered') throw notDialed(kind, order, { detail: displayText(reason, 80) });
		return id;
	}

	async close(): Promise<void> {
		const { connection } = this;
		this.connection = undefined;
		await connection?.close();
	}

	/** The connection of the calls before, while it lasts. */
	private async connected(order: DialOrder, signal: AbortSignal | undefined): Promise<EslConnection> {
		if (this.connection && !this.ended) return this.connection;
		this.ended = undefined;
		const listener = {
			event: (event: EslEvent) => this.hear(event),
			closed: (fault: FreeswitchFault) => {
				this.ended = fault;
				this.news.spread();
			},
		};
		try {
			this.connection = await EslConnection.open(this.settings, listener, {
				timing: this.timing,
				signal,
				events: 'BACKGROUND_JOB',
			});
			return this.connection;
		} catch (error) {
			throw signal?.aborted ? notDialed('cancelled', order) : error;
		}
	}

	private hear(event: EslEvent): void {
		const job = event.get('Job-UUID');
		if (event.eventName !== 'BACKGROUND_JOB' || job === undefined) return;
		this.results.set(job, event.get('_body') ?? '');
		this.news.spread();
	}

	/** Waits for the job's result, a little longer than the phone rings. */
	private async outcome(
		job: string,
		order: DialOrder,
		id: string,
		signal: AbortSignal | undefined,
	): Promise<Verdict> {
		const limitMs = order.ringSeconds * 1000 + this.timing.graceMs;
		const isOver = () => this.results.has(job) || this.ended !== undefined || signal?.aborted === true;
		await this.news.until(isOver, limitMs, signal);
		const result = this.results.get(job);
		if (result !== undefined) return verdictOf(result);
		if (signal?.aborted) throw mayBeDialed('The execution was cancelled.', order, id);
		const because = this.ended?.what ?? 'FreeSWITCH did not tell what became of the call.';
		throw mayBeDialed(because, order, id, this.ended);
	}
}
