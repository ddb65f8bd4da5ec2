import type { Fault } from '../../problem';
import { kindOfId } from '../checks';
import { senderTypeOf } from '../transcript/speakers';
import { shortId } from './checks';
import type { EntrySender } from './entry';

const SPEAKERS = "Enter customer, agent or supervisor, or one of Salesforce's sender types such as END_USER.";

/**
 * The sender of an uploaded line: what the ConversationParticipant records of the call hold. A customer is
 * `{key}END_USER`; a rep their user (appType AGENT, as in the guide's example) or, without a user id,
 * `{key}VIRTUAL_AGENT`, as Salesforce's own contactDataSync sends every rep. Otherwise what is wrong, by the fields
 * `speaker` and `participantId`.
 */
export function entrySenderOf(
	callKey: string,
	speaker: string | undefined,
	participantId: string | undefined,
): EntrySender | Fault {
	const named = (who: string, role: string): EntrySender => ({
		appType: 'TELEPHONY_INTEGRATION',
		subject: `${callKey}${who}`,
		role,
	});
	if (speaker === undefined || speaker.trim() === '') {
		return { field: 'speaker', what: 'is empty', fix: SPEAKERS };
	}
	switch (senderTypeOf(speaker)) {
		case 'END_USER':
			return named('END_USER', 'END_USER');
		case 'SUPERVISOR':
			return named('SUPERVISOR', 'SUPERVISOR');
		case 'HUMAN_AGENT':
			return participantId !== undefined && kindOfId(participantId) === 'a user'
				? { appType: 'AGENT', subject: shortId(participantId), role: 'AGENT' }
				: named('VIRTUAL_AGENT', 'AGENT');
		case 'VIRTUAL_AGENT':
			return named('VIRTUAL_AGENT', 'AGENT');
		case 'EXTERNAL_USER':
			return {
				field: 'speaker',
				what: 'is an external participant, who has no role in an upload',
				fix: 'Call the speaker customer, or leave the line out.',
			};
		default: {
			const what = `is '${speaker.trim().slice(0, 40)}', which is no known speaker`;
			return { field: 'speaker', what, fix: SPEAKERS };
		}
	}
}
