import { Chance } from '../../faults/Chance.ts';
import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import { checkEntries, entryOf, type BulkEntry } from '../bulkRules.ts';
import { lookUpByKey } from '../findCall.ts';
import { participantOf, refusalOf, silenceOf, transcribe } from '../transcribe.ts';
import type { VoiceCall } from '../VoiceCall.ts';
import type { ApiRequest, Endpoint, Org } from './Endpoint.ts';

/** How one entry fared, as a 207 tells it (section 7). */
interface EntryOutcome {
	vendorCallKey: string;
	status: number;
	message: string;
}

const RATE_LIMIT = 'RESOURCE_EXHAUSTED: Rate limit exceeded';

/** POST /voiceCalls/messages (section 7). The texts of a 207 are those in the tests of Salesforce's client. */
export const createTranscriptsInBulk: Endpoint = {
	name: 'Create Transcripts in Bulk',
	method: 'POST',
	path: '/voiceCalls/messages',
	rules: () => ({ entries: { type: 'array', required: true } }),
	checkTogether: (body, _sender, org) => checkEntries(body['entries'], org.settings),
	refusesAtOnce(finding, settings) {
		if (finding.rule === 'unknown-field') return settings.unknownFields === 'refuse';
		const ofEntry = finding.grade === 'value' && entryOf(finding) !== undefined;
		return settings.badBulkEntry === 'refuseRequest' || !ofEntry;
	},
	handle(request, org) {
		const entries = request.body['entries'] as BulkEntry[];
		const { bulkRateLimit, transcriptStatus } = org.settings;
		if (bulkRateLimit === 'request' && !mayTranscribe(entries, request, org)) {
			return org.limitExceeded('Too many utterances within one second');
		}
		const outcomes = entries.map((entry, index) => takeEntry(entry, index, request, org));
		return outcomes.every(({ status }) => status === 202)
			? jsonAnswer(transcriptStatus, { result: 'Accepted' })
			: partialAnswer(outcomes, org);
	},
};

function partialAnswer(outcomes: EntryOutcome[], org: Org): Answer {
	const listed = org.settings.successfulEntries === 'listed';
	const errorResponseEntries = outcomes.filter(({ status }) => listed || status !== 202);
	const result = 'Multi-Status: A few messages were not processed';
	return jsonAnswer(207, { result, errorResponse: { errorResponseEntries } });
}

function takeEntry(entry: BulkEntry, index: number, request: ApiRequest, org: Org): EntryOutcome {
	const { vendorCallKey } = entry;
	const fail = (status: number, why: string): EntryOutcome => {
		const ids = entry.messages.map(({ messageId }) => messageId).join(', ');
		const message = `Error Processing Transcript with Id(s) [${ids}]. Error: ${why}`;
		return { vendorCallKey, status, message };
	};
	const refuse = (status: number, rule: string, message: string, field?: string): EntryOutcome => {
		org.recordViolation(request.number, rule, message, field);
		return fail(status, message);
	};
	const findings = request.deferred.filter((finding) => entryOf(finding) === index);
	for (const { rule, message, field } of findings) org.recordViolation(request.number, rule, message, field);
	if (findings.length > 0) return fail(400, findings.map(({ message }) => message).join('; '));

	const { organizationId } = request.sender.contactCenter;
	const call = lookUpByKey(organizationId, vendorCallKey, org);
	if (!('conversation' in call)) return refuse(org.settings.unknownCallStatus, call.rule, call.message);
	const exhausted = isExhausted(request, vendorCallKey, index) || !mayTakeEntry(entry, request, org);
	if (exhausted) return fail(400, `io.grpc.StatusRuntimeException: ${RATE_LIMIT}`);
	for (const message of entry.messages) {
		const refusal = refusalOf(call, message, org.settings);
		if (refusal !== undefined) return refuse(400, refusal.rule, refusal.message, refusal.field ?? undefined);
	}
	return store(call, entry, request, org)
		? { vendorCallKey, status: 202, message: 'Successfully Processed Transcripts' }
		: { vendorCallKey, status: 409, message: 'Transcription paused for participant' };
}

/** False when a pause or hold kept any of the words out. */
function store(call: VoiceCall, entry: BulkEntry, { number }: ApiRequest, org: Org): boolean {
	const participants = new Set(entry.messages.map((message) => participantOf(call, message)));
	if (participants.size > 1) {
		const message = 'an entry should have the words of one participant, to be stored in order';
		org.report(number, { rule: 'mixed-participants', field: 'messages', message }, call);
	}
	const silent = entry.messages.flatMap((message) => silenceOf(call, message) ?? []);
	if (silent.length > 0 && org.settings.mixedPausedEntry === 'dropAll') {
		for (const problem of silent) org.report(number, problem, call);
		return false;
	}
	for (const message of entry.messages) {
		transcribe(call, message, { cameBy: 'bulk', requestNumber: number }, org);
	}
	return silent.length === 0;
}

function mayTakeEntry(entry: BulkEntry, request: ApiRequest, org: Org): boolean {
	return org.settings.bulkRateLimit === 'request' || mayTranscribe([entry], request, org);
}

function mayTranscribe(entries: BulkEntry[], { sender }: ApiRequest, org: Org): boolean {
	const count = entries.reduce((sum, { messages }) => sum + messages.length, 0);
	return org.mayTranscribe(sender.contactCenter.organizationId, count);
}

function isExhausted({ fault, number }: ApiRequest, vendorCallKey: string, index: number): boolean {
	if (fault?.kind !== 'exhaustEntries') return false;
	const { vendorCallKeys, share = 1, seed = 1 } = fault;
	if (vendorCallKeys !== undefined && !vendorCallKeys.includes(vendorCallKey)) return false;
	return new Chance(seed + number * 101 + index).happens(share);
}
