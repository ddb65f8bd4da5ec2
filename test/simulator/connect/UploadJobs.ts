import type { ConversationEntry } from '../salesforce/Conversation.ts';

/** The upload of one conversation. `at` and `doneAt` are ISO-8601 UTC. */
export interface UploadJob {
	uploadId: string;
	organizationId: string;
	conversationId: string;
	requestNumber: number;
	at: string;
	doneAt: string | null;
	/** Of the part as it came. */
	bytes: number;
	/** Hex, of the part as it came. */
	sha256: string;
	/** Lines with an entry, failed ones included. */
	entryCount: number;
	failedEntryIds: string[];
	/** What is to be stored; no more than `keepEntries`. */
	entries: ConversationEntry[];
	/** How often its status was asked for. */
	looks: number;
}

/** The uploads of all organizations, by their ids. */
export class UploadJobs {
	private readonly jobs = new Map<string, UploadJob>();
	private readonly limit: () => number;

	constructor(limit: () => number) {
		this.limit = limit;
	}

	add(job: UploadJob): void {
		this.jobs.set(job.uploadId, job);
		for (const oldest of this.jobs.keys()) {
			if (this.jobs.size <= this.limit()) break;
			this.jobs.delete(oldest);
		}
	}

	find(organizationId: string, uploadId: string): UploadJob | undefined {
		const job = this.jobs.get(uploadId);
		return job?.organizationId === organizationId ? job : undefined;
	}

	/** Oldest first. */
	all(): UploadJob[] {
		return [...this.jobs.values()];
	}

	clear(): void {
		this.jobs.clear();
	}
}
