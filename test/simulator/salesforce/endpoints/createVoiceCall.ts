import { attributesText, readAttributes } from '../callAttributes.ts';
import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import { checkBody, isJsonObject, type Finding, type JsonObject } from '../../server/checkBody.ts';
import { filled, oneOf, utcTime } from '../bodyRules.ts';
import type { Sender } from '../CallStore.ts';
import type { VoiceCall } from '../VoiceCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

/** The body once it has passed the rules. */
interface CreateBody {
	vendorCallKey: string;
	to: string;
	from: string;
	initiationMethod: 'Inbound' | 'Transfer';
	startTime: string;
	participants: unknown[];
	parentVoiceCallId?: string;
	callAttributes?: string;
	callOrigin?: string;
	callSubtype?: string;
	queue?: string;
}

/** POST /voiceCalls (section 4). */
export const createVoiceCall: Endpoint = {
	name: 'Create a Voice Call Record',
	method: 'POST',
	path: '/voiceCalls',
	rules: () => ({
		callCenterApiName: { type: 'string', required: true, check: filled },
		vendorCallKey: { type: 'string', required: true, check: filled },
		to: { type: 'string', required: true, check: filled },
		from: { type: 'string', required: true, check: filled },
		initiationMethod: { type: 'string', required: true, check: oneOf('Inbound', 'Transfer') },
		startTime: { type: 'string', required: true, check: utcTime },
		participants: { type: 'array', required: true },
		parentVoiceCallId: { type: 'string', check: filled },
		callAttributes: { type: 'string', check: attributesText },
		callOrigin: { type: 'string', check: oneOf('Preview', 'Progressive', 'Voicemail') },
		callSubtype: { type: 'string', check: oneOf('PSTN', 'WebRTC') },
		queue: { type: 'string', check: filled },
	}),
	checkTogether(body, sender, org) {
		return [
			...checkCallCenter(body, sender),
			...checkParticipants(body['participants']),
			...checkTransfer(body, sender, org),
		];
	},
	handle(request, org) {
		const body = request.body as unknown as CreateBody;
		const organizationId = request.sender.contactCenter.organizationId;
		const existing = org.calls.find(organizationId, body.vendorCallKey);
		if (existing?.vendorCallKey === body.vendorCallKey && returnsExisting(body, org)) {
			existing.createRequests += 1;
			org.calls.note(existing, 'createRepeated', 'no second record made');
			return jsonAnswer(org.settings.createStatus, { voiceCallId: existing.id, errors: [] });
		}
		// A repeat starts no call, so only what makes a record counts against the limits.
		if (org.calls.conversations.countOpen(organizationId) >= org.settings.concurrentCalls) {
			return org.limitExceeded('The limit of concurrent calls is reached');
		}
		if (!org.mayStart(organizationId)) return org.limitExceeded('Too many calls started within one second');
		return createRecord(request, body, org);
	},
};

function createRecord(request: ApiRequest, body: CreateBody, org: Org): Answer {
	const parent = findParent(body.parentVoiceCallId, request.sender, org);
	const call = org.calls.add(body.vendorCallKey, 'create', request.sender, parent);
	call.from = body.from;
	call.to = body.to;
	call.initiationMethod = body.initiationMethod;
	call.callType = body.initiationMethod;
	call.startTime = body.startTime;
	// Section 4: for privacy Salesforce stores every participant key as END_USER; only the first one counts.
	call.participants = [{ participantKey: 'END_USER', type: 'END_USER' }];
	call.callSubtype = body.callSubtype ?? 'PSTN';
	call.callOrigin = body.callOrigin ?? null;
	call.owner = body.queue ?? null;
	call.createRequests += 1;
	saveAttributes(call, body, org);

	const detail = parent === undefined ? body.initiationMethod : `${body.initiationMethod} of ${parent.id}`;
	org.calls.note(call, 'created', detail);
	if (parent !== undefined && parent.parentCallId !== null) {
		const message = 'later transfers should name the first call of the chain as their parent';
		org.report(request.number, { rule: 'parent-not-first', field: 'parentVoiceCallId', message }, call);
	}
	if (body.participants.length > 1) {
		const message = 'only the first participant is taken';
		org.report(request.number, { rule: 'extra-participants', field: 'participants', message }, call);
	}
	return jsonAnswer(org.settings.createStatus, { voiceCallId: call.id, errors: errorsOf(call, org) });
}

function saveAttributes(call: VoiceCall, body: CreateBody, org: Org): void {
	const ignored = body.initiationMethod === 'Transfer' && org.settings.transferIgnoresCallAttributes;
	if (body.callAttributes === undefined || ignored) return;
	const read = readAttributes(body.callAttributes, org.settings.attributeProblems);
	call.callAttributes = read.values;
	call.attributeErrors = read.problems;
}

function errorsOf(call: VoiceCall, org: Org): string[] | string {
	const problems = call.attributeErrors;
	if (problems.length === 0 || org.settings.createErrorsShape === 'array') return problems;
	return `The voice call was created, but some of its fields could not be saved:\n${problems.join(',\n')}`;
}

function returnsExisting(body: CreateBody, org: Org): boolean {
	return body.initiationMethod === 'Inbound'
		? org.settings.repeatedInboundReturnsExisting
		: org.settings.repeatedTransferReturnsExisting;
}

function findParent(parentVoiceCallId: unknown, sender: Sender, org: Org): VoiceCall | undefined {
	if (typeof parentVoiceCallId !== 'string') return undefined;
	return org.calls.find(sender.contactCenter.organizationId, parentVoiceCallId);
}

function checkCallCenter(body: JsonObject, sender: Sender): Finding[] {
	return body['callCenterApiName'] === sender.contactCenter.callCenterApiName
		? []
		: [bad('callCenterApiName', "differs from the token's sub")];
}

function checkParticipants(participants: unknown): Finding[] {
	if (!Array.isArray(participants) || participants.length === 0) {
		return [bad('participants', 'must name the end user')];
	}
	return participants.flatMap((participant: unknown, index) => {
		const field = `participants[${index}]`;
		if (!isJsonObject(participant)) return [bad(field, 'must be an object')];
		const type = { type: 'string', required: true, check: oneOf('END_USER') } as const;
		return checkBody(
			participant,
			{ participantKey: { type: 'string', required: true, check: filled }, type },
			`${field}.`,
		);
	});
}

function checkTransfer(body: JsonObject, sender: Sender, org: Org): Finding[] {
	const parentVoiceCallId = body['parentVoiceCallId'];
	if (body['initiationMethod'] === 'Inbound') {
		return (['parentVoiceCallId', 'queue'] as const)
			.filter((field) => body[field] !== undefined)
			.map((field) => bad(field, 'is for transfers only', 'not-allowed'));
	}
	if (body['initiationMethod'] !== 'Transfer') return [];
	if (parentVoiceCallId === undefined) {
		return [bad('parentVoiceCallId', 'is required for a transfer', 'missing')];
	}
	const findings: Finding[] = [];
	if (findParent(parentVoiceCallId, sender, org) === undefined) {
		findings.push(bad('parentVoiceCallId', 'is not a call known here'));
	}
	const { queues } = org.settings.knownTargets;
	if (typeof body['queue'] === 'string' && queues !== undefined && !queues.includes(body['queue'])) {
		findings.push(bad('queue', 'is not a queue known here'));
	}
	return findings;
}

function bad(field: string, complaint: string, rule: Finding['rule'] = 'bad-value'): Finding {
	return { field, rule, grade: 'value', message: `${field} ${complaint}` };
}
