import { anyText } from '../../anyText';
import type { Fault } from '../../problem';
import { isRecord } from '../../isRecord';
import { nameOf } from '../../nameOf';
import { shortId } from './checks';
import type { Entry, EntrySender } from './entry';
import type { EntryIds } from './entryIds';
import { epochMs } from './epochMs';
import { entrySenderOf } from './senders';

/** What all lines of a conversation have in common. */
export interface Conversation {
	/** Conversation.ConversationIdentifier. */
	readonly conversationId: string;
	/** What the keys of participants begin with: the vendor call key. */
	readonly callKey: string;
	/** As entered, with 15 or 18 characters. */
	readonly voiceCallIds: readonly string[];
	/** IANA name; times without a zone are read in it. */
	readonly zone: string;
}

/** Names under which a line may hold something: those of this package, of Salesforce's APIs and of the call event. */
const NAMES = {
	text: ['text', 'content', 'messageText'],
	speaker: ['speaker', 'senderType'],
	participantId: ['agentId', 'speakerId', 'participantId'],
	startTime: ['startTime', 'startedAt', 'clientSentTimestamp', 'occurredAt'],
	endTime: ['endTime', 'endedAt'],
	messageId: ['messageId', 'id', 'eventId'],
} as const;

/** The names a line cannot do without, each with the others that may stand for it. */
export const NEEDED_NAMES: ReadonlyArray<readonly string[]> = [NAMES.text, NAMES.speaker, NAMES.startTime];

/** Salesforce's own client sends this where no duration is known (contactDataSync). */
const UNKNOWN_DURATION_MS = 1;

const LONGEST_MS = 24 * 60 * 60 * 1000;

/** Epoch ms of 2000 and 2100: outside of them a unit is wrong. */
const EARLIEST = 946_684_800_000;

const LATEST = 4_102_444_800_000;

function given(line: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
	for (const name of names) {
		const value = Object.hasOwn(line, name) ? line[name] : undefined;
		if (value !== undefined && value !== null && value !== '') return value;
	}
	return undefined;
}

function textOf(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' ? value : undefined;
}

function checkTimes(start: number | undefined, end: number | undefined, hasEnd: boolean): Fault[] {
	const fix =
		'Write it like 2026-05-01T09:30:00Z or as epoch milliseconds; seconds since the start of the call will not do.';
	if (start === undefined) return [{ field: 'startTime', what: 'is not a date and time', fix }];
	const faults: Fault[] = [];
	if (start < EARLIEST || start >= LATEST) {
		faults.push({ field: 'startTime', what: `lies in the year ${new Date(start).getUTCFullYear()}`, fix });
	}
	if (!hasEnd) return faults;
	if (end === undefined) return [...faults, { field: 'endTime', what: 'is not a date and time', fix }];
	if (end < start) {
		faults.push({ field: 'endTime', what: 'is before the start', fix: 'Check both and their units.' });
	} else if (end - start > LONGEST_MS) {
		const what = 'is more than 24 hours after the start';
		faults.push({ field: 'endTime', what, fix: 'Check the units of both; a line lasts seconds.' });
	}
	return faults;
}

/**
 * Reads a line in this package's own form, `{speaker, text, startTime, endTime?, messageId?, agentId?}`, or a call event
 * with a transcript in it. Gives the entry, undefined for a partial result that may still change, or all that is wrong.
 */
export function readUtterance(
	value: Readonly<Record<string, unknown>>,
	conversation: Conversation,
	ids: EntryIds,
): Entry | undefined | Fault[] {
	const line = isRecord(value.transcript) ? { ...value, ...value.transcript } : value;
	if (line.isFinal === false) return undefined;
	const agentId = isRecord(line.agent) ? textOf(line.agent.id) : undefined;
	const text = textOf(given(line, NAMES.text));
	const startGiven = given(line, NAMES.startTime);
	const endGiven = given(line, NAMES.endTime);
	const start = epochMs(startGiven, conversation.zone);
	const end = endGiven === undefined ? undefined : epochMs(endGiven, conversation.zone);
	const sender = entrySenderOf(
		conversation.callKey,
		textOf(given(line, NAMES.speaker)),
		textOf(given(line, NAMES.participantId)) ?? agentId,
	);
	const faults: Fault[] = [];
	if (text === undefined || text.trim() === '') {
		faults.push({ field: 'text', what: 'is empty', fix: 'Enter what was said, or leave the line out.' });
	}
	if ('field' in sender) faults.push(sender);
	if (startGiven === undefined) {
		faults.push({ field: 'startTime', what: 'is empty', fix: 'Enter when the line was begun to be spoken.' });
	} else faults.push(...checkTimes(start, end, endGiven !== undefined));
	if (faults.length > 0 || 'field' in sender || start === undefined || text === undefined) return faults;
	return {
		id: textOf(given(line, NAMES.messageId)) ?? ids.next(start, sender.subject, text),
		clientSentTimestamp: start,
		clientDuration: end === undefined ? UNKNOWN_DURATION_MS : end - start,
		messageText: text,
		sender,
		relatedRecords: conversation.voiceCallIds.map(shortId),
	};
}

/** Whether a line is in the form that Salesforce takes. */
export function isSalesforceForm(line: Readonly<Record<string, unknown>>): boolean {
	return (line.type === 'conversation' || line.type === 'conversationEntry') && isRecord(line.payload);
}

function checkOwner(payload: Readonly<Record<string, unknown>>, conversationId: string): Fault[] {
	if (payload.conversationId === conversationId) return [];
	const what = `is ${nameOf(payload.conversationId)}, not that of this item ('${conversationId}')`;
	const fix = "Give every conversation a file and an item of its own, and check 'Conversation ID'.";
	return [{ field: 'conversationId', what, fix }];
}

function isSender(value: unknown): value is EntrySender {
	if (!isRecord(value)) return false;
	return ['appType', 'subject', 'role'].every(
		(name) => typeof value[name] === 'string' && value[name] !== '',
	);
}

/**
 * Reads a line in Salesforce's form. Gives the entry, undefined for the line of the conversation itself, or what is
 * wrong. Where it names no voice call, those of the item are taken.
 */
export function readSalesforceLine(
	line: Readonly<Record<string, unknown>>,
	conversation: Conversation,
): Entry | undefined | Fault[] {
	const payload = isRecord(line.payload) ? line.payload : {};
	const faults = checkOwner(payload, conversation.conversationId);
	if (line.type === 'conversation') return faults.length > 0 ? faults : undefined;
	const { clientSentTimestamp: time, clientDuration: duration = UNKNOWN_DURATION_MS } = payload;
	const { id, messageText, sender, relatedRecords, contextParamMap } = payload;
	if (typeof id !== 'string' || id === '') {
		faults.push({ field: 'id', what: 'is empty', fix: 'Enter an ID that no other line has.' });
	}
	if (typeof messageText !== 'string' || messageText.trim() === '') {
		faults.push({ field: 'messageText', what: 'is empty', fix: 'Enter what was said, or leave it out.' });
	}
	if (typeof time !== 'number' || !Number.isInteger(time) || time < EARLIEST || time >= LATEST) {
		const fix = 'Write it as a number of epoch milliseconds, such as 1610580214000.';
		faults.push({ field: 'clientSentTimestamp', what: 'is not a time in milliseconds', fix });
	}
	if (typeof duration !== 'number' || !Number.isInteger(duration) || duration < 0) {
		const fix = 'Write it as a whole number of milliseconds.';
		faults.push({ field: 'clientDuration', what: 'is not a length in milliseconds', fix });
	}
	if (!isSender(sender)) {
		const fix = 'Give it the texts appType, subject and role.';
		faults.push({ field: 'sender', what: 'is not a sender', fix });
	}
	if (faults.length > 0 || !isSender(sender)) return faults;
	const records = Array.isArray(relatedRecords) ? relatedRecords.map(anyText) : [];
	return {
		id: String(id),
		clientSentTimestamp: Number(time),
		clientDuration: Number(duration),
		messageText: String(messageText),
		sender: { appType: sender.appType, subject: sender.subject, role: sender.role },
		relatedRecords: (records.length > 0 ? records : conversation.voiceCallIds).map(shortId),
		...(contextParamMap === undefined ? {} : { contextParamMap }),
	};
}
