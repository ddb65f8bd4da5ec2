import type { SimulatorSettings } from '../options.ts';
import { jsonAnswer, type Answer } from '../server/Answer.ts';
import type { Feed } from '../server/Feed.ts';
import type { InvisibleProblem } from '../server/records.ts';
import { RateWindow } from '../server/RateWindow.ts';
import { AgentBook, type Agent, type AgentChanges } from './AgentBook.ts';
import { CallBook } from './CallBook.ts';
import { CallProgress } from './CallProgress.ts';
import type { OutboundCall } from './OutboundCall.ts';
import type { VonageAccount, VonageSettings } from './settings.ts';
import { TokenBook, type IssuedToken } from './TokenBook.ts';
import type { Vonage } from './Vonage.ts';

/** What the center uses of the simulation it is part of. */
export interface Surroundings {
	readonly settings: SimulatorSettings;
	readonly feed: Feed;
	now(): number;
	configure(changes: { vonage: Partial<VonageSettings> }): void;
	retryAfterHeader(): Record<string, string>;
	recordViolation(
		requestNumber: number,
		rule: string,
		message: string,
		field?: string,
		refused?: boolean,
	): void;
	report(requestNumber: number, found: InvisibleProblem, call?: { id: string }): void;
}

/** The simulated Vonage Contact Center: its calls, agents and tokens. Knows no HTTP server. */
export class VonageCenter implements Vonage {
	readonly callBook: CallBook;
	readonly agentBook: AgentBook;
	readonly tokenBook: TokenBook;
	readonly progress: CallProgress;
	private readonly surroundings: Surroundings;
	private readonly requestRate = new RateWindow();

	constructor(surroundings: Surroundings) {
		this.surroundings = surroundings;
		const keep = (): number => surroundings.settings.keep;
		this.callBook = new CallBook({
			now: () => surroundings.now(),
			limit: keep,
			onEvent: (call, entry) => surroundings.feed.publish({ kind: 'outboundCall', call, entry }),
		});
		this.agentBook = new AgentBook(this.settings.agents);
		this.tokenBook = new TokenBook(keep);
		this.progress = new CallProgress(this.callBook, this.agentBook, () => this.settings);
	}

	get settings(): VonageSettings {
		return this.surroundings.settings.vonage;
	}

	get calls(): OutboundCall[] {
		return this.callBook.all();
	}

	get rings(): Map<string, number> {
		return this.callBook.rings();
	}

	get agents(): Agent[] {
		return this.agentBook.all();
	}

	get tokens(): IssuedToken[] {
		return this.tokenBook.all();
	}

	/** Milliseconds since 1970 on the simulator's clock. */
	now(): number {
		return this.surroundings.now();
	}

	call(id: string): OutboundCall | undefined {
		return this.callBook.find(id) ?? this.callBook.findByBodyId(id);
	}

	setAgent(agentId: string, changes: AgentChanges): Agent | undefined {
		const agent = this.agentBook.find(agentId);
		return agent === undefined ? undefined : Object.assign(agent, changes);
	}

	advance(id: string): OutboundCall | undefined {
		const call = this.call(id);
		return call !== undefined && this.progress.advance(call) ? call : undefined;
	}

	wrapUp(id: string, dispositionCode: string): OutboundCall | undefined {
		const call = this.call(id);
		if (call === undefined) return undefined;
		call.dispositionCode = dispositionCode;
		this.callBook.note(call, 'wrappedUp', dispositionCode);
		return call;
	}

	expireTokens(): void {
		this.tokenBook.expire(this.now());
	}

	configure(changes: Partial<VonageSettings>): void {
		this.surroundings.configure({ vonage: changes });
	}

	async settled(): Promise<void> {
		await this.progress.settled();
	}

	/** Forgets calls, rings and tokens; the agents are as the options have them. */
	clear(): void {
		for (const part of [this.progress, this.callBook, this.tokenBook, this.requestRate]) part.clear();
		this.agentBook.replace([]);
		this.agentBook.replace(this.settings.agents);
	}

	/** Whether unknown fields are refused, and not only recorded. */
	get refusesUnknownFields(): boolean {
		return this.surroundings.settings.unknownFields === 'refuse';
	}

	/** An error answer without a broken rule: how things stand in the account. */
	decline(status: number, message: string): Answer {
		return jsonAnswer(status, { message });
	}

	/** An error answer for a broken rule, which is recorded. */
	refuse(requestNumber: number, status: number, rule: string, message: string, field?: string): Answer {
		this.recordViolation(requestNumber, rule, message, field);
		return this.decline(status, message);
	}

	recordViolation(
		requestNumber: number,
		rule: string,
		message: string,
		field?: string,
		refused = true,
	): void {
		this.surroundings.recordViolation(requestNumber, rule, message, field, refused);
	}

	/** Records something that the caller is not told. */
	report(requestNumber: number, found: InvisibleProblem, call: OutboundCall): void {
		this.surroundings.report(requestNumber, found, { id: call.guid });
	}

	/** Counts a request against the account's rate (section 4.2). An answer when it is used up. */
	limit(account: VonageAccount): Answer | undefined {
		const { requestsPerSecond } = this.settings;
		if (this.requestRate.take(account.accountKey, requestsPerSecond, this.now())) return undefined;
		return jsonAnswer(
			429,
			{ message: 'Too many requests. Please try again later.' },
			this.surroundings.retryAfterHeader(),
		);
	}
}
