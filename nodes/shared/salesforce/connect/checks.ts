import type { Fault } from '../../problem';
import { checkText, isSalesforceId, kindOfId } from '../checks';
import { isIntactId } from '../idChecksum';

/** What can stand in the name of a part and in a path as it is; Salesforce's own are UUIDs. */
const IDENTIFIER = /^[A-Za-z0-9._:@+-]{1,255}$/;

const WHERE =
	"Enter the Salesforce ID of the voice call (0LQ…), or the 'ConversationIdentifier' of its conversation record.";

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

/** Whether a text is the id of a VoiceCall record, with 15 or 18 characters. */
export function isVoiceCallId(value: string): boolean {
	return kindOfId(value) === 'a voice call';
}

/** The voice call that a conversation is named by; undefined when it is named by its identifier. */
export function voiceCallIn(conversationId: string | undefined): string | undefined {
	return conversationId !== undefined && isVoiceCallId(conversationId) ? conversationId : undefined;
}

/** A conversation as an admin may name it: by its identifier, or by one of its voice calls (data/conversationsOfCalls.ts). */
export function checkConversation(field: string, value: string | undefined): Fault[] {
	if (value === undefined || !isVoiceCallId(value)) return checkConversationId(field, value);
	if (isIntactId(value)) return [];
	return [
		{
			field,
			what: `is '${value}', whose last three characters do not fit the others`,
			fix: 'Copy the ID of the voice call again, with its capital and small letters as they are in Salesforce.',
		},
	];
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
