import type { Answer } from '../server/Answer.ts';
import type { ApiRequest, Org } from './endpoints/Endpoint.ts';
import { isRecordId } from './recordIds.ts';
import type { VoiceCall } from './VoiceCall.ts';

/** The call of the path, by record id or vendor call key, or the refusal of a call that nobody knows. */
export function findCall({ number, sender, callId }: ApiRequest, org: Org): VoiceCall | Answer {
	const call = org.calls.find(sender.contactCenter.organizationId, callId);
	if (call !== undefined) return call;
	const message = 'no voice call has this id or vendor call key';
	return org.refuse(number, org.settings.unknownCallStatus, 'unknown-call', message);
}

/** The call of the path by its vendor call key, for the endpoints that take no record id (sections 6, 13, 14). */
export function findCallByKey({ number, sender, callId }: ApiRequest, org: Org): VoiceCall | Answer {
	const found = lookUpByKey(sender.contactCenter.organizationId, callId, org);
	if ('conversation' in found) return found;
	return org.refuse(number, org.settings.unknownCallStatus, found.rule, found.message);
}

/** The same without an answer: the call, or why there is none. */
export function lookUpByKey(
	organizationId: string,
	vendorCallKey: string,
	org: Org,
): VoiceCall | { rule: string; message: string } {
	const call = org.calls.findByKey(organizationId, vendorCallKey);
	if (call !== undefined) return call;
	return isRecordId(vendorCallKey, '0LQ')
		? { rule: 'record-id-as-key', message: 'a vendor call key is needed here, not a voice call id' }
		: { rule: 'unknown-call', message: 'no voice call has this vendor call key' };
}

/** Whether a look-up ended in an answer. */
export function isAnswer(found: VoiceCall | Answer): found is Answer {
	return !('conversation' in found);
}
