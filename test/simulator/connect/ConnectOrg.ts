import { randomUUID } from 'node:crypto';
import type { SimulatorSettings } from '../options.ts';
import type { CallStore } from '../salesforce/CallStore.ts';
import type { Conversation, ConversationEntry, SenderType } from '../salesforce/Conversation.ts';
import { jsonAnswer, type Answer } from '../server/Answer.ts';
import { bookRecords } from '../data/bookRecords.ts';
import { OpenQueries } from '../data/OpenQueries.ts';
import { DeferredWork } from '../server/DeferredWork.ts';
import type { EntryLine } from './entryRules.ts';
import type { Connect, Grant } from './Connect.ts';
import { Sessions, type ConnectSession } from './Sessions.ts';
import type { ConnectedApp, ConnectSettings } from './settings.ts';
import type { TranscriptSink } from './TranscriptSink.ts';
import { UploadJobs, type UploadJob } from './UploadJobs.ts';

const HOUR_MS = 60 * 60 * 1000;

/** What the org uses of the simulation it is part of. */
export interface Surroundings {
	readonly settings: SimulatorSettings;
	readonly calls: CallStore;
	now(): number;
	configure(changes: { connect: Partial<ConnectSettings> }): void;
	retryAfterHeader(): Record<string, string>;
	recordViolation(requestNumber: number, rule: string, message: string, field?: string): void;
}

/** The Connect REST API side of the simulated organizations. Knows no HTTP server. */
export class ConnectOrg implements Connect {
	readonly sessions: Sessions;
	readonly jobs: UploadJobs;
	/** Of the REST API beside it, which takes the same tokens. */
	readonly queries: OpenQueries;
	private readonly surroundings: Surroundings;
	private readonly work = new DeferredWork();
	/** When each user sent the requests of the last hour, in ms. */
	private readonly requests = new Map<string, number[]>();
	/** What an entry was uploaded as, beside what the transcript keeps. */
	private readonly uploaded = new WeakMap<ConversationEntry, EntryLine>();

	constructor(surroundings: Surroundings) {
		this.surroundings = surroundings;
		const keep = (): number => surroundings.settings.keep;
		this.sessions = new Sessions(keep);
		this.jobs = new UploadJobs(keep);
		this.queries = new OpenQueries(keep);
	}

	get settings(): ConnectSettings {
		return this.surroundings.settings.connect;
	}

	get uploads(): UploadJob[] {
		return this.jobs.all();
	}

	get tokens(): ConnectSession[] {
		return this.sessions.all();
	}

	/** Milliseconds since 1970 on the simulator's clock. */
	now(): number {
		return this.surroundings.now();
	}

	app(clientId: string): ConnectedApp | undefined {
		return this.settings.apps.find((app) => app.clientId === clientId);
	}

	grant(username: string, clientId?: string): Grant {
		const app = clientId === undefined ? this.settings.apps[0] : this.app(clientId);
		if (app === undefined) throw new TypeError('There is no such connected app.');
		const { organizationId } = app;
		return {
			accessToken: this.issue(organizationId, username, 'given'),
			refreshToken: this.sessions.issueRefresh({ clientId: app.clientId, organizationId, username }),
		};
	}

	issue(organizationId: string, username: string, grant: ConnectSession['grant']): string {
		return this.sessions.issue({ organizationId, username, grant }, this.settings.sessionSeconds, this.now());
	}

	expireTokens(): void {
		this.sessions.expire(this.now());
	}

	revokeRefreshTokens(): void {
		this.sessions.revokeRefreshes();
	}

	configure(changes: Partial<ConnectSettings>): void {
		this.surroundings.configure({ connect: changes });
	}

	async settled(): Promise<void> {
		await this.work.settled();
	}

	clear(): void {
		for (const part of [this.sessions, this.jobs, this.queries, this.work, this.requests]) part.clear();
	}

	/** Counts a request against its user's hour. An answer when it is used up. */
	limit({ organizationId, username }: ConnectSession): Answer | undefined {
		const { requestsPerHour, hourlyLimitStatus } = this.settings;
		const now = this.now();
		const who = `${organizationId} ${username}`;
		const recent = (this.requests.get(who) ?? []).filter((at) => at > now - HOUR_MS);
		this.requests.set(who, recent);
		if (recent.length < requestsPerHour) {
			recent.push(now);
			return undefined;
		}
		const answer = this.decline(
			hourlyLimitStatus,
			'REQUEST_LIMIT_EXCEEDED',
			'You exceeded the limit of requests.',
		);
		return { ...answer, headers: { ...answer.headers, ...this.surroundings.retryAfterHeader() } };
	}

	/** An error answer as Salesforce's REST APIs give them: a list of one. */
	decline(status: number, errorCode: string, message: string): Answer {
		return jsonAnswer(status, [{ errorCode, message }]);
	}

	/** An error answer for a broken rule, which is recorded. */
	refuse(requestNumber: number, status: number, rule: string, message: string, field?: string): Answer {
		this.surroundings.recordViolation(requestNumber, rule, message, field);
		return this.decline(status, rule.toUpperCase().replaceAll('-', '_'), message);
	}

	recordViolation(requestNumber: number, rule: string, message: string): void {
		this.surroundings.recordViolation(requestNumber, rule, message);
	}

	conversation(organizationId: string, id: string): Conversation | undefined {
		const conversation = this.surroundings.calls.conversationById(id);
		return conversation?.organizationId === organizationId ? conversation : undefined;
	}

	/** The calls and conversations of the user's organization as records to be queried. */
	bookRecords({ organizationId }: ConnectSession): ReturnType<typeof bookRecords> {
		return bookRecords(this.surroundings.calls, organizationId, this.settings);
	}

	/** Whether an entry will not be stored. Its time must lie within its conversation. */
	isFailing(conversation: Conversation | undefined, entry: EntryLine): boolean {
		const { failingEntries, repeatedEntry } = this.settings;
		if (failingEntries.includes(entry.id)) return true;
		if (conversation === undefined) return false;
		const calls = this.surroundings.calls.callsOf(conversation);
		const from = Date.parse(calls[0]?.startTime ?? conversation.openedAt);
		const to = Date.parse(calls.at(-1)?.endTime ?? conversation.closedAt ?? '9999-12-31T00:00:00Z');
		if (entry.clientSentTimestamp < from || entry.clientSentTimestamp > to) return true;
		return repeatedEntry === 'fails' && conversation.entry(entry.id) !== undefined;
	}

	/** Begins the job of a part, and gives its id. */
	upload(conversation: Conversation, part: TranscriptSink, requestNumber: number): string {
		const at = new Date(this.now()).toISOString();
		const job: UploadJob = {
			uploadId: randomUUID(),
			organizationId: conversation.organizationId,
			conversationId: conversation.id,
			requestNumber,
			at,
			doneAt: null,
			bytes: part.bytes,
			sha256: part.sha256,
			entryCount: part.entryCount,
			failedEntryIds: part.failingIds,
			entries: part.entries.map((entry) => this.toStored(entry, requestNumber, at)),
			looks: 0,
		};
		this.jobs.add(job);
		this.work.add(this.settings.jobMs, () => this.finish(conversation, job));
		return job.uploadId;
	}

	/** The line as it was uploaded; undefined for one that was said during the call. */
	uploadedAs(entry: ConversationEntry): EntryLine | undefined {
		return this.uploaded.get(entry);
	}

	private finish(conversation: Conversation, job: UploadJob): void {
		job.doneAt = new Date(this.now()).toISOString();
		for (const entry of job.entries) {
			const known = conversation.entry(entry.messageId);
			if (known !== undefined) known.repeats += 1;
			else this.surroundings.calls.conversations.storeUtterance(conversation, entry);
		}
	}

	private toStored(line: EntryLine, requestNumber: number, receivedAt: string): ConversationEntry {
		const { id, sender, messageText, clientSentTimestamp, clientDuration } = line;
		const entry: ConversationEntry = {
			messageId: id,
			participantId: sender.subject,
			senderType: senderTypeOf(sender),
			content: messageText,
			startTime: clientSentTimestamp,
			endTime: clientSentTimestamp + clientDuration,
			receivedAt,
			cameBy: 'upload',
			requestNumber,
			repeats: 0,
		};
		this.uploaded.set(entry, line);
		return entry;
	}
}

function senderTypeOf({ role, subject }: EntryLine['sender']): SenderType {
	switch (role) {
		case 'END_USER':
			return 'END_USER';
		case 'SUPERVISOR':
			return 'SUPERVISOR';
		case 'AGENT':
			return subject.startsWith('005') ? 'HUMAN_AGENT' : 'VIRTUAL_AGENT';
		default:
			return 'EXTERNAL_USER';
	}
}
