import { jsonAnswer } from '../../server/Answer.ts';
import type { ConnectOrg } from '../ConnectOrg.ts';
import { uploadOf } from '../readUploadBody.ts';
import type { ConnectSession } from '../Sessions.ts';
import type { TranscriptSink } from '../TranscriptSink.ts';
import type { ConnectEndpoint } from './ConnectEndpoint.ts';

/** POST /services/data/vXX.0/connect/conversations/upload */
export const uploadConversations: ConnectEndpoint = {
	name: 'uploadConversations',
	kind: 'resource',
	method: 'POST',
	path: '/:version/connect/conversations/upload',
	takesUpload: true,
	handle(org, { visit, session }) {
		const { number } = visit.record;
		const upload = uploadOf(visit.record);
		if (upload === undefined) {
			return org.refuse(
				number,
				415,
				'content-type',
				'Content-Type must be multipart/form-data with a boundary',
			);
		}
		if (upload.problem !== undefined) return org.refuse(number, 400, 'multipart', upload.problem);
		if (upload.parts.length === 0) return org.refuse(number, 400, 'no-part', 'there is no file');
		const refused = upload.parts.map((part) => refusalOf(org, session, part));
		const first = refused.find((reason) => reason !== undefined);
		upload.parts.forEach((part, index) => {
			const reason = refused[index];
			if (reason !== undefined)
				org.recordViolation(number, reason.rule, `${part.head.name}: ${reason.message}`);
		});
		if (first !== undefined && org.settings.badConversation === 'request') {
			return org.decline(400, 'INVALID_INPUT', first.message);
		}
		return jsonAnswer(200, {
			conversationBulkUploadsResults: upload.parts.map((part, index) => {
				const reason = refused[index];
				const conversation = org.conversation(session.organizationId, part.head.name);
				const isTaken = reason === undefined && conversation !== undefined;
				return {
					conversationIdentifier: part.head.name,
					errorDetail: reason?.message ?? null,
					status: isTaken ? 'SUCCESS' : 'FAILED',
					uploadId: isTaken ? org.upload(conversation, part, number) : null,
				};
			}),
		});
	},
};

function refusalOf(
	org: ConnectOrg,
	{ organizationId }: ConnectSession,
	part: TranscriptSink,
): { rule: string; message: string } | undefined {
	if (part.problem !== undefined) return { rule: 'transcript', message: part.problem };
	const conversation = org.conversation(organizationId, part.head.name);
	if (conversation === undefined)
		return { rule: 'unknown-conversation', message: 'Conversation does not exist.' };
	if (conversation.status === 'open')
		return { rule: 'open-conversation', message: 'Conversation is not closed.' };
	return undefined;
}
