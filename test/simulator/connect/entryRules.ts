import { checkBody, isJsonObject, type BodyRules, type JsonObject } from '../server/checkBody.ts';

/** Upload or Update Transcripts with Connect REST API: AppType and ParticipantRole as a payload spells them. */
const APP_TYPES = [
	'BMAPI',
	'LIVE_MESSAGE',
	'CHATBOT',
	'MESSAGING',
	'PERFTOOL',
	'AGENT',
	'TELEPHONY_INTEGRATION',
	'TRANSLATION',
	'IAMESSAGE',
	'CONVERSATION',
];
const ROLES = ['SYSTEM', 'AGENT', 'CHATBOT', 'END_USER', 'SUPERVISOR', 'ROUTER'];

const notEmpty = (value: string): string | undefined => (value.trim() === '' ? 'is empty' : undefined);
const oneOf =
	(allowed: string[]) =>
	(value: string): string | undefined =>
		allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

const ENVELOPE: BodyRules = {
	type: { type: 'string', required: true, check: oneOf(['conversation', 'conversationEntry']) },
	payload: { type: 'object', required: true },
};

const CONVERSATION: BodyRules = { conversationId: { type: 'string', required: true, check: notEmpty } };

const SENDER: BodyRules = {
	appType: { type: 'string', required: true, check: oneOf(APP_TYPES) },
	subject: { type: 'string', required: true, check: notEmpty },
	role: { type: 'string', required: true, check: oneOf(ROLES) },
};

/** What int64 and the list of records hold is looked at apart, since the table knows neither. */
const ENTRY: BodyRules = {
	conversationId: { type: 'string', required: true, check: notEmpty },
	id: { type: 'string', required: true, check: notEmpty },
	messageText: { type: 'string', required: true, check: notEmpty },
	sender: { type: 'object', required: true },
	relatedRecords: { type: 'array', required: true },
	contextParamMap: { type: 'object' },
};

const TIMES = ['clientSentTimestamp', 'clientDuration'];

export interface EntryLine {
	conversationId: string;
	id: string;
	clientSentTimestamp: number;
	clientDuration: number;
	messageText: string;
	sender: { appType: string; subject: string; role: string };
	relatedRecords: string[];
}

/** What a line of a transcript is, or what is wrong with it: all of it, with commas between. */
export type LineVerdict =
	| { kind: 'conversation'; conversationId: string }
	| { kind: 'entry'; entry: EntryLine }
	| { kind: 'bad'; why: string };

function messages(body: JsonObject, rules: BodyRules, prefix: string): string[] {
	return checkBody(body, rules, prefix).map(({ message }) => message);
}

function checkEntry(payload: JsonObject): string[] {
	const { clientSentTimestamp, clientDuration, ...others } = payload;
	const faults = messages(others, ENTRY, 'payload.');
	const times = [clientSentTimestamp, clientDuration];
	times.forEach((time, index) => {
		if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < 0) {
			faults.push(`payload.${TIMES[index]} must be a whole number of milliseconds`);
		}
	});
	if (isJsonObject(payload['sender'])) faults.push(...messages(payload['sender'], SENDER, 'payload.sender.'));
	const records = Array.isArray(payload['relatedRecords']) ? payload['relatedRecords'] : [];
	const strange = records.find((record) => typeof record !== 'string' || !/^[A-Za-z0-9]{15}$/.test(record));
	if (strange !== undefined)
		faults.push(`payload.relatedRecords must hold ids of 15 characters, got ${String(strange)}`);
	return faults;
}

/** Reads a line of NDJSON as strictly as the page describes it. */
export function readLine(text: string): LineVerdict {
	let line: unknown;
	try {
		line = JSON.parse(text);
	} catch {
		return { kind: 'bad', why: 'is not JSON' };
	}
	if (!isJsonObject(line)) return { kind: 'bad', why: 'is not a JSON object' };
	const faults = messages(line, ENVELOPE, '');
	const { type, payload } = line;
	if (faults.length > 0 || !isJsonObject(payload)) return { kind: 'bad', why: faults.join(', ') };
	faults.push(
		...(type === 'conversation' ? messages(payload, CONVERSATION, 'payload.') : checkEntry(payload)),
	);
	if (faults.length > 0) return { kind: 'bad', why: faults.join(', ') };
	if (type === 'conversation')
		return { kind: 'conversation', conversationId: String(payload['conversationId']) };
	return { kind: 'entry', entry: payload as unknown as EntryLine };
}
