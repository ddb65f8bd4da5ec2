import { jsonAnswer } from '../../server/Answer.ts';
import { checkBody, type BodyRules } from '../../server/checkBody.ts';
import { applyUpdate, type UpdateBody } from '../applyUpdate.ts';
import { attributesText } from '../callAttributes.ts';
import { filled, noLongerThan, notNegative, oneOf, utcTime } from '../bodyRules.ts';
import { isRecordId } from '../recordIds.ts';
import type { VoiceCall } from '../VoiceCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

const DISCONNECT_REASON: BodyRules = {
	value: { type: 'string', required: true, check: filled },
	isError: { type: 'boolean', required: true },
};

/** PATCH /voiceCalls/{id} (section 5): answered at once, applied later, makes the call when there is none. */
export const updateVoiceCall: Endpoint = {
	name: 'Update a Voice Call Record',
	method: 'PATCH',
	path: '/voiceCalls/:callId',
	rules: () => ({
		startTime: { type: 'string', check: utcTime },
		endTime: { type: 'string', check: utcTime },
		enqueueTime: { type: 'string', check: utcTime },
		acceptTime: { type: 'string', check: utcTime },
		fromNumber: { type: 'string', check: filled },
		totalHoldDuration: { type: 'int32', check: notNegative },
		longestHoldDuration: { type: 'int32', check: notNegative },
		numberOfHolds: { type: 'int32', check: notNegative },
		agentInteractionDuration: { type: 'int32', check: notNegative },
		queue: { type: 'string', check: filled },
		agent: { type: 'string', check: filled },
		callOrigin: { type: 'string', check: oneOf('Preview', 'Progressive', 'Voicemail') },
		recordingLocation: { type: 'string', check: noLongerThan(1000) },
		totalRecordingDuration: { type: 'int32', check: notNegative },
		callAttributes: { type: 'string', check: attributesText },
		isActiveCall: { type: 'boolean' },
		disconnectReason: { type: 'object' },
	}),
	checkTogether(body) {
		const reason = body['disconnectReason'];
		if (reason === undefined) return [];
		return checkBody(reason as { [name: string]: unknown }, DISCONNECT_REASON, 'disconnectReason.');
	},
	refusesAtOnce(finding, settings) {
		if (finding.rule === 'unknown-field') return settings.unknownFields === 'refuse';
		return finding.grade === 'shape' && settings.updateTypeErrors === 'refuse';
	},
	handle(request, org) {
		org.later(() => apply(request, org));
		return jsonAnswer(org.settings.updateStatus, { status: 'pending' });
	},
};

function apply(request: ApiRequest, org: Org): void {
	const call = findOrMake(request, org);
	for (const finding of request.deferred) {
		const { field, rule, message } = finding;
		org.report(request.number, { rule, field, message: `${message}; the field was dropped` }, call);
	}
	const dropped = new Set(request.deferred.map((finding) => finding.field.split('.')[0]));
	const kept = Object.entries(request.body).filter(([field]) => !dropped.has(field));
	call.updateRequests += 1;
	for (const problem of applyUpdate(call, Object.fromEntries(kept) as UpdateBody, org)) {
		org.report(request.number, problem, call);
	}
}

function findOrMake(request: ApiRequest, org: Org): VoiceCall {
	const known = org.calls.find(request.sender.contactCenter.organizationId, request.callId);
	if (known !== undefined) return known;
	const call = org.calls.add(request.callId, 'update', request.sender);
	org.calls.note(call, 'createdByUpdate', 'no call had this id or vendor call key');
	if (isRecordId(request.callId, '0LQ')) {
		const message = 'no record has this Salesforce id, so one was made with the id as its vendor call key';
		org.report(request.number, { rule: 'record-id-as-key', field: null, message }, call);
	}
	return call;
}
