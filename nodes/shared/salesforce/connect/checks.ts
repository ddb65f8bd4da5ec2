import type { Fault } from '../../problem';
import { checkText, isSalesforceId } from '../checks';

/** What can stand in the name of a part and in a path as it is; Salesforce's own are UUIDs. */
const IDENTIFIER = /^[A-Za-z0-9._:@+-]{1,255}$/;

const WHERE =
	"It is the 'ConversationIdentifier' of the conversation record: query it by the 'ConversationId' of the voice call.";

/** The identifier of a conversation, which is not the id of its record. */
export function checkConversationId(field: string, value: string | undefined): Fault[] {
	const faults = checkText(field, value, WHERE);
	if (faults.length > 0 || value === undefined) return faults;
	if (isSalesforceId(value) && value.startsWith('0LQ')) {
		return [{ field, what: 'is the ID of a voice call, not of its conversation', fix: WHERE }];
	}
	if (isSalesforceId(value) && value.startsWith('0dw')) {
		return [{ field, what: "is the ID of the conversation's record, not its identifier", fix: WHERE }];
	}
	return IDENTIFIER.test(value) && !/^\.{1,2}$/.test(value)
		? []
		: [{ field, what: 'holds characters that no conversation identifier has', fix: WHERE }];
}

/** The voice calls that lines belong to; Salesforce takes only their 15-character ids here. */
export function checkVoiceCallIds(field: string, values: readonly string[]): Fault[] {
	if (values.length === 0) {
		return [
			{ field, what: 'is empty', fix: 'Enter the ID of the voice call (0LQ…) that the lines belong to.' },
		];
	}
	const strange = values.find((value) => !(isSalesforceId(value) && value.startsWith('0LQ')));
	return strange === undefined
		? []
		: [
				{
					field,
					what: `holds '${strange.slice(0, 40)}', which is not the ID of a voice call`,
					fix: "Enter the Salesforce ID, which starts with 0LQ; the telephony system's own call ID will not do here.",
				},
			];
}

/** The 15 characters of an id; the other three of the long form are a checksum. */
export function shortId(id: string): string {
	return isSalesforceId(id) ? id.slice(0, 15) : id;
}
