import type { Report } from '../../shared/host/checkThenSend';
import type { ConversationPart } from '../../shared/salesforce/connect/conversationPart';
import type { Upload } from '../../shared/salesforce/connect/getUploadStatus';
import type { Watched } from '../../shared/salesforce/connect/UploadWatch';
import { ServiceError } from '../../shared/ServiceError';
import type { Gathered } from './gather';

/** An upload that Salesforce took. */
export interface Taken extends Gathered {
	readonly part: ConversationPart;
	readonly uploadId: string;
}

function failure({ conversationId, entries }: ConversationPart, upload: Upload): ServiceError {
	const { errorDetail, failedEntryIds, uploadId } = upload;
	const failed = failedEntryIds.length;
	const which =
		failed === 0
			? ''
			: ` ${failed} of ${entries} lines were not stored: ${failedEntryIds.slice(0, 10).join(', ')}${failed > 10 ? ', …' : ''}.`;
	return new ServiceError(
		{
			code: 'salesforce.uploadFailed',
			what: `Salesforce did not store the transcript of conversation '${conversationId}'${errorDetail === null ? '' : `: ${errorDetail.replace(/\.$/, '')}`}.${which}`,
			fix: `Check that the lines' times lie within the conversation and that their speakers took part in it, and upload those lines again. (Upload ${uploadId})`,
		},
		{},
	);
}

function warningsOf({ part, source }: Taken, { upload, warning }: Watched): string[] {
	const warnings = warning === undefined ? [] : [warning];
	const failed = upload?.failedEntryIds.length || upload?.failedEntryCount || 0;
	if (failed > 0) {
		const ids = upload?.failedEntryIds ?? [];
		const names = ids.length > 0 ? `: ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}` : '';
		warnings.push(`${failed} of ${part.entries} lines were not stored${names}.`);
	}
	if (part.earlierLine !== undefined) {
		warnings.push(
			`Line ${part.earlierLine} of ${source.name} is earlier than the one before it; Salesforce shows lines in the order they were uploaded.`,
		);
	}
	return warnings;
}

/** Reports an item that is a whole transcript. */
function reportWhole(itemIndex: number, taken: Taken, watched: Watched, report: Report): void {
	const { part, uploadId } = taken;
	const { upload } = watched;
	if (upload?.status === 'Failed') {
		report.failed(itemIndex, failure(part, upload));
		return;
	}
	report.done(itemIndex, {
		conversationId: part.conversationId,
		uploadId,
		status: upload?.status ?? 'InProgress',
		entries: part.entries,
		successEntryCount: upload?.successEntryCount ?? null,
		failedEntryCount: upload?.failedEntryCount ?? null,
		failedEntryIds: [...(upload?.failedEntryIds ?? [])],
		lastUpdated: upload?.lastUpdated ?? null,
		warnings: warningsOf(taken, watched),
	});
}

/** Reports an item that is one line: what became of that line, whatever became of the others. */
function reportLine(
	itemIndex: number,
	messageId: string,
	{ part, uploadId }: Taken,
	{ upload, warning }: Watched,
	report: Report,
): void {
	const failedIds = upload?.failedEntryIds ?? [];
	const isFailed = failedIds.includes(messageId) || (upload?.status === 'Failed' && failedIds.length === 0);
	if (upload && isFailed) {
		report.failed(itemIndex, failure(part, upload));
		return;
	}
	report.done(itemIndex, {
		conversationId: part.conversationId,
		messageId,
		uploadId,
		// Of a failed upload that names the lines it is about, the others were stored.
		status: upload?.status === 'Failed' ? 'Success' : (upload?.status ?? 'InProgress'),
		warnings: warning === undefined ? [] : [warning],
	});
}

/** Gives each item of a conversation its own outcome. */
export function reportUpload(taken: Taken, watched: Watched, report: Report): void {
	for (const [itemIndex, messageId] of taken.items) {
		if (messageId === undefined) reportWhole(itemIndex, taken, watched, report);
		else reportLine(itemIndex, messageId, taken, watched, report);
	}
}
