import { anyText } from '../../anyText';
import { jsonObject, kindOfBody, quotable } from '../../http/answer';
import { isRecord } from '../../isRecord';
import { ServiceError } from '../../ServiceError';
import type { Fault } from '../../problem';
import { checkText } from '../checks';
import type { Operation } from './operation';

/** Of one request (reference, section 3). */
export const MOST_UPLOAD_IDS = 100;

export type UploadStatus = 'Success' | 'Failed' | 'InProgress';

export interface Upload {
	readonly uploadId: string;
	readonly conversationId: string | null;
	/** Salesforce documents SUCCESS and FAILED; anything else means that it is not done yet. */
	readonly status: UploadStatus;
	readonly errorDetail: string | null;
	readonly successEntryCount: number | null;
	readonly failedEntryCount: number | null;
	readonly failedEntryIds: readonly string[];
	/** ISO-8601 UTC. */
	readonly lastUpdated: string | null;
}

export interface GetUploadStatusFields {
	/** MOST_UPLOAD_IDS at most. */
	readonly uploadIds: readonly string[];
}

/** An upload's id, as Upload After Call gave it out. */
export function checkUploadId(field: string, value: string | undefined): Fault[] {
	const fix = "Enter the 'uploadId' that Upload After Call gave out.";
	const faults = checkText(field, value, fix);
	if (faults.length > 0 || value === undefined || /^[A-Za-z0-9._-]{1,100}$/.test(value)) return faults;
	return [{ field, what: 'is not the ID of an upload', fix }];
}

const STATUS_OF: Readonly<Record<string, UploadStatus>> = { SUCCESS: 'Success', FAILED: 'Failed' };

function count(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Epoch ms as ISO-8601 UTC; null for what is no time a Date can hold. */
function instant(value: unknown): string | null {
	const time = new Date(typeof value === 'number' ? value : Number.NaN);
	return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function readUpload(uploadId: string, entry: Readonly<Record<string, unknown>>): Upload {
	const { conversationId, errorDetail, status, failedEntryIds } = entry;
	return {
		uploadId,
		conversationId: typeof conversationId === 'string' ? conversationId : null,
		status: STATUS_OF[anyText(status).toUpperCase()] ?? 'InProgress',
		errorDetail: typeof errorDetail === 'string' && errorDetail !== '' ? quotable(errorDetail) : null,
		successEntryCount: count(entry.successEntryCount),
		failedEntryCount: count(entry.failedEntryCount),
		failedEntryIds: Array.isArray(failedEntryIds) ? failedEntryIds.map(anyText) : [],
		lastUpdated: instant(entry.lastUpdatedTimestamp),
	};
}

const leftOpen = { what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true } as const;

/**
 * GET /connect/conversations/upload?uploadIds=a,b: how far uploads are. An upload that Salesforce says nothing of is
 * missing from what comes back.
 */
export const getUploadStatus: Operation<GetUploadStatusFields, ReadonlyMap<string, Upload>> = {
	purpose: 'give the status of the upload',

	repeat: () => 'repeatable',

	check: ({ uploadIds }) => uploadIds.flatMap((uploadId) => checkUploadId('uploadId', uploadId)),

	request: ({ uploadIds }) => ({
		method: 'GET',
		path: `/connect/conversations/upload?uploadIds=${uploadIds.map(encodeURIComponent).join(',')}`,
	}),

	read(answer) {
		const list = jsonObject(answer)?.conversationBulkUploadStatuses;
		if (!Array.isArray(list)) {
			throw new ServiceError(
				{
					code: 'salesforce.notJson',
					what: `Salesforce answered (${answer.status}) with ${kindOfBody(answer)}.`,
					fix: "Check the Salesforce credential and 'API Version'.",
				},
				{ status: answer.status },
			);
		}
		const uploads = list.filter(isRecord).flatMap((entry) => {
			const { uploadId } = entry;
			return typeof uploadId === 'string' ? [[uploadId, readUpload(uploadId, entry)] as const] : [];
		});
		return new Map(uploads);
	},

	leftOpen: () => leftOpen,
};
