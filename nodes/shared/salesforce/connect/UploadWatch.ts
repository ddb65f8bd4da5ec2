import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../../problem';
import type { Session } from './account';
import { getUploadStatus, MOST_UPLOAD_IDS, type Upload } from './getUploadStatus';
import { perform } from './operation';

/** The waits between two looks: short at first, then longer, since every look counts against an hourly limit. */
const FIRST_WAIT_MS = 1_000;

const LONGEST_WAIT_MS = 30_000;

const GROWTH = 1.6;

export interface Watched {
	/** The last that is known of the upload; undefined when no look succeeded. */
	readonly upload: Upload | undefined;
	/** Why the end was not waited for, if it was not. The upload itself was taken in any case. */
	readonly warning: string | undefined;
}

interface Waiting {
	readonly until: number;
	readonly resolve: (watched: Watched) => void;
	upload: Upload | undefined;
}

const LATER = 'Use Get Upload Status to look at it later.';

/**
 * Looks at uploads until Salesforce has stored or refused them, at all of a run together. Never rejects: the uploads were
 * taken, and an error would make it look as if they had not been.
 */
export class UploadWatch {
	private readonly waiting = new Map<string, Waiting>();

	private isLooking = false;

	private trouble: string | undefined;

	constructor(
		private readonly session: Session,
		private readonly limitMs: number,
		private readonly firstWaitMs = FIRST_WAIT_MS,
	) {}

	/** Resolves when the upload is stored or refused, or when the time to wait is over. */
	async until(uploadId: string): Promise<Watched> {
		return await new Promise((resolve) => {
			this.waiting.set(uploadId, { until: performance.now() + this.limitMs, resolve, upload: undefined });
			if (!this.isLooking) void this.look();
		});
	}

	private async look(): Promise<void> {
		this.isLooking = true;
		for (let waitMs = this.firstWaitMs; this.waiting.size > 0; waitMs *= GROWTH) {
			const soonest = Math.min(...[...this.waiting.values()].map(({ until }) => until));
			const left = Math.max(0, soonest - performance.now());
			if (!(await this.wait(Math.min(waitMs, LONGEST_WAIT_MS, left)))) {
				this.release(() => 'The wait was cancelled. The transcript was uploaded.');
				break;
			}
			const ids = [...this.waiting.keys()];
			for (let from = 0; from < ids.length; from += MOST_UPLOAD_IDS) {
				await this.lookAt(ids.slice(from, from + MOST_UPLOAD_IDS));
			}
			const now = performance.now();
			const reason =
				this.trouble ?? 'Salesforce had not stored the transcript yet when the time to wait was over.';
			this.release(({ until }) => (until <= now ? `${reason} ${LATER}` : undefined));
		}
		this.isLooking = false;
	}

	/** False when the run was cancelled meanwhile. */
	private async wait(ms: number): Promise<boolean> {
		const { signal } = this.session;
		return await delay(ms, true, signal ? { signal } : {}).catch(() => false);
	}

	private async lookAt(uploadIds: readonly string[]): Promise<void> {
		let uploads: ReadonlyMap<string, Upload>;
		try {
			uploads = await perform(this.session, getUploadStatus, { uploadIds });
			this.trouble = undefined;
		} catch (error) {
			this.trouble = error instanceof ProblemError ? error.what : String(error);
			return;
		}
		for (const uploadId of uploadIds) {
			const entry = this.waiting.get(uploadId);
			const upload = uploads.get(uploadId);
			if (!entry || !upload) continue;
			entry.upload = upload;
			if (upload.status === 'InProgress') continue;
			this.waiting.delete(uploadId);
			entry.resolve({ upload, warning: undefined });
		}
	}

	/** Lets go of those for which there is a reason. */
	private release(reasonFor: (entry: Waiting) => string | undefined): void {
		for (const [uploadId, entry] of this.waiting) {
			const warning = reasonFor(entry);
			if (warning === undefined) continue;
			this.waiting.delete(uploadId);
			entry.resolve({ upload: entry.upload, warning });
		}
	}
}
