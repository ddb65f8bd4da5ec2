import { ConnectOrg } from './connect/ConnectOrg.ts';
import { FaultBook } from './faults/FaultBook.ts';
import {
	settingsFrom,
	type SettingsChanges,
	type SimulatorOptions,
	type SimulatorSettings,
} from './options.ts';
import { CallStore } from './salesforce/CallStore.ts';
import { ContactRequestBook } from './salesforce/ContactRequestBook.ts';
import type { Conversation, SilenceReason } from './salesforce/Conversation.ts';
import type { Org } from './salesforce/endpoints/Endpoint.ts';
import { JtiRegister } from './salesforce/JtiRegister.ts';
import { resume, silence } from './salesforce/silences.ts';
import type { VoiceCall } from './salesforce/VoiceCall.ts';
import { jsonAnswer, type Answer } from './server/Answer.ts';
import { BoundedList } from './server/BoundedList.ts';
import { DeferredWork } from './server/DeferredWork.ts';
import { Feed } from './server/Feed.ts';
import { RateWindow } from './server/RateWindow.ts';
import type { InvisibleProblem, ProblemRecord, RequestRecord, Violation } from './server/records.ts';
import { VonageCenter } from './vonage/VonageCenter.ts';

/** Everything the simulated services hold and everything that is remembered of its visitors. Knows no HTTP server. */
export class Simulation implements Org {
	settings: SimulatorSettings;
	readonly calls: CallStore;
	readonly contactRequests: ContactRequestBook;
	readonly connect: ConnectOrg;
	readonly vonage: VonageCenter;
	readonly faults = new FaultBook();
	readonly feed = new Feed();
	readonly jtis = new JtiRegister();
	readonly deferred = new DeferredWork();
	readonly requests: BoundedList<RequestRecord>;
	readonly violations: BoundedList<Violation>;
	readonly problems: BoundedList<ProblemRecord>;
	private readonly starts = new RateWindow();
	private readonly utterances = new RateWindow();
	private readonly clock: () => number;
	private readonly initial: SimulatorSettings;
	private underWay = new Map<number, RequestRecord>();
	private requestsSeen = 0;
	private violationsSeen = 0;
	private problemsSeen = 0;

	constructor(options: SimulatorOptions) {
		this.settings = settingsFrom(options);
		this.initial = this.settings;
		this.clock = options.clock ?? Date.now;
		const keep = (): number => this.settings.keep;
		this.requests = new BoundedList(keep);
		this.violations = new BoundedList(keep);
		this.problems = new BoundedList(keep);
		this.calls = new CallStore({
			now: () => this.now(),
			limit: keep,
			onEvent: (call, entry) => this.feed.publish({ kind: 'call', call, entry }),
			onUtterance: ({ names }, utterance) => this.feed.publish({ kind: 'utterance', ...names, utterance }),
			onConversationEvent: ({ names }, event) =>
				this.feed.publish({ kind: 'conversationEvent', ...names, event }),
		});
		this.contactRequests = new ContactRequestBook({
			calls: this.calls,
			limit: keep,
			prefix: () => this.settings.contactRequestPrefix,
			onRequest: (contactRequest) => this.feed.publish({ kind: 'contactRequest', contactRequest }),
		});
		this.connect = new ConnectOrg(this);
		this.vonage = new VonageCenter(this);
	}

	/** Milliseconds since 1970 on the simulator's clock. */
	now(): number {
		return this.clock() + this.settings.clockOffsetSeconds * 1000;
	}

	/** Changes options while running. Throws a TypeError naming an option that does not exist. */
	configure(changes: SettingsChanges): void {
		this.settings = settingsFrom(changes, this.settings);
		if (changes.vonage?.agents !== undefined) this.vonage.agentBook.replace(changes.vonage.agents);
	}

	/** Forgets calls, requests, faults, tokens and changed options. */
	reset(): void {
		this.settings = this.initial;
		this.deferred.clear();
		for (const part of [
			this.calls,
			this.connect,
			this.vonage,
			this.faults,
			this.jtis,
			this.starts,
			this.utterances,
		])
			part.clear();
		for (const list of [this.contactRequests, this.requests, this.violations, this.problems]) list.clear();
		this.underWay = new Map();
		this.requestsSeen = 0;
		this.violationsSeen = 0;
		this.problemsSeen = 0;
		this.feed.publish({ kind: 'reset' });
	}

	/** Takes note of a request that has just come in. */
	begin(request: Pick<RequestRecord, 'method' | 'path' | 'query' | 'headers' | 'endpoint'>): RequestRecord {
		this.requestsSeen += 1;
		const record: RequestRecord = {
			number: this.requestsSeen,
			at: this.calls.nowText(),
			...request,
			token: null,
			tokenDigest: null,
			telephonyProviderName: request.headers['telephony-provider-name'] ?? null,
			body: '',
			handled: false,
			handledStatus: null,
			status: null,
			fault: null,
		};
		this.requests.push(record);
		this.underWay.set(record.number, record);
		return record;
	}

	/** Ends the note on a request: its violations can no longer be added to. */
	end(record: RequestRecord): void {
		this.underWay.delete(record.number);
	}

	/** Plays the rep who accepts the work in the console: the pending routing is gone and the call in progress. */
	accept(idOrKey: string, agent?: string): VoiceCall | undefined {
		const call = this.calls.findAnywhere(idOrKey);
		if (call === undefined || call.pendingRouting === null) return undefined;
		const { target, targetKind } = call.pendingRouting;
		call.pendingRouting = null;
		call.callDisposition = 'in-progress';
		call.agent = agent ?? call.agent;
		const acceptedAt = this.calls.nowText();
		call.agentWork.push({ agent: agent ?? null, target, targetKind, acceptedAt, closedAt: null });
		this.calls.note(call, 'routingAccepted', agent ?? target);
		return call;
	}

	/** The conversation of a call of any organization. */
	conversation(idOrKey: string): Conversation | undefined {
		return this.calls.findAnywhere(idOrKey)?.conversation;
	}

	/** Plays the rep who pauses the recording or puts a party on hold. Undefined when there is no such call. */
	silence(idOrKey: string, reason: SilenceReason, participant?: string): VoiceCall | undefined {
		const call = this.calls.findAnywhere(idOrKey);
		if (call !== undefined) silence(call, reason, participant ?? null, this.calls);
		return call;
	}

	/** Plays the rep who ends pauses and holds: of one participant, or all of them. */
	resume(idOrKey: string, participant?: string): VoiceCall | undefined {
		const call = this.calls.findAnywhere(idOrKey);
		if (call !== undefined) resume(call, participant ?? null, this.calls);
		return call;
	}

	mayStart(organizationId: string): boolean {
		return this.starts.take(organizationId, this.settings.callsPerSecond, this.now());
	}

	mayTranscribe(organizationId: string, utterances: number): boolean {
		const { utterancesPerSecond } = this.settings;
		return this.utterances.take(organizationId, utterancesPerSecond, this.now(), utterances);
	}

	later(work: () => void): void {
		this.deferred.add(this.settings.applyDelayMs, work);
	}

	report(
		requestNumber: number,
		found: InvisibleProblem,
		call?: { id: string; vendorCallKey?: string },
	): void {
		this.problemsSeen += 1;
		const problem: ProblemRecord = {
			number: this.problemsSeen,
			at: this.calls.nowText(),
			requestNumber,
			callId: call?.id ?? null,
			vendorCallKey: call?.vendorCallKey ?? null,
			...found,
		};
		this.problems.push(problem);
		this.feed.publish({ kind: 'problem', problem });
	}

	/** Records a broken rule without saying anything to the caller. */
	recordViolation(
		requestNumber: number,
		rule: string,
		message: string,
		field?: string,
		refused = true,
	): void {
		const request = this.underWay.get(requestNumber);
		this.violationsSeen += 1;
		const violation: Violation = {
			number: this.violationsSeen,
			at: this.calls.nowText(),
			requestNumber,
			method: request?.method ?? '',
			path: request?.path ?? '',
			rule,
			field: field ?? null,
			message,
			refused,
		};
		this.violations.push(violation);
		this.feed.publish({ kind: 'violation', violation });
	}

	refuse(requestNumber: number, status: number, rule: string, message: string, field?: string): Answer {
		this.recordViolation(requestNumber, rule, message, field);
		return this.errorAnswer(status, rule, message);
	}

	/** An error answer of the configured shape. Docs silent on all of them (section 2.4). */
	errorAnswer(status: number, rule: string, message: string): Answer {
		const error = { errorCode: rule.toUpperCase().replaceAll('-', '_'), message };
		switch (this.settings.errorBodyShape) {
			case 'object':
				return jsonAnswer(status, error);
			case 'array':
				return jsonAnswer(status, [error]);
			case 'text':
				return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: message };
			case 'empty':
				return { status, headers: {}, body: '' };
		}
	}

	limitExceeded(message: string): Answer {
		const answer = this.errorAnswer(429, 'limit-exceeded', message);
		return { ...answer, headers: { ...answer.headers, ...this.retryAfterHeader() } };
	}

	/** What a 429 says of when to come back. */
	retryAfterHeader(): Record<string, string> {
		const { retryAfter, retryAfterSeconds } = this.settings;
		switch (retryAfter) {
			case 'none':
				return {};
			case 'seconds':
				return { 'retry-after': String(retryAfterSeconds) };
			case 'date':
				return { 'retry-after': new Date(this.now() + retryAfterSeconds * 1000).toUTCString() };
		}
	}
}
