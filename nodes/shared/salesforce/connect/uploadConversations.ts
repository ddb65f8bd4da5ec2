import { jsonObject, kindOfBody, quotable } from '../../http/answer';
import type { HttpResponse } from '../../http/HttpTransport';
import { isRecord } from '../../isRecord';
import { ServiceError } from '../../ServiceError';
import type { ConversationPart } from './conversationPart';
import { multipart } from './multipart';
import type { Operation } from './operation';

/** As many as Salesforce's own client puts into one request (contactDataSync, config). */
export const MOST_CONVERSATIONS = 10;

export interface UploadFields {
	/** Of different conversations, MOST_CONVERSATIONS at most. */
	readonly parts: readonly ConversationPart[];
	/** Stands between the parts; in none of them. */
	readonly boundary: string;
}

/** What Salesforce says of each conversation, by its identifier: the upload's id, or why there is none. */
export type UploadResults = ReadonlyMap<string, string | ServiceError>;

export const leftOpen = {
	what: 'The transcript may have been uploaded.',
	fix: 'Look at the transcript of the call in Salesforce before you upload it again, or the lines may stand there twice.',
};

const ONLY_CLOSED =
	"Salesforce takes uploads only for conversations that exist and are closed: end the call first (Update Voice Call, 'Call Ended'), and check 'Conversation ID'. While a call goes on, use the operation Add During Call.";

function refused(conversationId: string, detail: unknown, status: number): ServiceError {
	const said = typeof detail === 'string' ? quotable(detail).replace(/\.$/, '') : '';
	return new ServiceError(
		{
			code: 'salesforce.uploadRefused',
			what: `Salesforce did not take the transcript of conversation '${conversationId}'${said === '' ? '' : `: ${said}`}.`,
			fix: ONLY_CLOSED,
		},
		{ status },
	);
}

function unreadable(answer: HttpResponse, what: string): ServiceError {
	return new ServiceError(
		{
			code: 'salesforce.notJson',
			what: `Salesforce accepted the upload (${answer.status}) but ${what}. ${leftOpen.what}`,
			fix: leftOpen.fix,
		},
		{ status: answer.status, mayBeDone: true },
	);
}

/**
 * POST /connect/conversations/upload: transcripts of conversations that are over, one file for each, in the order they
 * were written (reference, section 17; Upload or Update Transcripts with Connect REST API, Spring '26).
 */
export const uploadConversations: Operation<UploadFields, UploadResults> = {
	purpose: 'take the transcript',

	/** No page says what a second upload of the same lines does. */
	repeat: () => 'onlyIfUnsent',

	/** What can be wrong is found while the parts are read (conversationPart.ts) and put together. */
	check: () => [],

	request: ({ parts, boundary }) => ({
		method: 'POST',
		path: '/connect/conversations/upload',
		stream: multipart(
			parts.map(({ conversationId, length, open }) => ({
				// The part of a conversation bears its identifier as name; without a file name it is no file.
				name: conversationId,
				filename: 'transcript.json',
				length,
				open,
			})),
			boundary,
		),
	}),

	read(answer, { parts }) {
		const list = jsonObject(answer)?.conversationBulkUploadsResults;
		if (!Array.isArray(list)) throw unreadable(answer, `sent ${kindOfBody(answer)}`);
		const entries = list.filter(isRecord);
		return new Map(
			parts.map(({ conversationId }) => {
				const entry = entries.find(({ conversationIdentifier }) => conversationIdentifier === conversationId);
				if (!entry) {
					return [conversationId, unreadable(answer, `said nothing of conversation '${conversationId}'`)];
				}
				const { uploadId, errorDetail } = entry;
				const isTaken = typeof uploadId === 'string' && uploadId !== '' && !errorDetail;
				return [conversationId, isTaken ? uploadId : refused(conversationId, errorDetail, answer.status)];
			}),
		);
	},

	leftOpen: () => leftOpen,

	explain: (status) => (status === 400 ? ONLY_CLOSED : undefined),
};
