import type { CallStore } from '../salesforce/CallStore.ts';
import { longRecordId, shortRecordId } from '../salesforce/recordIds.ts';
import type { DataSettings } from './settings.ts';
import type { Row } from './tables.ts';

type Hidden = Pick<DataSettings, 'callsWithoutConversation' | 'unseenRecords'>;

/**
 * The voice calls of an organization and their conversations as records to be queried, as far as the user may see them. IDs
 * are given out in their long form.
 */
export function bookRecords(
	calls: CallStore,
	organizationId: string,
	{ callsWithoutConversation, unseenRecords }: Hidden,
): Readonly<Record<'Conversation' | 'VoiceCall', readonly Row[]>> {
	const without = callsWithoutConversation.map(shortRecordId);
	const unseen = unseenRecords.map(shortRecordId);
	const isSeen = ({ recordId }: { recordId: string }): boolean => !unseen.includes(recordId);
	return {
		VoiceCall: calls
			.all()
			.filter((call) => call.organizationId === organizationId && isSeen({ recordId: call.id }))
			.map(({ id, vendorCallKey, callType, startTime, endTime, conversation }) => ({
				Id: longRecordId(id),
				VendorCallKey: vendorCallKey,
				CallType: callType,
				CallStartDateTime: startTime,
				CallEndDateTime: endTime,
				ConversationId: without.includes(id) ? null : longRecordId(conversation.recordId),
			})),
		Conversation: calls.conversations
			.all()
			.filter((conversation) => conversation.organizationId === organizationId && isSeen(conversation))
			.map(({ id, recordId, openedAt, closedAt }) => ({
				Id: longRecordId(recordId),
				ConversationIdentifier: id,
				StartTime: openedAt,
				EndTime: closedAt,
			})),
	};
}
