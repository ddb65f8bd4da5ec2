import { jsonAnswer } from '../../server/Answer.ts';
import { findCallByKey, isAnswer } from '../findCall.ts';
import { refusalOf, transcribe } from '../transcribe.ts';
import { checkUtterance, utteranceRules, type Utterance } from '../utteranceRules.ts';
import type { Endpoint } from './Endpoint.ts';

/** POST /voiceCalls/{vendorCallKey}/messages (section 6). */
export const createTranscript: Endpoint = transcriptEndpoint('/voiceCalls/:callId/messages');

/** The same as Salesforce's Java client sends it. */
export const createTranscriptAsJavaDoes: Endpoint = transcriptEndpoint('/voiceCalls/:callId/messages/');

function transcriptEndpoint(path: string): Endpoint {
	return {
		name: 'Create a Transcript',
		method: 'POST',
		path,
		rules: utteranceRules,
		checkTogether: (body, _sender, org) => checkUtterance(body, org.settings),
		handle(request, org) {
			const call = findCallByKey(request, org);
			if (isAnswer(call)) return call;
			if (!org.mayTranscribe(call.organizationId, 1)) {
				return org.limitExceeded('Too many utterances within one second');
			}
			const utterance = request.body as unknown as Utterance;
			const refusal = refusalOf(call, utterance, org.settings);
			if (refusal !== undefined) {
				const { rule, message, field } = refusal;
				return org.refuse(request.number, 400, rule, message, field ?? undefined);
			}
			// Accepted, whether or not anything is stored.
			transcribe(call, utterance, { cameBy: 'message', requestNumber: request.number }, org);
			return jsonAnswer(org.settings.transcriptStatus, { result: 'Accepted' });
		},
	};
}
