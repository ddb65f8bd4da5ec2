import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { displayText } from '../../call-event/displayText';
import { jsonObject, serviceMessage } from '../../http/answer';
import { type AriAnswer, AriClient } from '../asterisk/ari/AriClient';
import { AriFault } from '../asterisk/ari/AriFault';
import type { AriSettings } from '../asterisk/ari/AriSettings';
import { originateBody } from './ariOriginate';
import type { DialOrder } from './DialOrder';
import { mayBeDialed, notDialed } from './dialProblem';
import { DIAL_TIMING, type DialTiming, type PbxDialer } from './PbxDialer';
import type { Verdict } from './Verdict';
import { PBX_TIMING, type PbxTiming } from '../PbxTiming';

/** Found out before a request was written. */
const UNSENT: ReadonlySet<string> = new Set(['refused', 'hostNotFound', 'blocked', 'tls', 'certificate']);

/** Between two looks at the channel, in milliseconds: no call that is answered is over sooner. */
const LOOK_MS = 200;

const RIGHTS =
	"Set 'read_only = no' for the user in ari.conf, then run 'module reload res_ari.so' in Asterisk.";

export interface AriDialerOptions {
	readonly settings: Omit<AriSettings, 'applicationName'>;
	readonly timing?: Partial<PbxTiming & DialTiming> | undefined;
}

/**
 * Places calls over the REST interface of an Asterisk; its user needs `read_only = no`. What becomes of the phone is asked
 * for, and not listened to: an Asterisk 22 whose listeners to all events come and go while calls go on was seen to answer
 * nobody any more.
 */
export class AriDialer implements PbxDialer {
	private readonly settings: AriSettings;

	private readonly timing: PbxTiming & DialTiming;

	private client: AriClient | undefined;

	constructor({ settings, timing }: AriDialerOptions) {
		this.settings = { ...settings, applicationName: 'n8n-dial' };
		this.timing = { ...PBX_TIMING, ...DIAL_TIMING, ...timing };
	}

	async dial(order: DialOrder, signal?: AbortSignal): Promise<string> {
		const id = `n8n-${randomUUID()}`;
		const body = originateBody(order);
		if (signal?.aborted) throw notDialed('cancelled', order);
		const client = await this.connected(order, signal);
		const answer = await this.posted(client, order, id, body, signal);
		if (answer && answer.status !== 200) throw refusal(answer, order, id);
		const { kind } = await this.outcome(client, order, id, signal);
		if (kind !== 'answered') throw notDialed(kind, order);
		return id;
	}

	async close(): Promise<void> {
		const { client } = this;
		this.client = undefined;
		await client?.close();
	}

	/** Proves that Asterisk can be reached and lets us in, before anything is asked to be done. */
	private async connected(order: DialOrder, signal: AbortSignal | undefined): Promise<AriClient> {
		if (this.client) return this.client;
		const client = new AriClient(this.settings, this.timing);
		try {
			await client.get('asterisk/info', this.timing.answerMs, signal);
			this.client = client;
			return client;
		} catch (error) {
			await client.close();
			throw signal?.aborted ? notDialed('cancelled', order) : error;
		}
	}

	/** The answer; undefined when none came although the channel has been made. */
	private async posted(
		client: AriClient,
		order: DialOrder,
		id: string,
		body: object,
		signal: AbortSignal | undefined,
	): Promise<AriAnswer | undefined> {
		try {
			return await client.ask('POST', `channels/${id}`, body, this.timing.answerMs, signal);
		} catch (error) {
			if (!(error instanceof AriFault) || UNSENT.has(error.kind)) throw error;
			const because = signal?.aborted ? 'The execution was cancelled.' : error.what;
			if (signal?.aborted || !(await this.isThere(client, id))) throw mayBeDialed(because, order, id, error);
			return undefined;
		}
	}

	private async isThere(client: AriClient, id: string): Promise<boolean> {
		try {
			return (await client.ask('GET', `channels/${id}`, undefined, this.timing.answerMs)).status === 200;
		} catch {
			// What is to be told is that the first question was not answered.
			return false;
		}
	}

	/** Looks at the channel until it is answered or gone, a little longer than it rings. */
	private async outcome(
		client: AriClient,
		order: DialOrder,
		id: string,
		signal: AbortSignal | undefined,
	): Promise<Verdict> {
		const began = performance.now();
		const ringMs = order.ringSeconds * 1000;
		try {
			while (performance.now() - began < ringMs + this.timing.graceMs) {
				const path = `channels/${id}`;
				const answer = await client.ask('GET', path, undefined, this.timing.answerMs, signal);
				if (answer.status === 404) {
					return { kind: performance.now() - began >= ringMs ? 'noAnswer' : 'notReached' };
				}
				if (stateIn(answer) === 'Up') return { kind: 'answered' };
				await delay(LOOK_MS, undefined, signal ? { signal } : {});
			}
		} catch (error) {
			if (signal?.aborted) throw mayBeDialed('The execution was cancelled.', order, id);
			if (error instanceof AriFault) throw mayBeDialed(error.what, order, id, error);
			throw error;
		}
		throw mayBeDialed('Asterisk did not tell what became of the call.', order, id);
	}
}

function stateIn({ status, text }: AriAnswer): unknown {
	return jsonObject({ status, headers: {}, body: text })?.state;
}

/** What Asterisk says when it makes no channel (res/ari/resource_channels.c). */
function refusal(answer: AriAnswer, order: DialOrder, id: string): Error {
	const { status, text } = answer;
	const said = serviceMessage({ status, headers: {}, body: text });
	if (status === 401 || status === 403) return notDialed('notPermitted', order, { fix: RIGHTS });
	// It could not make the channel: there is no such phone, or it is not registered.
	if (status === 500 && said === 'Allocation failed') return notDialed('unknownPhone', order);
	if (status < 400 || status >= 500 || status === 409) {
		const quote = said === undefined ? '' : `: ${said.replace(/\.$/, '')}`;
		return mayBeDialed(`Asterisk answered otherwise than expected (${status}${quote}).`, order, id);
	}
	const detail = `HTTP ${status}${said ? `: ${said.replace(/\.$/, '')}` : ''}`;
	return notDialed('refused', order, { detail: displayText(detail, 120) });
}
