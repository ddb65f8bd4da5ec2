import { jsonAnswer } from '../../server/Answer.ts';
import type { ConnectOrg } from '../ConnectOrg.ts';
import type { UploadJob } from '../UploadJobs.ts';
import type { ConnectEndpoint } from './ConnectEndpoint.ts';

const MOST_IDS = 100;

/** GET /services/data/vXX.0/connect/conversations/upload?uploadIds=a,b */
export const getUploadStatuses: ConnectEndpoint = {
	name: 'getUploadStatuses',
	kind: 'resource',
	method: 'GET',
	path: '/:version/connect/conversations/upload',
	handle(org, { visit, session, query }) {
		const ids = (query.get('uploadIds') ?? '').split(',').filter((id) => id !== '');
		if (ids.length === 0)
			return org.refuse(visit.record.number, 400, 'missing', 'uploadIds is required', 'uploadIds');
		if (ids.length > MOST_IDS) {
			const message = `uploadIds must not be more than ${MOST_IDS}`;
			return org.refuse(visit.record.number, 400, 'too-many', message, 'uploadIds');
		}
		const jobs = ids.flatMap((id) => org.jobs.find(session.organizationId, id) ?? []);
		return jsonAnswer(200, {
			conversationBulkUploadStatuses: jobs.flatMap((job) => {
				job.looks += 1;
				return statusOf(org, job);
			}),
		});
	},
};

function statusOf(org: ConnectOrg, job: UploadJob): object[] {
	const { uploadId, conversationId, entryCount, failedEntryIds } = job;
	const { pendingStatus, partlyFailedStatus } = org.settings;
	const isDone = job.doneAt !== null;
	if (!isDone && pendingStatus === 'absent') return [];
	const failed = failedEntryIds.length;
	const done = failed === 0 ? 'SUCCESS' : failed === entryCount ? 'FAILED' : partlyFailedStatus;
	return [
		{
			conversationId,
			errorDetail: isDone && failed > 0 ? 'Some conversation entries could not be stored.' : null,
			failedEntryCount: isDone ? failed : 0,
			failedEntryIds: isDone ? failedEntryIds : [],
			lastUpdatedTimestamp: Date.parse(job.doneAt ?? job.at),
			status: isDone ? done : pendingStatus,
			successEntryCount: isDone ? entryCount - failed : 0,
			uploadId,
		},
	];
}
